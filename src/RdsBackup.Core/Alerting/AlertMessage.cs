namespace RdsBackup.Alerting;

/// <summary>Everything one channel is told at one time.</summary>
/// <param name="Notices">What it is told: recoveries last, otherwise the gravest first. At least one; each event once.</param>
public sealed record AlertMessage(IReadOnlyList<AlertNotice> Notices)
{
    /// <summary>Whom the message calls.</summary>
    public AlertMentions Mentions => Notices.Aggregate(AlertMentions.None, (all, notice) => all.With(notice.Mentions));

    /// <summary>How much the gravest of its events matters.</summary>
    public AlertSeverity Severity => Notices.Max(notice => notice.Event.Severity);
}
