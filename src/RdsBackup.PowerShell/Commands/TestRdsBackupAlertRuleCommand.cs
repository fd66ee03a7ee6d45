using System.Management.Automation;
using RdsBackup.Alerting;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>
/// Says what each alert rule would do about objects of this module, and why. Nothing is sent, and what was told before is read, not changed;
/// of several objects each is judged as if those before it had been told.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "RdsBackupAlertRule")]
[OutputType(typeof(AlertDecision))]
public sealed class TestRdsBackupAlertRuleCommand : ConfigurationCommand
{
    private AlertRehearsal? _rehearsal;

    /// <summary>Results of this module, error records, or alert events.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Writes only what these rules decide: names, or patterns. The others are asked all the same.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AlertRuleCompleter))]
    public string[]? Name { get; set; }

    /// <summary>
    /// The environment of objects that name none. Without it, the one environment of the configuration that takes in the object's instance.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string? Environment { get; set; }

    /// <summary>The moment to judge by, for rules that have hours: a time, or how long ago. The default is now.</summary>
    [Parameter]
    [TimeTransformation]
    public DateTimeOffset? At { get; set; }

    /// <inheritdoc/>
    protected override async Task BeginAsync(CancellationToken cancellationToken) =>
        _rehearsal = await AlertRehearsal.StartAsync((await LoadConfigurationAsync()).Options, Clock, Pipeline.Log, cancellationToken);

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken) => AttemptAsync(InputObject.BaseObject, async () =>
    {
        DateTimeOffset time = At ?? Clock.GetUtcNow();
        WildcardFilter names = new(Name);
        IReadOnlyList<AlertEvent> events = AlertSources.EventsOf(InputObject.BaseObject, Environment, time)
            ?? throw Errors.Create(nameof(Messages.AlertObjectUnknown), RdsBackupErrorKind.InvalidInput, InputObject.BaseObject.GetType().FullName);
        foreach (AlertDecision decision in events.SelectMany(item => _rehearsal!.Decide(item, time)))
        {
            if (names.Matches(decision.Rule))
            {
                await Pipeline.WriteObjectAsync(decision);
            }
        }
    });
}
