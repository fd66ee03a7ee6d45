using System.Management.Automation;
using RdsBackup.Aws;
using RdsBackup.Diagnostics;
using RdsBackup.Exports;

namespace RdsBackup.PowerShell;

/// <summary>
/// Follows exports of snapshots to their ends, all of a region with one listing at a time. Each comes out when it ends; one that failed or was
/// canceled comes with an error that says why and what to do.
/// </summary>
[Cmdlet(VerbsLifecycle.Wait, "AwsSnapshotExport")]
[OutputType(typeof(AwsSnapshotExport))]
public sealed class WaitAwsSnapshotExportCommand : AwsExportTaskCommand
{
    private readonly Dictionary<IAwsRdsClient, List<AwsSnapshotExport>> _exports = [];
    private bool _isFollowing;

    /// <summary>How long to wait, such as 12h. What is not done by then comes out as it is, with an error, and goes on. Without it: to the end.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>How often to look. Left out, it adapts to how fast the tasks get on: 20 seconds to 5 minutes.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan? PollInterval { get; set; }

    /// <summary>Cancels the tasks that still run when this command is stopped with Ctrl+C. Without it they go on.</summary>
    [Parameter]
    public SwitchParameter StopOnCancel { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string task in ExportTaskId)
        {
            await AttemptAsync(task, async () =>
            {
                IAwsRdsClient client = await ClientAsync(cancellationToken);
                if (!_exports.TryGetValue(client, out List<AwsSnapshotExport>? exports))
                {
                    _exports[client] = exports = [];
                }

                exports.Add(new AwsSnapshotExport { ExportTaskId = task, Region = client.Region, SourceArn = SourceArn ?? "" });
            });
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        _isFollowing = true;
        using ExportsProgressBar progress = new(Pipeline, Clock);
        await Task.WhenAll(_exports.Select(region => FollowAsync(region.Key, region.Value, progress, cancellationToken)));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Stopped while the command before this one was at work: the following, which ends with the same, never began.
        if (Stopping && !_isFollowing)
        {
            Pipeline.StopAndWait(Task.WhenAll(_exports.Select(region => LeaveAsync(region.Key, region.Value))));
        }

        base.Dispose(disposing);
    }

    private async Task FollowAsync(
        IAwsRdsClient client, List<AwsSnapshotExport> exports, ExportsProgressBar progress, CancellationToken cancellationToken)
    {
        ExportFollowOptions options = new() { PollInterval = PollInterval, Timeout = Timeout, TimeProvider = Clock, Log = Pipeline.Log };
        ExportFollower follower = new(client, options, new Observer(this, progress));
        try
        {
            await follower.FollowAsync(exports, cancellationToken);
        }
        catch (OperationCanceledException) when (Stopping)
        {
            await LeaveAsync(client, follower.Pending);
            throw;
        }
    }

    // Stopped by a person; a command downstream that wants no more is another matter.
    private async Task LeaveAsync(IAwsRdsClient client, IEnumerable<AwsSnapshotExport> exports)
    {
        string[] ids = [.. exports.Select(export => export.ExportTaskId).Distinct()];
        if (StopOnCancel)
        {
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(10), Clock);
            await Task.WhenAll(ids.Select(id => StopAsync(client, id, patience.Token)));
        }
        else if (ids.Length > 0)
        {
            Pipeline.Warn(Errors.Text(nameof(Messages.ExportsGoOn), string.Join(", ", ids), client.Region));
        }
    }

    private async Task StopAsync(IAwsRdsClient client, string id, CancellationToken cancellationToken)
    {
        try
        {
            await client.CancelExportTaskAsync(id, cancellationToken);
            Pipeline.Warn(Errors.Text(nameof(Messages.ExportStopped), id, client.Region));
        }
        catch (Exception failure) when (failure is RdsBackupException or OperationCanceledException)
        {
            Pipeline.Warn(Errors.Text(nameof(Messages.ExportNotStopped), id, client.Region, failure.Message));
        }
    }

    private sealed class Observer(WaitAwsSnapshotExportCommand command, ExportsProgressBar progress) : IExportObserver
    {
        public void Advanced(AwsSnapshotExport task) => progress.Report(task);

        public async Task EndedAsync(AwsSnapshotExport task, RdsBackupException? failure)
        {
            progress.End(task);
            await command.Pipeline.WriteObjectAsync(task);
            if (failure is not null)
            {
                await command.Pipeline.WriteErrorAsync(ErrorRecords.Create(failure, task));
            }
        }
    }
}
