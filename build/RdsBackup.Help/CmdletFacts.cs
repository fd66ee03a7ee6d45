using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace RdsBackup.Help;

/// <summary>What the built module itself says of a cmdlet.</summary>
internal sealed class CmdletFacts
{
    private readonly CmdletInfo _cmdlet;

    public CmdletFacts(CmdletInfo cmdlet)
    {
        _cmdlet = cmdlet;
        object instance = Activator.CreateInstance(cmdlet.ImplementingType)!;
        ParameterSets = [.. cmdlet.ParameterSets.OrderByDescending(set => set.IsDefault).Select(set => new ParameterSetFacts(set))];
        Parameters =
        [
            .. ParameterSets.SelectMany(set => set.Parameters).GroupBy(parameter => parameter.Name)
                .Select(uses => new ParameterFacts([.. uses], cmdlet.ImplementingType, instance)),
        ];
        (instance as IDisposable)?.Dispose();
    }

    public string Name => _cmdlet.Name;

    public string Verb => _cmdlet.Verb;

    public string Noun => _cmdlet.Noun;

    public Type Class => _cmdlet.ImplementingType;

    /// <summary>Each way to call it, the default one first.</summary>
    public IReadOnlyList<ParameterSetFacts> ParameterSets { get; }

    /// <summary>Its parameters without the common ones, positional ones first.</summary>
    public IReadOnlyList<ParameterFacts> Parameters { get; }

    public IReadOnlyList<Type> Outputs => [.. _cmdlet.OutputType.Select(output => output.Type)];

    /// <summary>Types that can be piped in by value, with the parameters that take them.</summary>
    public IEnumerable<IGrouping<Type, ParameterFacts>> Inputs =>
        Parameters.Where(parameter => parameter.TakesPipelineByValue).GroupBy(parameter => parameter.Type);
}

/// <summary>One way to call a cmdlet.</summary>
internal sealed class ParameterSetFacts(CommandParameterSetInfo set)
{
    /// <summary>The parameters in the order in which a syntax shows them.</summary>
    public IReadOnlyList<CommandParameterInfo> Parameters { get; } =
    [
        .. set.Parameters.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name))
            .OrderBy(parameter => parameter.Position < 0 ? int.MaxValue : parameter.Position)
            .ThenByDescending(parameter => parameter.IsMandatory)
            .ThenBy(parameter => Cmdlet.OptionalCommonParameters.Contains(parameter.Name)),
    ];

    /// <summary>The parameters as Get-Command -Syntax shows them.</summary>
    public string Syntax { get; } = set.ToString();
}

/// <summary>What code says of a parameter.</summary>
internal sealed class ParameterFacts
{
    private readonly CommandParameterInfo[] _uses;

    public ParameterFacts(CommandParameterInfo[] uses, Type cmdlet, object instance)
    {
        _uses = uses;
        PropertyInfo? property = cmdlet.GetProperty(Name);
        Type = Unwrap(uses[0].ParameterType);
        Default = IsRequired ? null : Text(property?.GetValue(instance) ?? (Type == typeof(SwitchParameter) ? false : null));
        AcceptsWildcards = property?.IsDefined(typeof(SupportsWildcardsAttribute)) ?? false;
    }

    public string Name => _uses[0].Name;

    /// <summary>Its type; of a nullable value the value's.</summary>
    public Type Type { get; }

    public string TypeName => Type.Name;

    public IReadOnlyList<string> Aliases => _uses[0].Aliases;

    /// <summary>Whether every way to call the cmdlet that has it wants it.</summary>
    public bool IsRequired => _uses.All(use => use.IsMandatory);

    /// <summary>From 0; null when it has to be named.</summary>
    public int? Position => _uses.Max(use => use.Position) is >= 0 and var position ? position : null;

    public bool AcceptsWildcards { get; }

    public bool TakesPipelineByValue => _uses.Any(use => use.ValueFromPipeline);

    public bool TakesPipelineByPropertyName => _uses.Any(use => use.ValueFromPipelineByPropertyName);

    /// <summary>The value without the parameter; null when there is none.</summary>
    public string? Default { get; }

    /// <summary>The only values it takes; empty when there is no such list.</summary>
    public IReadOnlyList<string> Values => Type.IsEnum
        ? Enum.GetNames(Type)
        : [.. Attributes<ValidateSetAttribute>().SelectMany(set => set.ValidValues)];

    /// <summary>Bounds of the number or of the count, such as 1..64; null when there are none.</summary>
    public string? Range => Attributes<ValidateRangeAttribute>().Select(range => Bounds(range.MinRange, range.MaxRange))
        .Concat(Attributes<ValidateCountAttribute>().Select(count => $"{Bounds(count.MinLength, count.MaxLength)} ×"))
        .FirstOrDefault();

    public string? Pattern => Attributes<ValidatePatternAttribute>().Select(pattern => pattern.RegexPattern).FirstOrDefault();

    private IEnumerable<T> Attributes<T>() => _uses[0].Attributes.OfType<T>();

    private static Type Unwrap(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static string Bounds(object least, object most) => most is long.MaxValue or int.MaxValue
        ? string.Create(CultureInfo.InvariantCulture, $"≥ {least}")
        : string.Create(CultureInfo.InvariantCulture, $"{least}..{most}");

    private static string? Text(object? value) => value switch
    {
        null or "" => null,
        TimeSpan { Ticks: var ticks } time when ticks % TimeSpan.TicksPerDay == 0 => $"{time.Days}d",
        TimeSpan { Ticks: var ticks } time when ticks % TimeSpan.TicksPerHour == 0 => $"{(int)time.TotalHours}h",
        string text => text,
        IEnumerable items => string.Join(", ", items.Cast<object>().Select(Text)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
