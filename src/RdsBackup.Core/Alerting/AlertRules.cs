using RdsBackup.Diagnostics;

namespace RdsBackup.Alerting;

/// <summary>
/// What rules make of an event. Pure functions of event, state and time: nothing is sent and nothing is remembered here;
/// <see cref="AlertState.Record"/> says what is to be remembered once the notices were delivered.
/// </summary>
internal static class AlertRules
{
    /// <summary>What each rule decides, in their order.</summary>
    public static IReadOnlyList<AlertDecision> Decide(
        IEnumerable<AlertRule> rules, AlertEvent alertEvent, AlertState state, DateTimeOffset now)
    {
        List<AlertDecision> decisions = [];
        AlertRule? last = null; // Nobody after it gets a turn.
        foreach (AlertRule rule in rules)
        {
            AlertDecision decision = last is null
                ? Decide(rule, alertEvent, state, now)
                : NotMatched(rule, alertEvent, Errors.Text(nameof(Messages.AlertReasonStopped), last.Name));
            decisions.Add(decision);

            // Whoever was told of a failure is told of its end, whichever rules come before.
            if (decision.Outcome != AlertOutcome.NotMatched && !rule.Continues && alertEvent.Kind != AlertEventKind.Recovered)
            {
                last ??= rule;
            }
        }

        return decisions;
    }

    private static AlertDecision Decide(AlertRule rule, AlertEvent alertEvent, AlertState state, DateTimeOffset now)
    {
        string mismatches = string.Join(' ', AlertConditions.Mismatches(rule, alertEvent, now));
        if (mismatches.Length > 0)
        {
            return NotMatched(rule, alertEvent, mismatches);
        }

        return alertEvent.Kind == AlertEventKind.Recovered
            ? DecideRecovery(rule, alertEvent, [.. state.EndedBy(rule.Name, alertEvent)])
            : DecideFailure(rule, alertEvent, state.Count(rule.Name, alertEvent, now), now);
    }

    private static AlertDecision DecideFailure(AlertRule rule, AlertEvent alertEvent, AlertCause cause, DateTimeOffset now)
    {
        if (rule.Channels.Count == 0 && rule.Escalation is not { Channels.Count: > 0 })
        {
            return Decision(rule, alertEvent, [], Errors.Text(nameof(Messages.AlertReasonSilenced)));
        }

        string[] escalated = [.. Escalated(rule, cause)];
        AlertNotice[] notices =
        [
            .. rule.Channels.Where(channel => IsDue(rule, cause, channel, now)).Union(escalated)
                .Select(channel => Notice(channel, rule, alertEvent, cause, escalated.Contains(channel) ? rule.Escalation : null)),
        ];
        DateTimeOffset? until = SuppressedUntil(rule, cause);
        string reason = (notices, escalated) switch
        {
            ([], _) when until is null => Errors.Text(nameof(Messages.AlertReasonNotLasting), cause.Occurrences, cause.Since, rule.Escalation!.After),
            ([], _) => Errors.Text(nameof(Messages.AlertReasonSuppressed), cause.Occurrences, cause.Since, until),
            (_, [_, ..]) => Errors.Text(nameof(Messages.AlertReasonEscalated), cause.Occurrences, cause.Since, Names(notices)),
            _ => Errors.Text(nameof(Messages.AlertReasonMatched), Names(notices)),
        };
        return Decision(rule, alertEvent, notices, reason, notices.Length == 0 ? until : null);
    }

    private static AlertDecision DecideRecovery(AlertRule rule, AlertEvent recovery, IReadOnlyCollection<AlertCause> ended)
    {
        if (ended.Count == 0)
        {
            return NotMatched(rule, recovery, Errors.Text(nameof(Messages.AlertReasonNothingEnded)));
        }

        IEnumerable<string> known = rule.Channels.Concat(rule.Escalation?.Channels ?? []);
        AlertNotice[] notices = rule.NotifiesRecovery
            ? [.. known.Distinct().Where(channel => ended.Any(cause => cause.Told.ContainsKey(channel))).Select(channel => Notice(channel, recovery, ended))]
            : [];
        string reason = (rule.NotifiesRecovery, notices.Length) switch
        {
            (false, _) => Errors.Text(nameof(Messages.AlertReasonRecoveryOff)),
            (_, 0) => Errors.Text(nameof(Messages.AlertReasonNeverTold)),
            _ => Errors.Text(nameof(Messages.AlertReasonRecovered), Names(notices)),
        };
        return Decision(rule, recovery, notices, reason);
    }

    private static AlertNotice Notice(string channel, AlertRule rule, AlertEvent alertEvent, AlertCause cause, AlertEscalation? escalation) => new()
    {
        Channel = channel,
        Event = alertEvent,
        Mentions = escalation is null ? rule.Mentions : rule.Mentions.With(escalation.Mentions),
        IsEscalation = escalation is not null,
        FailingSince = cause.Since,
        Occurrences = cause.Occurrences,
        Suppressed = cause.Occurrences - 1 - (cause.Told.TryGetValue(channel, out AlertTold? told) ? told.Occurrence : 0),
    };

    private static AlertNotice Notice(string channel, AlertEvent recovery, IEnumerable<AlertCause> ended)
    {
        AlertCause[] told = [.. ended.Where(cause => cause.Told.ContainsKey(channel))];
        return new AlertNotice
        {
            Channel = channel,
            Event = recovery,
            FailingSince = told.Min(cause => cause.Since),
            Occurrences = told.Sum(cause => cause.Occurrences),
            Recovered = [.. told.Select(cause => cause.Title)],
        };
    }

    // Each channel by itself: one that could not be told is due again next time.
    private static IEnumerable<string> Escalated(AlertRule rule, AlertCause cause) => rule.Escalation is { } escalation
        ? (escalation.Channels.Count == 0 ? rule.Channels : escalation.Channels).Where(channel => cause.Occurrences - cause.EscalatedOn(channel) >= escalation.After)
        : [];

    // A clock that was wrong may have left a time to come: that suppresses for no longer than one as long ago.
    private static bool IsDue(AlertRule rule, AlertCause cause, string channel, DateTimeOffset now) =>
        !cause.Told.TryGetValue(channel, out AlertTold? told) || (now - told.At).Duration() >= rule.SuppressFor;

    private static DateTimeOffset? SuppressedUntil(AlertRule rule, AlertCause cause) =>
        rule.Channels.Select(channel => cause.Told.TryGetValue(channel, out AlertTold? told) ? told.At + rule.SuppressFor : (DateTimeOffset?)null).Min();

    private static AlertDecision NotMatched(AlertRule rule, AlertEvent alertEvent, string reason) =>
        new() { Rule = rule.Name, Event = alertEvent, Outcome = AlertOutcome.NotMatched, Reason = reason };

    private static AlertDecision Decision(
        AlertRule rule, AlertEvent alertEvent, AlertNotice[] notices, string reason, DateTimeOffset? suppressedUntil = null) => new()
        {
            Rule = rule.Name,
            Event = alertEvent,
            Outcome = notices.Length > 0 ? AlertOutcome.Notified : AlertOutcome.Suppressed,
            Reason = reason,
            Notices = notices,
            SuppressedUntil = suppressedUntil,
        };

    private static string Names(IEnumerable<AlertNotice> notices) => string.Join(", ", notices.Select(notice => notice.Channel));
}
