namespace RdsBackup;

/// <summary>An ApsaraDB RDS instance, as DescribeDBInstances returns it. Values Alibaba Cloud may add to are kept as text.</summary>
public sealed class AliyunRdsInstance
{
    /// <summary>Id such as <c>rm-uf6wjk5xxxxxxx</c>.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The description its owner gave it; empty when none.</summary>
    public string Description { get; init; } = "";

    /// <summary>Region id such as <c>cn-hangzhou</c>.</summary>
    public required string RegionId { get; init; }

    /// <summary>Zone id.</summary>
    public string? ZoneId { get; init; }

    /// <summary>MySQL, SQLServer, PostgreSQL, MariaDB.</summary>
    public string Engine { get; init; } = "";

    /// <summary>Version of the engine, such as <c>8.0</c>.</summary>
    public string EngineVersion { get; init; } = "";

    /// <summary>Running, Creating, Restoring, … (DBInstanceStatus).</summary>
    public string Status { get; init; } = "";

    /// <summary>Primary, Readonly, Guard or Temp (DBInstanceType).</summary>
    public string? Type { get; init; }

    /// <summary>Basic, HighAvailability, cluster, serverless_basic, …</summary>
    public string? Category { get; init; }

    /// <summary>Instance class, such as <c>rds.mysql.s2.large</c>.</summary>
    public string? InstanceClass { get; init; }

    /// <summary><c>local_ssd</c> (backups can be downloaded) or a cloud disk such as <c>cloud_essd</c> (they are snapshots).</summary>
    public string? StorageType { get; init; }

    /// <summary>VPC or Classic.</summary>
    public string? NetworkType { get; init; }

    /// <summary>Id of the VPC, if it is in one.</summary>
    public string? VpcId { get; init; }

    /// <summary>Postpaid or Prepaid.</summary>
    public string? PayType { get; init; }

    /// <summary>Unlock, or why the instance is locked.</summary>
    public string? LockMode { get; init; }

    /// <summary>The primary of a read-only instance.</summary>
    public string? PrimaryInstanceId { get; init; }

    /// <summary>Resource group id.</summary>
    public string? ResourceGroupId { get; init; }

    /// <summary>When it was created (UTC).</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>When it expires (UTC); null for pay-as-you-go.</summary>
    public DateTimeOffset? ExpireTime { get; init; }

    /// <summary>Whether it is protected from deletion.</summary>
    public bool? DeletionProtection { get; init; }

    /// <summary>The instance id.</summary>
    public override string ToString() => InstanceId;
}
