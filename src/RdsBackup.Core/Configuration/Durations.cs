using System.Globalization;
using System.Text.RegularExpressions;

namespace RdsBackup.Configuration;

/// <summary>Lengths of time as people write them: 30s, 90m, 36h, 7d, 2w, or .NET's 1.12:00:00.</summary>
public static partial class Durations
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>Reads a length of time that is sensible, if <paramref name="text"/> is one.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        if (Short().Match(text) is not { Success: true } match)
        {
            // A bare number would be days to .NET; here it is a unit forgotten.
            return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out duration)
                && text.Contains(':', StringComparison.Ordinal) && IsSensible(duration);
        }

        double seconds = double.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture) * SecondsIn(match.Groups["unit"].Value);
        duration = seconds <= Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
        return IsSensible(duration);
    }

    /// <summary>Whether a duration can be an age: not negative, and short of a hundred years.</summary>
    public static bool IsSensible(TimeSpan duration) => duration >= TimeSpan.Zero && duration <= Longest;

    private static double SecondsIn(string unit) => unit switch
    {
        "w" or "W" => 7 * 24 * 3600,
        "d" or "D" => 24 * 3600,
        "h" or "H" => 3600,
        "m" or "M" => 60,
        _ => 1,
    };

    [GeneratedRegex(@"^\s*(?<count>\d{1,9}(\.\d{1,6})?)\s*(?<unit>[smhdw])\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Short();
}
