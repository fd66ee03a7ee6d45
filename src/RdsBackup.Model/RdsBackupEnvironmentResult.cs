using RdsBackup.Configuration;

namespace RdsBackup;

/// <summary>What a run came to for one environment.</summary>
public sealed record RdsBackupEnvironmentResult
{
    /// <summary>Name of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>The cloud.</summary>
    public required CloudProvider Cloud { get; init; }

    /// <summary>How it ended: failed when any instance failed, or the environment could not be worked on at all.</summary>
    public required RdsBackupRunStatus Status { get; init; }

    /// <summary>Each instance, by region and id.</summary>
    public IReadOnlyList<RdsBackupInstanceResult> Instances { get; init; } = [];

    /// <summary>Instances that succeeded.</summary>
    public int Succeeded => Instances.Count(instance => instance.Status == RdsBackupRunStatus.Succeeded);

    /// <summary>Instances that failed.</summary>
    public int Failed => Instances.Count(instance => instance.Status == RdsBackupRunStatus.Failed);

    /// <summary>Bytes moved or exported by this run.</summary>
    public long Bytes => Instances.Where(instance => instance.Action is RdsBackupRunAction.Copied or RdsBackupRunAction.Exported).Sum(instance => instance.Bytes ?? 0);

    /// <summary>Stable id of the error that kept the environment from being worked on; null when none did.</summary>
    public string? ErrorId { get; init; }

    /// <summary>That error, and what to do.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>When it was begun (UTC).</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Wall time.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Environment and status.</summary>
    public override string ToString() => $"{Environment}: {Status}";
}
