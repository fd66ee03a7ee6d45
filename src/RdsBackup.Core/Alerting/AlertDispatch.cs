namespace RdsBackup.Alerting;

/// <summary>What became of events that were dispatched.</summary>
/// <param name="Decisions">What each rule decided on each event.</param>
/// <param name="Deliveries">One for each channel that was to be told.</param>
/// <param name="StateErrors">Why the state could not be read or written; empty when it could.</param>
internal sealed record AlertDispatch(
    IReadOnlyList<AlertDecision> Decisions, IReadOnlyList<AlertDelivery> Deliveries, IReadOnlyList<Exception> StateErrors)
{
    /// <summary>Everything that went wrong on the way to people. None of it was thrown, so that none hides what the alerts are about.</summary>
    public IEnumerable<Exception> Errors => Deliveries.Select(delivery => delivery.Error).OfType<Exception>().Concat(StateErrors);
}
