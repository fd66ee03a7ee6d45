using RdsBackup.Configuration;

namespace RdsBackup;

/// <summary>Where the backups of one instance or cluster stand: what is there in its cloud, and what of it lies in S3.</summary>
public sealed record RdsBackupInstanceStatus
{
    /// <summary>Name of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>The cloud.</summary>
    public required CloudProvider Cloud { get; init; }

    /// <summary>Region id; null when it is not known.</summary>
    public string? RegionId { get; init; }

    /// <summary>The instance or cluster; null when the environment as a whole could not be asked.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Its engine.</summary>
    public string? Engine { get; init; }

    /// <summary>Failed when something expected does not hold or could not be found out; Warning when something should be looked at.</summary>
    public required RdsBackupHealthStatus Status { get; init; }

    /// <summary>Id of the newest backup or snapshot that can be used; null when there is none.</summary>
    public string? BackupId { get; init; }

    /// <summary>When its data was taken (UTC).</summary>
    public DateTimeOffset? BackupTime { get; init; }

    /// <summary>Time since then.</summary>
    public TimeSpan? BackupAge => CheckedAt - BackupTime;

    /// <summary>Bytes of the backup; null when the cloud does not tell, as for snapshots.</summary>
    public long? BackupSize { get; init; }

    /// <summary>Address of the newest copy or complete export in S3; null when there is none.</summary>
    public string? Offsite { get; init; }

    /// <summary>When the data was taken that lies there (UTC).</summary>
    public DateTimeOffset? OffsiteTime { get; init; }

    /// <summary>Time since then: how much would be lost if only S3 were left.</summary>
    public TimeSpan? OffsiteAge => CheckedAt - OffsiteTime;

    /// <summary>When it had arrived there (UTC).</summary>
    public DateTimeOffset? StoredTime { get; init; }

    /// <summary>One sentence for people, in their language.</summary>
    public required string Summary { get; init; }

    /// <summary>What was found, the gravest first.</summary>
    public IReadOnlyList<BackupFinding> Findings { get; init; } = [];

    /// <summary>Stable id of the error for which it could not be found out; null when it could.</summary>
    public string? ErrorId { get; init; }

    /// <summary>When this was found out (UTC).</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>Whether nobody has to do anything.</summary>
    public bool IsHealthy => Status == RdsBackupHealthStatus.Healthy;

    /// <summary>Instance, status and sentence.</summary>
    public override string ToString() => $"{Environment}/{InstanceId}: {Status}. {Summary}";
}
