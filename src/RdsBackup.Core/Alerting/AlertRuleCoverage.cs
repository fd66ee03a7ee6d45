using System.IO.Enumeration;

namespace RdsBackup.Alerting;

/// <summary>Whether one rule leaves anything to another. Pure functions.</summary>
internal static class AlertRuleCoverage
{
    /// <summary>
    /// Whether <paramref name="earlier"/> surely matches every event that <paramref name="later"/> matches, so that it never gets a turn when the
    /// earlier one does not continue. False when that cannot be told.
    /// </summary>
    public static bool Covers(AlertRule earlier, AlertRule later) =>
        earlier.MinimumSeverity <= later.MinimumSeverity
        && earlier.Schedule is null
        && Covers(earlier.Events, later.Events, (one, other) => one == other)
        && Covers(earlier.Clouds, later.Clouds, CoversPattern)
        && Covers(earlier.Environments, later.Environments, CoversPattern)
        && Covers(earlier.Instances, later.Instances, CoversPattern);

    private static bool Covers<T>(IReadOnlyCollection<T> earlier, IReadOnlyCollection<T> later, Func<T, T, bool> covers) =>
        earlier.Count == 0 || (later.Count > 0 && later.All(narrow => earlier.Any(wide => covers(wide, narrow))));

    // Stars match the other pattern's stars, whatever those stand for. A question mark might match a star, which can stand for more.
    private static bool CoversPattern(string wide, string narrow) =>
        wide.Equals(narrow, StringComparison.OrdinalIgnoreCase)
        || (!wide.Contains('?', StringComparison.Ordinal) && FileSystemName.MatchesSimpleExpression(wide, narrow));
}
