using System.Text.RegularExpressions;

namespace RdsBackup.PowerShell.Tests.Help;

/// <summary>
/// What differs between two runs of the same example: moments, durations, rates, checksums, ids that are drawn by lot, ports. Each digit of
/// them stands for any other, so that what surrounds them is still compared to the column.
/// </summary>
internal static partial class Placeholders
{
    /// <summary>The text with all that may differ made equal.</summary>
    public static string Mask(string text) => Varying().Replace(text, match => AnyDigit().Replace(match.Value, "0"));

    [GeneratedRegex(
        """
          \d{4}-\d{2}-\d{2}([T ]\d{2}[:-]\d{2}([:-]\d{2})?(\.\d+)?)?  # moments
        | \d{1,2}/\d{1,2}/\d{4}\s\d{1,2}:\d{2}:\d{2}\s[AP]M            # moments of .NET in en-US
        | \b\d{4}/\d{2}/\d{2}/                                         # days in keys
        | \d{14}                                                       # moments in the names of files
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Varying();

    [GeneratedRegex(@"\d")]
    private static partial Regex AnyDigit();
}
