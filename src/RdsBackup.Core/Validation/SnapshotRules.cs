namespace RdsBackup.Validation;

/// <summary>What can be said of a snapshot of Amazon RDS by its description alone. Pure functions of description, source, history and time.</summary>
internal static class SnapshotRules
{
    private const string Automated = "automated";
    private const string AwsBackup = "awsbackup";

    /// <summary>Whether it belongs to another account, as far as its type tells.</summary>
    public static bool IsShared(AwsRdsSnapshot snapshot) => snapshot.SnapshotType is "shared" or "public";

    /// <summary>Whether it is a snapshot of this very instance or cluster, not of one that had the name before.</summary>
    public static bool IsOf(AwsRdsInstance source, AwsRdsSnapshot snapshot) =>
        source.ResourceId is null || snapshot.ResourceId is null || source.ResourceId == snapshot.ResourceId;

    /// <summary>The newest snapshot that can be used, or null.</summary>
    public static AwsRdsSnapshot? NewestUsable(IEnumerable<AwsRdsSnapshot> history) =>
        history.Where(snapshot => snapshot.IsUsable).MaxBy(snapshot => snapshot.TakenTime);

    /// <summary>Whether no usable snapshot has newer data.</summary>
    public static bool IsNewest(AwsRdsSnapshot snapshot, IEnumerable<AwsRdsSnapshot> history) =>
        snapshot.IsUsable && !history.Any(other => other.IsUsable && other.TakenTime > snapshot.TakenTime);

    /// <summary>Findings about one snapshot. Of one that cannot be used nothing else is worth saying.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="source">What it was taken of; null when that is not there.</param>
    /// <param name="history">The snapshots of that.</param>
    /// <param name="options">What is expected.</param>
    public static IEnumerable<BackupFinding> Check(
        AwsRdsSnapshot snapshot, AwsRdsInstance? source, IReadOnlyList<AwsRdsSnapshot> history, ValidationOptions options) =>
        snapshot.IsUsable
            ? CheckOrigin(snapshot, source).Concat(CheckEncryption(snapshot)).Concat(CheckSize(snapshot, history, options))
            : [snapshot.HasFailed
                ? Findings.Create(SnapshotFindingCode.SnapshotFailed, FindingSeverity.Error, snapshot, snapshot.Status, snapshot.InstanceId)
                : Findings.Create(SnapshotFindingCode.SnapshotUnfinished, FindingSeverity.Error, snapshot, snapshot.Status, snapshot.PercentProgress)];

    /// <summary>The age of the newest usable snapshot against what is allowed.</summary>
    public static IEnumerable<BackupFinding> CheckAge(AwsRdsSnapshot newest, TimeSpan? allowed, DateTimeOffset now)
    {
        if (now - newest.TakenTime is { } age && age > allowed)
        {
            yield return Findings.Create(SnapshotFindingCode.SnapshotTooOld, FindingSeverity.Error, newest, age, allowed);
        }
    }

    /// <summary>An attempt that failed since the newest usable snapshot.</summary>
    public static IEnumerable<BackupFinding> CheckNewerAttempts(AwsRdsSnapshot newest, IEnumerable<AwsRdsSnapshot> history)
    {
        AwsRdsSnapshot? failed = history.Where(other => other.HasFailed && other.CreateTime > newest.CreateTime).MaxBy(other => other.CreateTime);
        if (failed is not null)
        {
            yield return Findings.Create(SnapshotFindingCode.NewerSnapshotFailed, FindingSeverity.Warning, failed, failed.Status, newest);
        }
    }

    /// <summary>Whether anything takes snapshots of an instance.</summary>
    /// <param name="source">The instance or cluster.</param>
    /// <param name="newest">Its newest usable snapshot, if there is one.</param>
    /// <param name="options">What is expected.</param>
    public static IEnumerable<BackupFinding> CheckSchedule(AwsRdsInstance source, AwsRdsSnapshot? newest, ValidationOptions options)
    {
        if (source.BackupRetentionPeriod == 0 && source.ReadReplicaSourceId is null)
        {
            bool isWatched = options.MaximumAge is not null || newest?.SnapshotType == AwsBackup;
            yield return Findings.Create(
                SnapshotFindingCode.BackupsSwitchedOff, isWatched ? FindingSeverity.Warning : FindingSeverity.Error, source);
        }
    }

