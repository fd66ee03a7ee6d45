namespace RdsBackup.Validation;

/// <summary>The codes of findings on snapshots of Amazon RDS. They are stable: scripts and alert rules match on them.</summary>
public static class SnapshotFindingCode
{
    /// <summary>Error: the instance or cluster has no snapshot that can be used.</summary>
    public const string SnapshotMissing = nameof(SnapshotMissing);

    /// <summary>Information: a member of a cluster, or a read replica without backups, has no snapshots of its own.</summary>
    public const string SnapshotNotExpected = nameof(SnapshotNotExpected);

    /// <summary>Error: the status is one that ends the hope of using it, such as failed.</summary>
    public const string SnapshotFailed = nameof(SnapshotFailed);

    /// <summary>Error: the status is not available yet.</summary>
    public const string SnapshotUnfinished = nameof(SnapshotUnfinished);

    /// <summary>Warning: an attempt that is newer than the newest usable snapshot failed.</summary>
    public const string NewerSnapshotFailed = nameof(NewerSnapshotFailed);

    /// <summary>Error: the newest usable snapshot is older than was allowed.</summary>
    public const string SnapshotTooOld = nameof(SnapshotTooOld);

    /// <summary>Warning: it is a copy of a cluster snapshot, of which the API does not tell when its data was taken.</summary>
    public const string SnapshotAgeUnknown = nameof(SnapshotAgeUnknown);

    /// <summary>
    /// Warning: of far less or more storage than the median of its predecessors. Storage is what was allocated, not used; of Aurora, which
    /// allocates none, it is never said.
    /// </summary>
    public const string SnapshotSizeUnusual = nameof(SnapshotSizeUnusual);

    /// <summary>Error: its storage is less than was expected at least. Of Aurora, which allocates none, it is never said.</summary>
    public const string SnapshotTooSmall = nameof(SnapshotTooSmall);

    /// <summary>Warning: it is not encrypted.</summary>
    public const string SnapshotNotEncrypted = nameof(SnapshotNotEncrypted);

    /// <summary>It is automated, so AWS deletes it: information while its source exists, a warning once that is gone.</summary>
    public const string SnapshotExpires = nameof(SnapshotExpires);

    /// <summary>Information: the instance or cluster it was taken of no longer exists.</summary>
    public const string SnapshotSourceGone = nameof(SnapshotSourceGone);

    /// <summary>Warning: it belongs to another account, which may take it away.</summary>
    public const string SnapshotShared = nameof(SnapshotShared);

    /// <summary>
    /// Automated backups are switched off (BackupRetentionPeriod 0). An error, since nothing says when there will be another snapshot; a warning
    /// where an age is given that the newest must not exceed, or AWS Backup took it. Not said of read replicas.
    /// </summary>
    public const string BackupsSwitchedOff = nameof(BackupsSwitchedOff);
}
