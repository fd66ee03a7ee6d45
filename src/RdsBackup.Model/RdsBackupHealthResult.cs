namespace RdsBackup;

/// <summary>What one health check found.</summary>
public sealed record RdsBackupHealthResult
{
    /// <summary>Stable English name of the check, such as BucketVersioning.</summary>
    public required string Check { get; init; }

    /// <summary>What was checked, such as s3://offsite.</summary>
    public required string Target { get; init; }

    /// <summary>How it ended.</summary>
    public required RdsBackupHealthStatus Status { get; init; }

    /// <summary>What was found, in a sentence. Holds no secret.</summary>
    public required string Detail { get; init; }

    /// <summary>What to do about it; null when there is nothing to do.</summary>
    public string? Remedy { get; init; }

    /// <summary>How long the check took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Names of the environments that use what was checked; empty when it belongs to none in particular.</summary>
    public IReadOnlyList<string> Environments { get; init; } = [];

    /// <summary>Check, target, status and detail.</summary>
    public override string ToString() => $"{Check} {Target}: {Status}. {Detail}";
}
