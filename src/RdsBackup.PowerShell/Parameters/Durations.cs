using System.Globalization;
using System.Text.RegularExpressions;

namespace RdsBackup.PowerShell;

/// <summary>Lengths of time as people type them: 30s, 90m, 36h, 7d, 2w, or .NET's 1.12:00:00.</summary>
internal static partial class Durations
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    public static bool TryParse(string text, out TimeSpan duration)
    {
        if (Short().Match(text) is not { Success: true } match)
        {
            // A bare number would be days to .NET; here it is a unit forgotten.
            return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out duration)
                && text.Contains(':', StringComparison.Ordinal) && IsSensible(duration);
        }

        double minutes = double.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture) * MinutesIn(match.Groups["unit"].Value);
        duration = minutes <= Longest.TotalMinutes ? TimeSpan.FromMinutes(minutes) : TimeSpan.MaxValue;
        return IsSensible(duration);
    }

    /// <summary>Whether a duration can be an age: not negative, and short of a hundred years.</summary>
    public static bool IsSensible(TimeSpan duration) => duration >= TimeSpan.Zero && duration <= Longest;

    private static double MinutesIn(string unit) => unit switch
    {
        "w" or "W" => 7 * 24 * 60,
        "d" or "D" => 24 * 60,
        "h" or "H" => 60,
        "s" or "S" => 1.0 / 60,
        _ => 1,
    };

    [GeneratedRegex(@"^\s*(?<count>\d{1,9}(\.\d{1,6})?)\s*(?<unit>[smhdw])\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Short();
}
