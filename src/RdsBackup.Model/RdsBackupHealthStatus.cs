namespace RdsBackup;

/// <summary>How a health check ended.</summary>
public enum RdsBackupHealthStatus
{
    /// <summary>As it should be.</summary>
    Healthy,

    /// <summary>It works, but something should be changed.</summary>
    Warning,

    /// <summary>Backups cannot be relied on until this is put right.</summary>
    Failed,

    /// <summary>It could not be found out, and that alone keeps nothing from working: a permission is missing, or the service cannot be asked.</summary>
    Unknown,

    /// <summary>It was not tried, since what it depends on failed.</summary>
    Skipped,
}
