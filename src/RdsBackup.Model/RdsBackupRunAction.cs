namespace RdsBackup;

/// <summary>What a run did for an instance, or would do.</summary>
public enum RdsBackupRunAction
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Checked its newest backup or snapshot; no more was asked for.</summary>
    Checked,

    /// <summary>Copied its newest backup to S3.</summary>
    Copied,

    /// <summary>Found its newest backup in S3.</summary>
    AlreadyPresent,

    /// <summary>Would copy its newest backup to S3.</summary>
    WouldCopy,

    /// <summary>Exported its newest snapshot to S3.</summary>
    Exported,

    /// <summary>Found its newest snapshot exported.</summary>
    AlreadyExported,

    /// <summary>Would export its newest snapshot to S3.</summary>
    WouldExport,
}
