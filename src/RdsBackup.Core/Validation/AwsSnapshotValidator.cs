using RdsBackup.Aws;

namespace RdsBackup.Validation;

/// <summary>
/// Checks snapshots of Amazon RDS by their description, by comparison with their predecessors, and with how the instance or cluster they were
/// taken of is backed up. The codes are those of <see cref="SnapshotFindingCode"/>. An instance and its history are fetched once for all of its
/// snapshots. Safe for concurrent use.
/// </summary>
public sealed class AwsSnapshotValidator
{
    private readonly IAwsRdsClient _client;
    private readonly ValidationOptions _options;
    private readonly AsyncCache<(AwsRdsKind Kind, string Id), IReadOnlyList<AwsRdsSnapshot>> _histories;
    private readonly AsyncCache<(AwsRdsKind Kind, string Id), AwsRdsInstance?> _sources;

    /// <summary>Prepares the checks; asks for nothing yet.</summary>
    /// <param name="client">The API of the region the snapshots are in; stays the caller's.</param>
    /// <param name="options">What to expect.</param>
    public AwsSnapshotValidator(IAwsRdsClient client, ValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        _client = client;
        _options = options;
        _histories = new(ListAsync);
        _sources = new((source, cancellationToken) => client.FindInstanceAsync(source.Kind, source.Id, cancellationToken));
    }

