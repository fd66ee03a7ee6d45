namespace RdsBackup.Alerting;

/// <summary>Everything one channel is told at one time.</summary>
/// <param name="Notices">What it is told: recoveries last, otherwise the gravest first. At least one; each event once.</param>
public sealed record AlertMessage(IReadOnlyList<AlertNotice> Notices)
{
    /// <summary>Whom the message calls.</summary>
    public AlertMentions Mentions => Notices.Aggregate(AlertMentions.None, (all, notice) => all.With(notice.Mentions));

    /// <summary>How much the gravest of its events matters.</summary>
    public AlertSeverity Severity => Notices.Max(notice => notice.Event.Severity);

    /// <summary>The message of notices to one channel: what several rules say of the same event becomes one notice.</summary>
    internal static AlertMessage Of(IEnumerable<AlertNotice> notices) => new(
    [
        .. notices.GroupBy(notice => notice.Event, ReferenceEqualityComparer.Instance)
            .Select(same => same.Aggregate(Merge))
            .OrderBy(notice => notice.Event.Kind == AlertEventKind.Recovered)
            .ThenByDescending(notice => notice.Event.Severity)
            .ThenBy(notice => notice.Event.Time),
    ]);

    private static AlertNotice Merge(AlertNotice one, AlertNotice other) => one with
    {
        Mentions = one.Mentions.With(other.Mentions),
        IsEscalation = one.IsEscalation || other.IsEscalation,
        FailingSince = one.FailingSince < other.FailingSince ? one.FailingSince : other.FailingSince,
        Occurrences = Math.Max(one.Occurrences, other.Occurrences),
        Suppressed = Math.Min(one.Suppressed, other.Suppressed),
        Recovered = [.. one.Recovered.Union(other.Recovered)],
    };
}
