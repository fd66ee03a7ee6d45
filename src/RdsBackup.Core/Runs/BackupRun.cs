using Microsoft.Extensions.Logging;
using RdsBackup.Alerting;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.Runs;

/// <summary>
/// The nightly run: of every environment the instances are found, their newest backups checked, copied or exported, and what lies in S3 is
/// checked; then people are told. Run again it finds what is done. Two runs of a configuration do not work at once.
/// </summary>
/// <param name="configuration">The configuration; it is valid.</param>
/// <param name="settings">How to run.</param>
/// <param name="observer">Is told how it gets on.</param>
public sealed class BackupRun(RdsBackupConfiguration configuration, BackupRunSettings settings, IBackupRunObserver observer)
{
    private readonly ILogger _logger = OperationLogger.For(settings.Log);

    /// <summary>Runs.</summary>
    /// <param name="environments">The environments to work on, of the configuration.</param>
    /// <param name="cancellationToken">Stops at once; copies keep what they have sent, and exports go on by themselves.</param>
    /// <returns>The report. Failures are in it; none is thrown.</returns>
    /// <exception cref="RdsBackupException">RunUnderWay; the lease cannot be reached.</exception>
    public async Task<RdsBackupRunReport> RunAsync(IReadOnlyList<EnvironmentOptions> environments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(environments);
        string runId = Guid.NewGuid().ToString("N");
        using IDisposable? scope = _logger.BeginScope(new KeyValuePair<string, object?>("RunId", runId));
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using IAsyncDisposable? lease = settings.IsPlan
            ? null
            : await RunLease.TakeAsync(configuration, runId, ending, settings.TimeProvider, _logger, cancellationToken).ConfigureAwait(false);
        using CancellationTokenSource timeout = new(configuration.Options.Run.Timeout ?? Timeout.InfiniteTimeSpan, settings.TimeProvider);
        using CancellationTokenRegistration registration = timeout.Token.Register(ending.Cancel);
        using RunContext context = new(configuration.Options, settings, observer, environments.Count);
        RdsBackupRunReport report = await RunAsync(runId, environments, context, ending.Token).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        _logger.LogText(LogLevel.Information, nameof(Messages.RunSummaryTitle), report.Succeeded, report.Failed);
        report = settings.IsPlan ? report : await AlertAsync(report, context, cancellationToken).ConfigureAwait(false);
        return report.ReportPath is null ? report : await WriteAsync(report, cancellationToken).ConfigureAwait(false);
    }

    // What was done is done, whether or not it could be written down.
    private async Task<RdsBackupRunReport> WriteAsync(RdsBackupRunReport report, CancellationToken cancellationToken)
    {
        try
        {
            await RunReportFile.WriteAsync(report, cancellationToken).ConfigureAwait(false);
            return report;
        }
        catch (RdsBackupException failure)
        {
            await observer.ReportNotWrittenAsync(failure).ConfigureAwait(false);
            return report with { ReportPath = null };
        }
    }

    private async Task<RdsBackupRunReport> RunAsync(
        string runId, IReadOnlyList<EnvironmentOptions> environments, RunContext context, CancellationToken cancellationToken)
    {
        DateTimeOffset startedAt = context.Now;
        long start = settings.TimeProvider.GetTimestamp();
        RdsBackupEnvironmentResult[] results = new RdsBackupEnvironmentResult[environments.Count];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = configuration.Options.Run.Parallelism, CancellationToken = CancellationToken.None };
        await Parallel.ForAsync(0, environments.Count, parallel, async (index, _) =>
        {
            using EnvironmentRun run = EnvironmentRun.Of(environments[index], context);
            results[index] = await run.RunAsync(cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return new RdsBackupRunReport
        {
            RunId = runId,
            Status = StatusOf(results),
            IsPlan = settings.IsPlan,
            Environments = results,
            ReportPath = settings.IsPlan ? null : configuration.Options.Run.ReportPath,
            StartedAt = startedAt,
            Duration = settings.TimeProvider.GetElapsedTime(start),
        };
    }

    private async Task<RdsBackupRunReport> AlertAsync(RdsBackupRunReport report, RunContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<AlertRule> rules = ConfiguredAlertRules.Of(configuration.Options.Alerts);
        if (rules.Count == 0)
        {
            return report;
        }

        using IAlertStateStore state = AlertStates.Open(configuration.Options.Alerts.State, settings.TimeProvider, _logger);
        AlertDispatcher dispatcher = new(rules, settings.Channels, state, settings.TimeProvider);
        AlertDispatch dispatch = await dispatcher.DispatchAsync([.. context.Events, RunSummary.EventOf(report)], cancellationToken).ConfigureAwait(false);
        return report with
        {
            AlertedChannels = [.. dispatch.Deliveries.Where(delivery => delivery.Error is null).Select(delivery => delivery.Channel)],
            AlertErrors = [.. dispatch.Errors.Select(error => Redaction.Redact(error.Message))],
        };
    }

    private static RdsBackupRunStatus StatusOf(RdsBackupEnvironmentResult[] results)
    {
        HashSet<RdsBackupRunStatus> statuses = [.. results.Select(result => result.Status)];
        return statuses.Contains(RdsBackupRunStatus.Failed) ? RdsBackupRunStatus.Failed
            : statuses.Contains(RdsBackupRunStatus.NothingFound) ? RdsBackupRunStatus.NothingFound
            : statuses.Contains(RdsBackupRunStatus.Succeeded) ? RdsBackupRunStatus.Succeeded
            : RdsBackupRunStatus.Skipped;
    }
}
