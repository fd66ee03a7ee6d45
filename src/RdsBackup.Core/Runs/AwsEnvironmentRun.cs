using System.Collections.Concurrent;
using RdsBackup.Alerting;
using RdsBackup.Aws;
using RdsBackup.Configuration;
using RdsBackup.Exports;
using RdsBackup.S3;
using RdsBackup.Status;
using RdsBackup.Validation;

namespace RdsBackup.Runs;

/// <summary>
/// An environment of AWS: of each instance and cluster the newest usable snapshot is checked, exported to S3, followed to the end, and what was
/// exported is checked.
/// </summary>
internal sealed class AwsEnvironmentRun(EnvironmentOptions environment, RunContext context) : EnvironmentRun(environment, context)
{
    private static readonly TimeSpan QueuePatience = TimeSpan.FromHours(24);
    private readonly AwsInstances _instances = new(environment, context.Settings.TimeProvider, context.Settings.Log);
    private readonly ConcurrentDictionary<string, InstanceRun> _exports = new(StringComparer.Ordinal);

    private bool IsExporting => !Context.Settings.SkipExport && Environment.Export.Bucket is not null;

    /// <inheritdoc/>
    public override void Dispose() => _instances.Dispose();

    /// <inheritdoc/>
    protected override async Task RunInstancesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<(AwsRdsClient Client, AwsRdsInstance Instance)> found = await _instances.FindAsync(cancellationToken).ConfigureAwait(false);
        await ReportMissingAsync(_instances.Missing, found.Count, "Get-AwsRdsInstance").ConfigureAwait(false);
        await Task.WhenAll(found.GroupBy(item => item.Client, item => item.Instance).Select(region => RunAsync(region.Key, region, cancellationToken)))
            .ConfigureAwait(false);
    }

    private async Task RunAsync(AwsRdsClient client, IEnumerable<AwsRdsInstance> instances, CancellationToken cancellationToken)
    {
        AwsSnapshotValidator validator = new(client, ValidationOptions());
        ConcurrentQueue<(InstanceRun Run, AwsRdsSnapshot Snapshot)> exportable = new();
        await ForEachAsync(
            instances.Select(instance => (Add(client.Region, instance.InstanceId), instance)),
            async (run, instance) =>
            {
                if (await CheckAsync(run, validator, instance, cancellationToken).ConfigureAwait(false) is { } snapshot && IsExporting)
                {
                    exportable.Enqueue((run, snapshot));
                }
                else
                {
                    run.Done();
                }
            },
            cancellationToken).ConfigureAwait(false);
        await ExportAsync(client, exportable, cancellationToken).ConfigureAwait(false);
    }

    private async Task<AwsRdsSnapshot?> CheckAsync(
        InstanceRun run, AwsSnapshotValidator validator, AwsRdsInstance instance, CancellationToken cancellationToken)
    {
        AwsRdsSnapshot? usable = null;
        await run.AttemptAsync("Test-AwsRdsSnapshot", async () =>
        {
            AwsRdsSnapshotTestResult result = await validator.ValidateLatestAsync(instance, cancellationToken).ConfigureAwait(false);
            await Context.StepAsync(Environment.Name, result).ConfigureAwait(false);
            run.Add(result.Findings);
            (run.Action, run.SourceId, run.SourceTime) = (RdsBackupRunAction.Checked, result.Snapshot?.SnapshotId, result.Snapshot?.TakenTime);
            usable = result.Snapshot is { IsUsable: true } snapshot ? snapshot : null;
        }).ConfigureAwait(false);
        return usable;
    }

    // One after the other: the account runs five at once, and each start waits for its turn.
    private async Task ExportAsync(
        AwsRdsClient client, IEnumerable<(InstanceRun Run, AwsRdsSnapshot Snapshot)> exportable, CancellationToken cancellationToken)
    {
        SnapshotExporter exporter = new(client, ExporterOptions());
        List<AwsSnapshotExport> started = [];
        foreach ((InstanceRun run, AwsRdsSnapshot snapshot) in exportable)
        {
            await run.AttemptAsync("Start-AwsSnapshotExport", async () =>
            {
                if (await StartAsync(exporter, run, snapshot, cancellationToken).ConfigureAwait(false) is { } export)
                {
                    _exports[export.ExportTaskId] = run;
                    started.Add(export);
                }
            }).ConfigureAwait(false);
            if (run.IsSkipped || run.HasFailed)
            {
                run.Done();
            }
        }

        ExportFollowOptions options = new() { PollInterval = Context.Settings.PollInterval, TimeProvider = Context.Settings.TimeProvider, Log = Context.Settings.Log };
        await new ExportFollower(client, options, new Observer(this, cancellationToken)).FollowAsync(started, cancellationToken).ConfigureAwait(false);
    }

    private async Task<AwsSnapshotExport?> StartAsync(
        SnapshotExporter exporter, InstanceRun run, AwsRdsSnapshot snapshot, CancellationToken cancellationToken)
    {
        SnapshotExportPlan plan = await exporter.PlanAsync(ExportSource.From(snapshot), RequestFor(snapshot.Region), cancellationToken).ConfigureAwait(false);
        run.Destination = plan.Existing?.ExportLocation ?? plan.Location;
        if (plan.Existing is null && (Context.Settings.IsPlan || !Context.MayBegin))
        {
            (run.Action, run.IsSkipped) = (RdsBackupRunAction.WouldExport, true);
            return null;
        }

        run.Action = plan.Existing is null ? RdsBackupRunAction.Exported : RdsBackupRunAction.AlreadyExported;
        run.IsSkipped = Context.Settings.IsPlan;
        return Context.Settings.IsPlan ? null : await exporter.StartAsync(plan, _ => { }, cancellationToken).ConfigureAwait(false);
    }

    private async Task VerifyAsync(InstanceRun run, AwsSnapshotExport export, CancellationToken cancellationToken)
    {
        S3ConnectionOptions bucket = S3ConnectionOptions.Of(Environment.Export, export.Region);
        SnapshotExportTestOptions options = new() { TimeProvider = Context.Settings.TimeProvider, Log = Context.Settings.Log };
        using SnapshotExportTester tester = await SnapshotExportTester.ConnectAsync(bucket, options, cancellationToken).ConfigureAwait(false);
        AwsSnapshotExportTestResult result = await tester.TestAsync(export, cancellationToken).ConfigureAwait(false);
        await Context.StepAsync(Environment.Name, result, AlertEvents.From(result, Environment.Name, run.InstanceId)).ConfigureAwait(false);
        run.Add(result.Findings);
        run.Bytes = result.TotalBytes;
        CheckArrival(run, new OffsiteCopy(export.ExportLocation ?? "", export.SnapshotTime, export.TaskEndTime));
    }

    // What a complete export lacks is told by the check that follows, the task's own warning included: once a night.
    private IEnumerable<AlertEvent> EventsOf(InstanceRun run, AwsSnapshotExport task) =>
        AlertEvents.From(task, Environment.Name, Context.Now, run.InstanceId).Where(alertEvent => alertEvent.Kind != AlertEventKind.ExportPartial);

    private ValidationOptions ValidationOptions() => new()
    {
        MaximumAge = Environment.Expect.MaxAge,
        MinimumSize = Environment.Expect.MinSize,
        TimeProvider = Context.Settings.TimeProvider,
    };

    private SnapshotExporterOptions ExporterOptions() => new()
    {
        QueueTimeout = Context.Options.Run.Timeout ?? QueuePatience,
        TimeProvider = Context.Settings.TimeProvider,
        Log = Context.Settings.Log,
    };

    private SnapshotExportRequest RequestFor(string region) => new()
    {
        Target = S3ConnectionOptions.Of(Environment.Export, region),
        Prefix = Environment.Export.Prefix ?? "",
        IamRoleArn = Environment.Export.RoleArn!,
        KmsKeyId = Environment.Export.KmsKeyId!,
        ExportOnly = Environment.Export.ExportOnly,
    };

    private sealed class Observer(AwsEnvironmentRun environment, CancellationToken cancellationToken) : IExportObserver
    {
        public void Advanced(AwsSnapshotExport task)
        {
        }

        public async Task EndedAsync(AwsSnapshotExport task, RdsBackupException? failure)
        {
            InstanceRun run = environment._exports[task.ExportTaskId];
            await environment.Context.StepAsync(environment.Environment.Name, task, environment.EventsOf(run, task)).ConfigureAwait(false);
            if (failure is null)
            {
                await run.AttemptAsync("Test-AwsSnapshotExport", () => environment.VerifyAsync(run, task, cancellationToken)).ConfigureAwait(false);
            }
            else if (task.IsFinished)
            {
                run.Fail(failure); // The task itself has told it.
            }
            else
            {
                await run.FailAsync(failure, "Wait-AwsSnapshotExport").ConfigureAwait(false);
            }

            run.Done();
        }
    }
}
