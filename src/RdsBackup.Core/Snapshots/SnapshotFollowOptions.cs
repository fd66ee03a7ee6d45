using RdsBackup.Diagnostics;

namespace RdsBackup.Snapshots;

/// <summary>How patiently snapshots are followed.</summary>
public sealed record SnapshotFollowOptions
{
    /// <summary>How often to look, a little more or less; that of AWS's own waiters (DBSnapshotAvailable, botocore 1.43).</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to follow; null follows to the end. AWS's waiters give up after half an hour, which a large copy takes longer than.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Receives log lines.</summary>
    public OperationLog? Log { get; init; }
}
