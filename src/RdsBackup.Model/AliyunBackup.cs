namespace RdsBackup;

/// <summary>A backup set of an ApsaraDB RDS instance, as DescribeBackups returns it.</summary>
public sealed class AliyunBackup : AliyunBackupFile
{
    /// <summary>Id of the set, unique within its instance.</summary>
    public required string BackupId { get; init; }

    /// <summary>FullBackup or IncrementalBackup.</summary>
    public string? Type { get; init; }

    /// <summary>Physical, Logical or Snapshot.</summary>
    public string? Method { get; init; }

    /// <summary>Automated or Manual.</summary>
    public string? Mode { get; init; }

    /// <summary>System or User.</summary>
    public string? Initiator { get; init; }

    /// <summary>Version of the engine.</summary>
    public string? EngineVersion { get; init; }

    /// <summary>Whether Alibaba Cloud calls the set usable (IsAvail); null when it does not say.</summary>
    public bool? IsAvailable { get; init; }

    /// <summary>Enabled when the set may be deleted, Disabled when it may not. It does not say whether the set is stored.</summary>
    public string? StoreStatus { get; init; }

    /// <summary>Whether single tables can be restored: OK, LARGE, EMPTY, or null.</summary>
    public string? MetaStatus { get; init; }

    /// <summary>Standard or Archive; text the API adds later is kept.</summary>
    public string? StorageClass { get; init; }

    /// <summary>The moment the data is consistent at (UTC), where the engine reports one.</summary>
    public DateTimeOffset? ConsistentTime { get; init; }

    /// <summary>When the set expires, as the API writes it; its format is not documented.</summary>
    public string? ExpectedExpireTime { get; init; }

    /// <summary>Whether the set is encrypted; null when the API does not say.</summary>
    public bool? IsEncrypted { get; init; }

    /// <summary>Databases that can be downloaded one by one (SQL Server).</summary>
    public IReadOnlyList<AliyunDatabaseLink> Databases { get; init; } = [];

    /// <summary>Instance and backup id.</summary>
    public override string ToString() => $"{InstanceId}/{BackupId}";
}
