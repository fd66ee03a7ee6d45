namespace RdsBackup.Snapshots;

/// <summary>A snapshot, or a copy of one, that is to be made.</summary>
public sealed class SnapshotPlan
{
    internal SnapshotPlan(string snapshotId, string region, AwsRdsSnapshot? existing, Func<CancellationToken, Task<AwsRdsSnapshot>> make)
    {
        SnapshotId = snapshotId;
        Region = region;
        Existing = existing;
        Make = make;
    }

    /// <summary>Its identifier.</summary>
    public string SnapshotId { get; }

    /// <summary>Region it will lie in.</summary>
    public string Region { get; }

    /// <summary>The snapshot that is there already and is the one that is wanted; null when it is to be made.</summary>
    public AwsRdsSnapshot? Existing { get; }

    /// <summary>Makes it.</summary>
    internal Func<CancellationToken, Task<AwsRdsSnapshot>> Make { get; }
}
