using System.Text.RegularExpressions;

namespace RdsBackup.PowerShell.Tests.Help;

/// <summary>
/// What differs between two runs of the same example. Each digit of a moment or of an id that is drawn by lot stands for any other, so that
/// what surrounds it is still compared to the column; how long something took and how fast it was count as alike.
/// </summary>
internal static partial class Placeholders
{
    /// <summary>The text with all that may differ made equal.</summary>
    public static string Mask(string text) => Pace().Replace(MomentOrId().Replace(text, match => AnyDigit().Replace(match.Value, "0")), " 0$1");

    [GeneratedRegex(
        """
          \d{4}-\d{2}-\d{2}([T -]\d{2}[:-]\d{2}([:-]\d{2})?(\.\d+)?)?
        | \b\d{4}/\d{2}/\d{2}/ # days in keys
        | (?<=…)[\d-]+         # what shortened names end with
        | \d{14}               # in the names of files
        | \b[0-9a-f]{32}\b     # uploads
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex MomentOrId();

    [GeneratedRegex(@" +\d+(?:\.\d+)?(s| [KMG]iB/s)(?=\s|$)", RegexOptions.Multiline)]
    private static partial Regex Pace();

    [GeneratedRegex("[0-9a-f]")]
    private static partial Regex AnyDigit();
}
