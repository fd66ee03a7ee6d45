using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.Alerting;

/// <summary>
/// What the rules of a configuration would do about events, one after the other as in one run. Nothing is sent, and what is remembered
/// between runs is read, not changed.
/// </summary>
public sealed class AlertRehearsal
{
    private readonly RdsBackupOptions _options;
    private readonly IReadOnlyList<AlertRule> _rules;
    private AlertState _state;

    private AlertRehearsal(RdsBackupOptions options, AlertState state) =>
        (_options, _rules, _state) = (options, ConfiguredAlertRules.Of(options.Alerts), state);

    /// <summary>Reads the state.</summary>
    /// <param name="options">The rules, where the state lies, and the environments.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">Takes the warning about a state that cannot be made sense of.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RdsBackupException">AlertStateNewer, AlertStateInaccessible, or what reaching the bucket throws.</exception>
    public static async Task<AlertRehearsal> StartAsync(RdsBackupOptions options, TimeProvider clock, OperationLog? log, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        using IAlertStateStore store = AlertStates.Open(options.Alerts.State, clock, OperationLogger.For(log));
        return new AlertRehearsal(options, await store.ReadAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>
    /// What each rule would do about <paramref name="alertEvent"/> at <paramref name="time"/>, after all that was rehearsed before. An event that
    /// names no environment is of the one that takes in its instance, if there is just one.
    /// </summary>
    public IReadOnlyList<AlertDecision> Decide(AlertEvent alertEvent, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(alertEvent);
        alertEvent = alertEvent with { Environment = alertEvent.Environment ?? AlertEnvironments.Find(_options, alertEvent) };
        IReadOnlyList<AlertDecision> decisions = AlertRules.Decide(_rules, alertEvent, _state, time);
        _state = decisions.Aggregate(_state, (state, decision) => state.Record(decision, isDelivered: _ => true, time));
        return decisions;
    }
}
