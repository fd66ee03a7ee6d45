using RdsBackup.Configuration;

namespace RdsBackup;

/// <summary>What a run came to for one instance or cluster.</summary>
public sealed record RdsBackupInstanceResult
{
    /// <summary>Name of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>The cloud.</summary>
    public required CloudProvider Cloud { get; init; }

    /// <summary>Region id.</summary>
    public string? RegionId { get; init; }

    /// <summary>The instance or cluster.</summary>
    public required string InstanceId { get; init; }

    /// <summary>How it ended.</summary>
    public required RdsBackupRunStatus Status { get; init; }

    /// <summary>What was done, or would be.</summary>
    public RdsBackupRunAction Action { get; init; }

    /// <summary>Id of the backup or snapshot; null when there is none.</summary>
    public string? SourceId { get; init; }

    /// <summary>When its data was taken (UTC).</summary>
    public DateTimeOffset? SourceTime { get; init; }

    /// <summary>Bytes of the copy, or of the exported files; null when not known.</summary>
    public long? Bytes { get; init; }

    /// <summary>Where it lies in S3, or would.</summary>
    public string? Destination { get; init; }

    /// <summary>What the checks of the backup, the copy and the export found.</summary>
    public IReadOnlyList<BackupFinding> Findings { get; init; } = [];

    /// <summary>Stable id of the error that ended it, or of the gravest finding; null when it did not fail.</summary>
    public string? ErrorId { get; init; }

    /// <summary>Why it failed, and what to do.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Wall time.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Instance and what became of it.</summary>
    public override string ToString() => $"{InstanceId}: {(Status == RdsBackupRunStatus.Succeeded ? Action : Status)}";
}