    /// <summary>An instance or cluster without a usable snapshot. A read replica is rebuilt from what it follows.</summary>
    public static BackupFinding Missing(AwsRdsInstance source) => source is { ReadReplicaSourceId: { } followed, BackupRetentionPeriod: not > 0 }
        ? NotExpected(source, followed)
        : Findings.Create(SnapshotFindingCode.SnapshotMissing, FindingSeverity.Error, source);

    /// <summary>An instance whose data is in the snapshots of another.</summary>
    public static BackupFinding NotExpected(AwsRdsInstance source, string other) =>
        Findings.Create(SnapshotFindingCode.SnapshotNotExpected, FindingSeverity.Information, source, other);

    private static IEnumerable<BackupFinding> CheckOrigin(AwsRdsSnapshot snapshot, AwsRdsInstance? source)
    {
        bool isShared = IsShared(snapshot);
        bool isSourceGone = source is null && !isShared && snapshot.SourceSnapshotId is null; // that of a copy is elsewhere
        if (isShared)
        {
            yield return Findings.Create(SnapshotFindingCode.SnapshotShared, FindingSeverity.Warning, snapshot, snapshot.AccountId ?? "-");
        }

        if (isSourceGone)
        {
            yield return Findings.Create(SnapshotFindingCode.SnapshotSourceGone, FindingSeverity.Information, snapshot, snapshot.InstanceId);
        }

        if (snapshot.SnapshotType == Automated)
        {
            yield return Findings.Create(
                SnapshotFindingCode.SnapshotExpires, isSourceGone ? FindingSeverity.Warning : FindingSeverity.Information, snapshot, snapshot.InstanceId);
        }

        if (snapshot.TakenTime is null)
        {
            yield return Findings.Create(SnapshotFindingCode.SnapshotAgeUnknown, FindingSeverity.Warning, snapshot, snapshot.SourceSnapshotId ?? "-");
        }
    }

    private static IEnumerable<BackupFinding> CheckEncryption(AwsRdsSnapshot snapshot)
    {
        if (snapshot.Encrypted == false)
        {
            yield return Findings.Create(SnapshotFindingCode.SnapshotNotEncrypted, FindingSeverity.Warning, snapshot);
        }
    }

    private static IEnumerable<BackupFinding> CheckSize(AwsRdsSnapshot snapshot, IReadOnlyList<AwsRdsSnapshot> history, ValidationOptions options)
    {
        if (Size(snapshot) is > 0 and long allocated && allocated << 30 < options.MinimumSize)
        {
            yield return Findings.Create(SnapshotFindingCode.SnapshotTooSmall, FindingSeverity.Error, snapshot, allocated << 30, options.MinimumSize);
        }

        if (Size(snapshot) is > 0 and long size
            && UsualSize.Of(history.Where(other => IsPredecessor(other, snapshot)).Select(other => (other.TakenTime, Size(other)))) is { } usual
            && options.IsUnusual(size, usual))
        {
            yield return Findings.Create(SnapshotFindingCode.SnapshotSizeUnusual, FindingSeverity.Warning, snapshot, size, usual);
        }
    }

    private static bool IsPredecessor(AwsRdsSnapshot other, AwsRdsSnapshot snapshot) => other.IsUsable && other.TakenTime < snapshot.TakenTime;

    // Clusters whose storage grows by itself (Aurora, DocumentDB, Neptune) report 0 or 1, which is no size.
    private static long Size(AwsRdsSnapshot snapshot) =>
        snapshot.Engine.StartsWith("aurora", StringComparison.Ordinal) || snapshot.AllocatedStorage is not > 1 ? 0 : snapshot.AllocatedStorage.Value;
}
