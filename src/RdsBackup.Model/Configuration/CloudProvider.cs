namespace RdsBackup.Configuration;

/// <summary>Where an environment's instances run.</summary>
public enum CloudProvider
{
    /// <summary>ApsaraDB RDS of Alibaba Cloud: backups are copied to S3.</summary>
    Aliyun,

    /// <summary>Amazon RDS: snapshots are exported to S3.</summary>
    Aws,
}
