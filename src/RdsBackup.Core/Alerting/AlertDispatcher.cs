using RdsBackup.Diagnostics;

namespace RdsBackup.Alerting;

/// <summary>
/// Takes events to people: lets the rules decide, gives each channel one message with all that it is to be told, and remembers only what
/// was delivered, so that the rest is due again next time. Better twice than never: without its state it tells everything, and says so.
/// </summary>
/// <param name="rules">The rules, in their order.</param>
/// <param name="channels">The channels that rules may name.</param>
/// <param name="store">Where the state lies.</param>
/// <param name="clock">The clock.</param>
internal sealed class AlertDispatcher(
    IReadOnlyList<AlertRule> rules, IReadOnlyCollection<IAlertChannel> channels, IAlertStateStore store, TimeProvider clock)
{
    private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(1);

    /// <summary>Dispatches events. A channel or a state that fails is part of the answer, and keeps no other channel from being told.</summary>
    public async Task<AlertDispatch> DispatchAsync(IEnumerable<AlertEvent> events, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        List<Exception> stateErrors = [];
        AlertState state = await ReadStateAsync(stateErrors, cancellationToken).ConfigureAwait(false);
        List<AlertDecision> decisions = Decide(events, state, now);
        IEnumerable<Task<AlertDelivery>> deliveries = decisions.SelectMany(decision => decision.Notices)
            .GroupBy(notice => notice.Channel, StringComparer.OrdinalIgnoreCase)
            .Select(notices => DeliverAsync(notices.Key, AlertMessage.Of(notices), cancellationToken));
        AlertDelivery[] delivered = await Task.WhenAll(deliveries).ConfigureAwait(false);
        await RecordAsync(decisions, delivered, now, stateErrors, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return new AlertDispatch(decisions, delivered, stateErrors);
    }

    // An event may be about what one before it was about: that counts as told.
    private List<AlertDecision> Decide(IEnumerable<AlertEvent> events, AlertState state, DateTimeOffset now)
    {
        List<AlertDecision> decisions = [];
        foreach (AlertEvent alertEvent in events)
        {
            IReadOnlyList<AlertDecision> made = AlertRules.Decide(rules, alertEvent, state, now);
            state = made.Aggregate(state, (current, decision) => current.Record(decision, isDelivered: _ => true, now));
            decisions.AddRange(made);
        }

        return decisions;
    }

    private async Task<AlertDelivery> DeliverAsync(string name, AlertMessage message, CancellationToken cancellationToken)
    {
        try
        {
            IAlertChannel channel = channels.FirstOrDefault(channel => channel.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw Errors.Create(nameof(Messages.AlertChannelUnknown), RdsBackupErrorKind.InvalidInput, name);
            await channel.DeliverAsync(message, cancellationToken).ConfigureAwait(false);
            return new AlertDelivery(name, message, Error: null);
        }
        catch (Exception exception)
        {
            return new AlertDelivery(name, message, exception);
        }
    }

    private async Task<AlertState> ReadStateAsync(List<Exception> errors, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RdsBackupException exception)
        {
            errors.Add(exception);
            return AlertState.Empty;
        }
    }

    private async Task RecordAsync(
        IReadOnlyCollection<AlertDecision> decisions, AlertDelivery[] deliveries, DateTimeOffset now, List<Exception> errors, CancellationToken cancellationToken)
    {
        if (errors.Count > 0 || decisions.All(decision => decision.Outcome == AlertOutcome.NotMatched))
        {
            return;
        }

        HashSet<string> reached = deliveries.Where(delivery => delivery.Error is null).Select(delivery => delivery.Channel).ToHashSet(StringComparer.OrdinalIgnoreCase);
        using CancellationTokenSource lastMoment = new();
        using CancellationTokenRegistration registration = cancellationToken.Register(() => lastMoment.CancelAfter(LastMoment));
        try
        {
            await store.UpdateAsync(
                before => decisions.Aggregate(before, (state, decision) => state.Record(decision, notice => reached.Contains(notice.Channel), now)).Forget(now),
                lastMoment.Token).ConfigureAwait(false);
        }
        catch (RdsBackupException exception)
        {
            errors.Add(exception);
        }
    }
}
