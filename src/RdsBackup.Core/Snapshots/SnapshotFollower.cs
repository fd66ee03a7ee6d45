using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using RdsBackup.Aws;
using RdsBackup.Diagnostics;
using RdsBackup.Exports;

namespace RdsBackup.Snapshots;

/// <summary>Follows snapshots of one region until they can be used: one listing of each kind at a time, however many they are.</summary>
/// <param name="client">The API of the region.</param>
/// <param name="options">How patiently.</param>
public sealed class SnapshotFollower(IAwsRdsClient client, SnapshotFollowOptions options)
{
    private const int PageSize = 100;

    // The client has waited out some minutes by itself.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(30);

    private readonly ILogger _logger = OperationLogger.For(options.Log);
    private readonly Dictionary<(AwsRdsKind Kind, string Id), (AwsRdsSnapshot Snapshot, Absence Absence)> _pending = [];
    private long _heardAt;

    /// <summary>What is still being followed: after a cancellation, what goes on without being watched.</summary>
    public IReadOnlyList<AwsRdsSnapshot> Pending => [.. _pending.Values.Select(followed => followed.Snapshot)];

    /// <summary>Follows snapshots; each comes when it can be used, or with the reason why it cannot or is no longer followed.</summary>
    /// <param name="snapshots">Snapshots of the client's region.</param>
    /// <param name="onLook">Told of those that are not ready, after each look.</param>
    /// <param name="cancellationToken">Ends the following; the snapshots go on.</param>
    public async IAsyncEnumerable<(AwsRdsSnapshot Snapshot, RdsBackupException? Failure)> FollowAsync(
        IEnumerable<AwsRdsSnapshot> snapshots, Action<AwsRdsSnapshot> onLook, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        ArgumentNullException.ThrowIfNull(onLook);
        long startedAt = _heardAt = options.TimeProvider.GetTimestamp();
        foreach (AwsRdsSnapshot snapshot in snapshots)
        {
            _pending[KeyOf(snapshot)] = (snapshot, new Absence(options.TimeProvider));
        }

        RdsBackupException? trouble = null;
        while (true)
        {
            TimeSpan? left = options.Timeout - options.TimeProvider.GetElapsedTime(startedAt);
            foreach ((AwsRdsSnapshot snapshot, Absence absence) in _pending.Values.ToArray())
            {
                onLook(snapshot);
                RdsBackupException? failure = trouble ?? FailureOf(snapshot, absence, isLate: left <= TimeSpan.Zero);
                if (snapshot.IsUsable || failure is not null)
                {
                    _pending.Remove(KeyOf(snapshot));
                    yield return (snapshot, failure);
                }
            }

            if (_pending.Count == 0)
            {
                yield break;
            }

            TimeSpan wait = PollPace.Vary(options.PollInterval);
            await Task.Delay(left < wait ? left.Value : wait, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            trouble = await LookAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private RdsBackupException? FailureOf(AwsRdsSnapshot snapshot, Absence absence, bool isLate) => snapshot switch
    {
        { IsUsable: true } => null,
        { HasFailed: true } => Errors.Create(
            nameof(Messages.SnapshotNotMade), RdsBackupErrorKind.Service, snapshot.SnapshotId, snapshot.Region, snapshot.Status, snapshot.InstanceId),
        _ when absence.IsForGood => Errors.Create(nameof(Messages.SnapshotLost), RdsBackupErrorKind.NotFound, snapshot.SnapshotId, snapshot.Region),
        _ when isLate => Errors.Create(
            nameof(Messages.SnapshotWaitTimeout), RdsBackupErrorKind.Connection, snapshot.SnapshotId, options.Timeout, snapshot.Status, snapshot.Region),
        _ => null,
    };

    /// <summary>Takes note of what the API says now; returns what makes it pointless to ask again.</summary>
    private async Task<RdsBackupException?> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (IGrouping<AwsRdsKind, (AwsRdsKind Kind, string Id)> kind in _pending.Keys.GroupBy(key => key.Kind).ToArray())
            {
                foreach (string[] ids in kind.Select(key => key.Id).Chunk(PageSize))
                {
                    await LookAsync(kind.Key, ids, cancellationToken).ConfigureAwait(false);
                }
            }

            _heardAt = options.TimeProvider.GetTimestamp();
            return null;
        }
        catch (RdsBackupException failure) when (AwsRdsErrors.MayPass(failure) && options.TimeProvider.GetElapsedTime(_heardAt) < LongestSilence)
        {
            _logger.LogText(LogLevel.Warning, nameof(Messages.SnapshotPollFailed), client.Region, failure.Message);
            return null;
        }
        catch (RdsBackupException failure)
        {
            return failure;
        }
    }

    private async Task LookAsync(AwsRdsKind kind, string[] ids, CancellationToken cancellationToken)
    {
        AwsSnapshotQuery query = new() { Filters = [new AwsFilter(kind == AwsRdsKind.Cluster ? "db-cluster-snapshot-id" : "db-snapshot-id", ids)] };
        Dictionary<string, AwsRdsSnapshot> seen = new(StringComparer.OrdinalIgnoreCase);
        await foreach (AwsRdsSnapshot snapshot in client.FindSnapshotsAsync(kind, query, cancellationToken).ConfigureAwait(false))
        {
            seen[snapshot.SnapshotId] = snapshot;
        }

        foreach (string id in ids)
        {
            (AwsRdsSnapshot before, Absence absence) = _pending[(kind, id)];
            AwsRdsSnapshot? now = seen.GetValueOrDefault(id);
            absence.Note(isThere: now is not null);
            _pending[(kind, id)] = (now is null ? before : now with { AlreadyPresent = before.AlreadyPresent }, absence);
        }
    }

    private static (AwsRdsKind Kind, string Id) KeyOf(AwsRdsSnapshot snapshot) => (snapshot.Kind, snapshot.SnapshotId);
}