    /// <summary>Checks one snapshot. Its age counts only when it is the newest usable one of its instance or cluster.</summary>
    /// <exception cref="RdsBackupException">The API refused to describe the instance or to list its snapshots.</exception>
    public async Task<AwsRdsSnapshotTestResult> ValidateAsync(AwsRdsSnapshot snapshot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (SnapshotRules.IsShared(snapshot))
        {
            // What has the name of its source here is something else.
            return Validate(snapshot, source: null, [], []);
        }

        (AwsRdsKind, string) key = (snapshot.Kind, snapshot.InstanceId);
        AwsRdsInstance? source = await _sources.GetAsync(key, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<AwsRdsSnapshot> history = await _histories.GetAsync(key, cancellationToken).ConfigureAwait(false);
        return source is not null && SnapshotRules.IsOf(source, snapshot)
            ? Validate(snapshot, source, Of(source, history), [])
            : Validate(snapshot, source: null, history, []);
    }

    /// <summary>Checks the newest usable snapshot of an instance or cluster, or says that there is none.</summary>
    /// <exception cref="RdsBackupException">The API refused to list its snapshots.</exception>
    public async Task<AwsRdsSnapshotTestResult> ValidateLatestAsync(AwsRdsInstance instance, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(instance);
        if (instance is { Kind: AwsRdsKind.Instance, ClusterId: { } cluster })
        {
            return WithoutSnapshot(instance, [SnapshotRules.NotExpected(instance, cluster)]);
        }

        IReadOnlyList<AwsRdsSnapshot> history =
            Of(instance, await _histories.GetAsync((instance.Kind, instance.InstanceId), cancellationToken).ConfigureAwait(false));
        if (SnapshotRules.NewestUsable(history) is { } newest)
        {
            return Validate(newest, instance, history, SnapshotRules.CheckNewerAttempts(newest, history));
        }

        IEnumerable<BackupFinding> findings = [SnapshotRules.Missing(instance), .. SnapshotRules.CheckSchedule(instance, newest: null, _options)];
        return history.MaxBy(snapshot => snapshot.CreateTime) is { } failed
            ? Validate(failed, instance, history, findings)
            : WithoutSnapshot(instance, findings);
    }

    /// <summary>
    /// Checks the newest usable snapshot of an instance or cluster that may be gone; null when there is neither the one nor the other.
    /// </summary>
    /// <param name="kind">Whether it is an instance or a cluster.</param>
    /// <param name="instanceId">Its identifier.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RdsBackupException">The API refused to describe the instance or to list its snapshots.</exception>
    public async Task<AwsRdsSnapshotTestResult?> ValidateLatestAsync(AwsRdsKind kind, string instanceId, CancellationToken cancellationToken)
    {
        if (await _sources.GetAsync((kind, instanceId), cancellationToken).ConfigureAwait(false) is { } instance)
        {
            return await ValidateLatestAsync(instance, cancellationToken).ConfigureAwait(false);
        }

        IReadOnlyList<AwsRdsSnapshot> history = await _histories.GetAsync((kind, instanceId), cancellationToken).ConfigureAwait(false);
        return (SnapshotRules.NewestUsable(history) ?? history.MaxBy(snapshot => snapshot.CreateTime)) is { } newest
            ? Validate(newest, source: null, history, SnapshotRules.CheckNewerAttempts(newest, history))
            : null;
    }

    /// <summary>The snapshots that an instance or cluster is judged by, fetched once.</summary>
    internal async Task<IReadOnlyList<AwsRdsSnapshot>> HistoryAsync(AwsRdsInstance instance, CancellationToken cancellationToken) =>
        Of(instance, await _histories.GetAsync((instance.Kind, instance.InstanceId), cancellationToken).ConfigureAwait(false));

    private AwsRdsSnapshotTestResult Validate(
        AwsRdsSnapshot snapshot, AwsRdsInstance? source, IReadOnlyList<AwsRdsSnapshot> history, IEnumerable<BackupFinding> before)
    {
        List<BackupFinding> findings = [.. before, .. SnapshotRules.Check(snapshot, source, history, _options)];
        TimeSpan? allowedAge = null;
        if (SnapshotRules.IsNewest(snapshot, history))
        {
            allowedAge = _options.MaximumAge ?? (source is null ? null : BackupSchedule.AllowedAge(source));
            findings.AddRange(SnapshotRules.CheckAge(snapshot, allowedAge, Now()));
            findings.AddRange(source is null ? [] : SnapshotRules.CheckSchedule(source, snapshot, _options));
        }

        return Result(snapshot.Kind, snapshot.InstanceId, snapshot.Region, snapshot, findings, allowedAge);
    }

    private AwsRdsSnapshotTestResult WithoutSnapshot(AwsRdsInstance instance, IEnumerable<BackupFinding> findings) =>
        Result(instance.Kind, instance.InstanceId, instance.Region, snapshot: null, findings, allowedAge: null);

    private AwsRdsSnapshotTestResult Result(
        AwsRdsKind kind, string instanceId, string region, AwsRdsSnapshot? snapshot, IEnumerable<BackupFinding> findings, TimeSpan? allowedAge) => new()
        {
            InstanceId = instanceId,
            Kind = kind,
            Region = region,
            Snapshot = snapshot,
            Findings = [.. findings.OrderByDescending(finding => finding.Severity)],
            Age = Now() - snapshot?.TakenTime,
            MaximumAge = allowedAge,
            CheckedAt = Now(),
        };

    private static IReadOnlyList<AwsRdsSnapshot> Of(AwsRdsInstance source, IReadOnlyList<AwsRdsSnapshot> history) =>
        [.. history.Where(snapshot => SnapshotRules.IsOf(source, snapshot))];

    // Those of AWS Backup are listed by their type only, which the API documents for instances and not for clusters.
    private async Task<IReadOnlyList<AwsRdsSnapshot>> ListAsync((AwsRdsKind Kind, string Id) source, CancellationToken cancellationToken)
    {
        Dictionary<string, AwsRdsSnapshot> snapshots = [];
        string?[] types = source.Kind == AwsRdsKind.Instance ? [null, "awsbackup"] : [null];
        foreach (string? type in types)
        {
            AwsSnapshotQuery query = new(source.Id, SnapshotType: type);
            await foreach (AwsRdsSnapshot snapshot in _client.FindSnapshotsAsync(source.Kind, query, cancellationToken).ConfigureAwait(false))
            {
                snapshots.TryAdd(snapshot.SnapshotId, snapshot);
            }
        }

        return [.. snapshots.Values];
    }

    private DateTimeOffset Now() => _options.TimeProvider.GetUtcNow();
}
