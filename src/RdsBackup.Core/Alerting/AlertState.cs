using System.Collections.Immutable;

namespace RdsBackup.Alerting;

/// <summary>What alert rules remember from one run to the next: the failures that last, and who was told of them. Never changes.</summary>
internal sealed class AlertState
{
    /// <summary>How long a cause that is seen no more is remembered. No rule may suppress for longer.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private readonly ImmutableDictionary<(string Rule, string Cause), AlertCause> _causes;

    /// <summary>Takes what was remembered; of the same cause twice, the latter.</summary>
    public AlertState(IEnumerable<AlertCause> causes)
        : this(ImmutableDictionary<(string, string), AlertCause>.Empty.SetItems(causes.Select(cause => KeyValuePair.Create((cause.Rule, cause.Cause), cause))))
    {
    }

    private AlertState(ImmutableDictionary<(string Rule, string Cause), AlertCause> causes) => _causes = causes;

    /// <summary>Nothing is remembered.</summary>
    public static AlertState Empty { get; } = new([]);

    /// <summary>Everything that is remembered.</summary>
    public IEnumerable<AlertCause> Causes => _causes.Values;

    /// <summary>The cause of <paramref name="alertEvent"/> with this occurrence counted.</summary>
    public AlertCause Count(string rule, AlertEvent alertEvent, DateTimeOffset now) =>
        _causes.GetValueOrDefault((rule, alertEvent.Cause)) is { } known && IsRemembered(known, now)
            ? known.Again(alertEvent, now)
            : AlertCause.First(rule, alertEvent, now);

    /// <summary>The failures that <paramref name="rule"/> remembers and <paramref name="recovery"/> puts an end to, the oldest first.</summary>
    public IEnumerable<AlertCause> EndedBy(string rule, AlertEvent recovery) =>
        Causes.Where(cause => cause.Rule == rule && cause.IsEndedBy(recovery)).OrderBy(cause => cause.Since);

    /// <summary>What is to be remembered once <paramref name="decision"/> was carried out.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="isDelivered">Which of its notices reached their channels; the others are due again next time.</param>
    /// <param name="now">When it was made.</param>
    public AlertState Record(AlertDecision decision, Func<AlertNotice, bool> isDelivered, DateTimeOffset now)
    {
        if (decision.Outcome == AlertOutcome.NotMatched)
        {
            return this;
        }

        AlertNotice[] delivered = [.. decision.Notices.Where(isDelivered)];
        return decision.Event.Kind == AlertEventKind.Recovered
            ? End(EndedBy(decision.Rule, decision.Event), [.. decision.Notices.Except(delivered).Select(notice => notice.Channel)])
            : With(Count(decision.Rule, decision.Event, now).Tell(delivered, now));
    }

    /// <summary>The state without what was seen last too long ago.</summary>
    public AlertState Forget(DateTimeOffset now) =>
        new(_causes.RemoveRange(_causes.Where(entry => !IsRemembered(entry.Value, now)).Select(entry => entry.Key)));

    // A clock that was wrong may have left a time to come: that counts for no more than one as long ago.
    private static bool IsRemembered(AlertCause cause, DateTimeOffset now) => (now - cause.LastSeen).Duration() <= Retention;

    private AlertState With(AlertCause cause) => new(_causes.SetItem((cause.Rule, cause.Cause), cause));

    // A cause is over once every channel that was told of it knows; those that do not stay until they do.
    private AlertState End(IEnumerable<AlertCause> ended, IReadOnlyCollection<string> unaware)
    {
        ImmutableDictionary<(string, string), AlertCause> causes = _causes;
        foreach (AlertCause cause in ended)
        {
            Dictionary<string, AlertTold> waiting = cause.Told.Where(told => unaware.Contains(told.Key)).ToDictionary();
            causes = waiting.Count == 0
                ? causes.Remove((cause.Rule, cause.Cause))
                : causes.SetItem((cause.Rule, cause.Cause), cause with { Told = waiting });
        }

        return new AlertState(causes);
    }
}
