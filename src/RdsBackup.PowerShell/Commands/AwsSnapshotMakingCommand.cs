using System.Collections;
using System.Management.Automation;
using RdsBackup.Aws;
using RdsBackup.Diagnostics;
using RdsBackup.Snapshots;

namespace RdsBackup.PowerShell;

/// <summary>Base of the cmdlets that make snapshots: asks before, and waits for all of them at once after the last was begun.</summary>
public abstract class AwsSnapshotMakingCommand : AwsRdsKindCommand
{
    private readonly Dictionary<IAwsRdsClient, List<AwsRdsSnapshot>> _begun = [];

    /// <summary>Tags of what is made.</summary>
    [Parameter]
    public Hashtable? Tag { get; set; }

    /// <summary>Waits until what was begun can be used; each comes out then. Without it each comes out as it is begun.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long -Wait waits, such as 2h. What is not ready by then comes out as it is, with an error, and goes on. Without it: to the end.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>How often -Wait looks.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        using PipelineProgress? progress = _begun.Count > 0 ? Pipeline.StartProgress(Errors.Text(nameof(Messages.SnapshotsActivity)), Clock) : null;
        await Task.WhenAll(_begun.Select(region => FollowAsync(region.Key, region.Value, progress!, cancellationToken)));
    }

    /// <summary>Makes what was planned, if the user agrees. What is there already needs no consent.</summary>
    /// <param name="client">Where it will lie.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="source">What it is made of, as the user is asked.</param>
    /// <param name="action">What is done to that.</param>
    /// <param name="cancellationToken">Cancels.</param>
    private protected async Task MakeAsync(IAwsRdsClient client, SnapshotPlan plan, string source, string action, CancellationToken cancellationToken)
    {
        if (plan.Existing is null && !await Pipeline.ShouldProcessAsync($"{source} -> {plan.SnapshotId} ({plan.Region})", action))
        {
            return;
        }

        AwsRdsSnapshot snapshot = await SnapshotMaker.MakeAsync(plan, cancellationToken);
        if (!Wait)
        {
            await Pipeline.WriteObjectAsync(snapshot);
        }
        else if (_begun.TryGetValue(client, out List<AwsRdsSnapshot>? begun))
        {
            begun.Add(snapshot);
        }
        else
        {
            _begun[client] = [snapshot];
        }
    }

    private async Task FollowAsync(IAwsRdsClient client, List<AwsRdsSnapshot> snapshots, PipelineProgress progress, CancellationToken cancellationToken)
    {
        SnapshotFollower follower = new(
            client, new SnapshotFollowOptions { PollInterval = PollInterval, Timeout = Timeout, TimeProvider = Clock, Log = Pipeline.Log });
        try
        {
            await foreach ((AwsRdsSnapshot snapshot, RdsBackupException? failure) in follower.FollowAsync(snapshots, Show, cancellationToken))
            {
                await Pipeline.WriteObjectAsync(snapshot);
                await (failure is null ? Task.CompletedTask : Pipeline.WriteErrorAsync(ErrorRecords.Create(failure, snapshot)));
            }
        }
        catch (OperationCanceledException) when (Stopping && follower.Pending.Count > 0)
        {
            Pipeline.Warn(Errors.Text(nameof(Messages.SnapshotsGoOn), string.Join(", ", follower.Pending), client.Region));
            throw;
        }

        void Show(AwsRdsSnapshot snapshot) => progress.Report(() => new ProgressUpdate(
            Errors.Text(nameof(Messages.SnapshotProgress), snapshot.SnapshotId, snapshot.Status, follower.Pending.Count), snapshot.PercentProgress ?? -1));
    }
}
