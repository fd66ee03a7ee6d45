namespace RdsBackup;

/// <summary>What validating a snapshot, or the newest snapshot of an instance or cluster, found.</summary>
public sealed class AwsRdsSnapshotTestResult : BackupTestResult
{
    /// <summary>The instance or cluster.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Whether it is an instance or a cluster.</summary>
    public required AwsRdsKind Kind { get; init; }

    /// <summary>Its region.</summary>
    public required string Region { get; init; }

    /// <summary>The snapshot that was looked at; null when there is none.</summary>
    public AwsRdsSnapshot? Snapshot { get; init; }

    /// <summary>Identifier of that snapshot.</summary>
    public string? SnapshotId => Snapshot?.SnapshotId;

    /// <summary>Time between the moment the data was taken and the check; null when that moment is not known.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>The age that was allowed: given, or taken from how often snapshots are taken automatically. Null when age did not count.</summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>Instance, snapshot and summary.</summary>
    public override string ToString() => $"{InstanceId}/{SnapshotId}: {Summary}";
}
