using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;
using RdsBackup.Alerting.WeCom;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;
using RdsBackup.Runs;

namespace RdsBackup.PowerShell;

/// <summary>
/// The nightly run: of every environment of the configuration the instances are found, their newest backups and snapshots checked, copied or
/// exported to S3, what lies there checked, and people told. One environment that fails stops no other.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "RdsBackup", SupportsShouldProcess = true)]
[OutputType(typeof(RdsBackupEnvironmentResult), typeof(RdsBackupRunReport))]
public sealed class InvokeRdsBackupCommand : ConfigurationCommand
{
    private bool _isPlan;

    /// <summary>Environments to run, by name or pattern. Without it all of the configuration.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string[]? Environment { get; set; }

    /// <summary>Checks snapshots of Amazon RDS, but exports none.</summary>
    [Parameter]
    public SwitchParameter SkipExport { get; set; }

    /// <summary>How often running exports are looked at. Left out, it adapts: 20 seconds to 5 minutes.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan? PollInterval { get; set; }

    /// <summary>Writes the result of every step, too: checks, copies, exports.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        _isPlan = await Pipeline.AskAsync(IsWhatIf);
        RdsBackupConfiguration configuration = await LoadConfigurationAsync();
        EnvironmentOptions[] environments = await ChooseAsync(configuration);
        if (environments.Length == 0)
        {
            return;
        }

        using PipelineProgress progress = Pipeline.StartProgress(Errors.Text(nameof(Messages.RunActivity)), Clock);
        BackupRunSettings settings = new()
        {
            IsPlan = _isPlan,
            SkipExport = SkipExport,
            Channels = WeComChannel.Of(configuration.Options.Alerts, Secrets, Clock, Pipeline.Log),
            PollInterval = PollInterval,
            TimeProvider = Clock,
            Log = Pipeline.Log,
        };
        Observer observer = new(this, progress);
        RdsBackupRunReport report = await new BackupRun(configuration, settings, observer).RunAsync(environments, cancellationToken);
        await Pipeline.WriteObjectAsync(report);

        // Not before the end: under -ErrorAction Stop the first of them ends the command, and people are to be told of all by then.
        foreach (ErrorRecord error in observer.Failures.Concat(report.AlertErrors.Select(error => AlertFailed(error, report))))
        {
            await Pipeline.WriteErrorAsync(error);
        }
    }

    private static ErrorRecord AlertFailed(string error, RdsBackupRunReport report) =>
        ErrorRecords.Create(Errors.Create(nameof(Messages.RunAlertFailed), RdsBackupErrorKind.Connection, error), report);

    private bool IsWhatIf() => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
        ? (SwitchParameter)given
        : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    private async Task<EnvironmentOptions[]> ChooseAsync(RdsBackupConfiguration configuration)
    {
        List<EnvironmentOptions> chosen = [];
        foreach (EnvironmentOptions environment in Choose(configuration, Environment))
        {
            if (_isPlan || await Pipeline.ShouldProcessAsync(environment.Name, Errors.Text(nameof(Messages.RunAction))))
            {
                chosen.Add(environment);
            }
        }

        return [.. chosen];
    }

    private sealed class Observer(InvokeRdsBackupCommand command, PipelineProgress progress) : IBackupRunObserver
    {
        private readonly ConcurrentQueue<ErrorRecord> _failures = new();

        /// <summary>Errors to be written once the run has ended.</summary>
        public IEnumerable<ErrorRecord> Failures => _failures;

        public Task StepAsync(string environment, object result) =>
            command.PassThru && result is not Exception ? command.Pipeline.WriteObjectAsync(result) : Task.CompletedTask;

        public async Task EnvironmentAsync(RdsBackupEnvironmentResult result)
        {
            foreach (RdsBackupInstanceResult planned in result.Instances.Where(instance => command._isPlan && IsToBeDone(instance)))
            {
                await command.Pipeline.ShouldProcessAsync(Describe(planned), Errors.Text(nameof(Messages.RunAction)));
            }

            await command.Pipeline.WriteObjectAsync(result);
            if (result.Status is RdsBackupRunStatus.Failed or RdsBackupRunStatus.NothingFound)
            {
                _failures.Enqueue(ErrorRecords.Create(FailureOf(result), result));
            }
        }

        public Task ReportNotWrittenAsync(RdsBackupException failure)
        {
            _failures.Enqueue(ErrorRecords.Create(failure, target: null));
            return Task.CompletedTask;
        }

        public void Progressed(int environmentsDone, int environments, int instancesDone) => progress.Report(() => new ProgressUpdate(
            Errors.Text(nameof(Messages.RunProgress), environmentsDone, environments, instancesDone), 100 * environmentsDone / environments));

        private static bool IsToBeDone(RdsBackupInstanceResult instance) =>
            instance.Action is RdsBackupRunAction.WouldCopy or RdsBackupRunAction.WouldExport;

        private static string Describe(RdsBackupInstanceResult planned)
        {
            string size = planned.Bytes is { } bytes ? Errors.Text(nameof(Messages.ByteCount), bytes.ToString("N0", CultureInfo.InvariantCulture)) : Errors.Text(nameof(Messages.LengthUnknown));
            return $"{planned.Environment}/{planned.InstanceId}/{planned.SourceId} ({size}) -> {planned.Destination}";
        }

        private static RdsBackupException FailureOf(RdsBackupEnvironmentResult result)
        {
            IEnumerable<string> causes = result.Instances.Where(instance => instance.Status == RdsBackupRunStatus.Failed)
                .Select(instance => $"{instance.InstanceId}: {instance.ErrorMessage}")
                .Prepend(result.ErrorMessage ?? "");
            return Errors.Create(
                nameof(Messages.RunEnvironmentFailed), result.Status == RdsBackupRunStatus.NothingFound ? RdsBackupErrorKind.NotFound : RdsBackupErrorKind.Service,
                result.Environment, string.Join(" ", causes).Trim());
        }
    }
}
