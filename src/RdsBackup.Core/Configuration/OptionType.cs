using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RdsBackup.Configuration;

/// <summary>What may stand in a place of a configuration, read off the option types; the JSON Schema and every check follow from it.</summary>
internal abstract record OptionType
{
    private static readonly ConcurrentDictionary<Type, OptionType> Known = new();

    /// <summary>The options type of a .NET type.</summary>
    public static OptionType Of(Type type)
    {
        Type actual = Nullable.GetUnderlyingType(type) ?? type;
        return Known.TryGetValue(actual, out OptionType? known) ? known : Known.GetOrAdd(actual, Describe(actual));
    }

    private static OptionType Describe(Type type) => type switch
    {
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => new ListOption(Of(type.GenericTypeArguments[0])),
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) => new MapOption(Of(type.GenericTypeArguments[1])),
        _ => SettingFormat.Of(type) is { } format ? new ValueOption(format) : new SectionOption(type),
    };
}

/// <summary>A single value.</summary>
internal sealed record ValueOption(SettingFormat Format) : OptionType;

/// <summary>A list; a single value stands for a list of one.</summary>
internal sealed record ListOption(OptionType Item) : OptionType;

/// <summary>Things under names that the user chooses.</summary>
internal sealed record MapOption(OptionType Item) : OptionType;

/// <summary>Keys that are known beforehand.</summary>
internal sealed record SectionOption(Type Type) : OptionType
{
    /// <summary>The keys.</summary>
    public IReadOnlyList<OptionProperty> Properties { get; } =
    [
        .. Type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null)
            .Select(property => new OptionProperty(property)),
    ];

    /// <summary>The key called <paramref name="key"/>, whatever its case.</summary>
    public OptionProperty? Find(string key) =>
        Properties.FirstOrDefault(property => property.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A key of a section.</summary>
internal sealed record OptionProperty(PropertyInfo Property)
{
    /// <summary>The key as configurations write it.</summary>
    public string Key { get; } = JsonNamingPolicy.CamelCase.ConvertName(Property.Name);

    /// <summary>What may stand there.</summary>
    public OptionType Type => OptionType.Of(Property.PropertyType);

    /// <summary>The numbers that are allowed, if not all are.</summary>
    public RangeAttribute? Range { get; } = Property.GetCustomAttribute<RangeAttribute>();

    /// <summary>Whether it is a path of this machine.</summary>
    public bool IsLocalPath { get; } = Property.IsDefined(typeof(LocalPathAttribute));
}
