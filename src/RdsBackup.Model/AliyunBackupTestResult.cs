namespace RdsBackup;

/// <summary>What validating a backup, or the newest backup of an instance, found.</summary>
public sealed class AliyunBackupTestResult : BackupTestResult
{
    /// <summary>The instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Its region.</summary>
    public required string RegionId { get; init; }

    /// <summary>The backup that was looked at; null when the instance has none.</summary>
    public AliyunBackup? Backup { get; init; }

    /// <summary>Id of that backup.</summary>
    public string? BackupId => Backup?.BackupId;

    /// <summary>Time between the end of the backup and the check.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>The age that was allowed: given, or taken from the backup policy.</summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>Whether the file's first bytes were read (-Deep).</summary>
    public bool IsDeep { get; init; }

    /// <summary>Instance, backup and summary.</summary>
    public override string ToString() => $"{InstanceId}/{BackupId}: {Summary}";
}
