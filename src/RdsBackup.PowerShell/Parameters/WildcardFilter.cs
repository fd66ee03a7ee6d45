using System.Management.Automation;

namespace RdsBackup.PowerShell;

/// <summary>What a parameter that takes values or patterns lets through; case does not count.</summary>
internal sealed class WildcardFilter(string[]? patterns)
{
    private readonly WildcardPattern[]? _patterns =
        patterns?.Select(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant)).ToArray();

    /// <summary>Whether <paramref name="text"/> matches any of the patterns. Without patterns everything does.</summary>
    public bool Matches(string? text) => _patterns is null || _patterns.Any(pattern => pattern.IsMatch(text ?? ""));

    /// <summary>
    /// The one value of <paramref name="known"/> that is asked for, as the API writes it, so that the API can filter;
    /// null when there are several, a pattern, or a value that is not known.
    /// </summary>
    public string? Literal(IEnumerable<KnownValue> known) => patterns is [string only]
        ? known.FirstOrDefault(value => value.Text.Equals(only, StringComparison.OrdinalIgnoreCase))?.Text
        : null;
}
