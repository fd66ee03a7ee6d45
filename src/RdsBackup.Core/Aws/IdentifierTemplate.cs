using System.Globalization;
using System.Text.RegularExpressions;
using RdsBackup.Diagnostics;

namespace RdsBackup.Aws;

/// <summary>
/// Template of an identifier of Amazon RDS, which is a letter, then letters, digits and single hyphens. Besides the placeholders that are named,
/// it takes those of a time (UTC): {yyyy}, {MM}, {dd}, {HH}, {mm}.
/// </summary>
internal sealed partial class IdentifierTemplate
{
    private static readonly string[] TimePlaceholders = ["yyyy", "MM", "dd", "HH", "mm"];
    private readonly string _template;
    private readonly string[] _used;

    /// <summary>Checks <paramref name="template"/>.</summary>
    /// <param name="template">The template; <see cref="Errors"/> has what is said of one that is wrong.</param>
    /// <param name="errorId">Id of the error for an unknown placeholder.</param>
    /// <param name="placeholders">Placeholders besides those of the time.</param>
    /// <exception cref="RdsBackupException"><paramref name="errorId"/>.</exception>
    public IdentifierTemplate(string template, string errorId, params string[] placeholders)
    {
        _template = template;
        _used = [.. Placeholder().Matches(template).Select(match => match.Groups[1].Value)];
        string[] known = [.. placeholders, .. TimePlaceholders];
        if (_used.Except(known, StringComparer.Ordinal).Any())
        {
            throw Errors.Create(errorId, RdsBackupErrorKind.InvalidInput, template, string.Join(", ", known.Select(name => $"{{{name}}}")));
        }
    }

    /// <summary>Whether the identifier says the time.</summary>
    public bool HasTime => _used.Intersect(TimePlaceholders, StringComparer.Ordinal).Any();

    /// <summary>Whether the API takes <paramref name="identifier"/>.</summary>
    public static bool IsValid(string identifier, int longest) => identifier.Length <= longest && Identifier().IsMatch(identifier);

    /// <summary>Any name as part of an identifier. What stands before a colon (rds:mydb-2026-01-02-03-04, awsbackup:job-…) is the same for all.</summary>
    public static string Part(string name) => Foreign().Replace(name[(name.LastIndexOf(':') + 1)..], "-").Trim('-');

    /// <summary>Whether the template uses a placeholder.</summary>
    public bool Uses(string placeholder) => _used.Contains(placeholder);

    /// <summary>The identifier. It may still break the rules where the template itself does.</summary>
    /// <param name="time">What its time is.</param>
    /// <param name="values">The placeholders' values.</param>
    public string Render(DateTimeOffset? time, IReadOnlyDictionary<string, string> values) => Placeholder().Replace(
        _template,
        match => values.GetValueOrDefault(match.Groups[1].Value)
            ?? (time ?? DateTimeOffset.UnixEpoch).UtcDateTime.ToString(match.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\{([A-Za-z]*)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("^[A-Za-z](-?[A-Za-z0-9])*$")]
    private static partial Regex Identifier();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex Foreign();
}
