using System.Globalization;
using System.IO.Enumeration;
using RdsBackup.Diagnostics;

namespace RdsBackup.Alerting;

/// <summary>The conditions of a rule. Pure functions.</summary>
internal static class AlertConditions
{
    /// <summary>
    /// A sentence for each condition of <paramref name="rule"/> that does not hold for <paramref name="alertEvent"/>; none when it matches.
    /// A recovery has no kind and severity of its own: those were conditions for the failure.
    /// </summary>
    public static IEnumerable<string> Mismatches(AlertRule rule, AlertEvent alertEvent, DateTimeOffset now)
    {
        if (alertEvent.Kind != AlertEventKind.Recovered)
        {
            if (rule.Events.Count > 0 && !rule.Events.Contains(alertEvent.Kind))
            {
                yield return Errors.Text(nameof(Messages.AlertReasonKind), string.Join(", ", rule.Events), alertEvent.Kind);
            }

            if (alertEvent.Severity < rule.MinimumSeverity)
            {
                yield return Errors.Text(nameof(Messages.AlertReasonSeverity), rule.MinimumSeverity, alertEvent.Severity);
            }
        }

        if (!MatchesAny(rule.Clouds, alertEvent.Cloud))
        {
            yield return Mismatch(nameof(Messages.AlertReasonCloud), rule.Clouds, alertEvent.Cloud);
        }

        if (!MatchesAny(rule.Environments, alertEvent.Environment))
        {
            yield return Mismatch(nameof(Messages.AlertReasonEnvironment), rule.Environments, alertEvent.Environment);
        }

        if (!MatchesAny(rule.Instances, alertEvent.InstanceId))
        {
            yield return Mismatch(nameof(Messages.AlertReasonInstance), rule.Instances, alertEvent.InstanceId);
        }

        if (rule.Schedule is { } schedule && !schedule.Contains(now))
        {
            string local = TimeZoneInfo.ConvertTime(now, schedule.TimeZone).ToString("dddd HH:mm", CultureInfo.InvariantCulture);
            yield return Errors.Text(nameof(Messages.AlertReasonSchedule), schedule, local);
        }
    }

    /// <summary>Whether <paramref name="text"/> matches one of <paramref name="patterns"/>; without patterns everything does.</summary>
    public static bool MatchesAny(IReadOnlyCollection<string> patterns, string? text) =>
        patterns.Count == 0 || patterns.Any(pattern => Matches(pattern, text));

    // To .NET an empty name matches nothing, not even a star.
    private static bool Matches(string pattern, string? text) =>
        string.IsNullOrEmpty(text) ? pattern.All(character => character == '*') : FileSystemName.MatchesSimpleExpression(pattern, text);

    private static string Mismatch(string id, IEnumerable<string> patterns, string? value) =>
        Errors.Text(id, string.Join(", ", patterns), string.IsNullOrEmpty(value) ? "-" : value);
}
