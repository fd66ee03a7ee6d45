namespace RdsBackup;

/// <summary>
/// A DB instance (DescribeDBInstances) or an Aurora or Multi-AZ DB cluster (DescribeDBClusters) of Amazon RDS. Values AWS may add to
/// are kept as text.
/// </summary>
public sealed class AwsRdsInstance
{
    /// <summary>Whether it is an instance or a cluster.</summary>
    public required AwsRdsKind Kind { get; init; }

    /// <summary>Identifier of the instance or cluster (DBInstanceIdentifier, DBClusterIdentifier).</summary>
    public required string InstanceId { get; init; }

    /// <summary>Its ARN.</summary>
    public string Arn { get; init; } = "";

    /// <summary>Identifier that outlives a change of name (DbiResourceId, DbClusterResourceId).</summary>
    public string? ResourceId { get; init; }

    /// <summary>Region id.</summary>
    public required string Region { get; init; }

    /// <summary>Account that owns it; null when the API names no ARN.</summary>
    public string? AccountId { get; init; }

    /// <summary>mysql, mariadb, postgres, aurora-mysql, sqlserver-se, …</summary>
    public string Engine { get; init; } = "";

    /// <summary>Version of the engine.</summary>
    public string EngineVersion { get; init; } = "";

    /// <summary>Of a cluster: provisioned, serverless, global, …</summary>
    public string? EngineMode { get; init; }

    /// <summary>available when idle; else what is happening to it.</summary>
    public string Status { get; init; } = "";

    /// <summary>Of an instance: its class, such as db.r6g.large.</summary>
    public string? InstanceClass { get; init; }

    /// <summary>Of an instance: the cluster it is a member of. Such an instance has no snapshots of its own.</summary>
    public string? ClusterId { get; init; }

    /// <summary>Of a cluster: its member instances.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>Of a read replica: the instance it follows.</summary>
    public string? ReadReplicaSourceId { get; init; }

    /// <summary>Days that automated backups are kept; 0 means that they are switched off; null when the API does not say.</summary>
    public int? BackupRetentionPeriod { get; init; }

    /// <summary>Daily window of the automated backups, <c>hh:mm-hh:mm</c> UTC.</summary>
    public string? PreferredBackupWindow { get; init; }

    /// <summary>The latest moment it can be restored to (UTC).</summary>
    public DateTimeOffset? LatestRestorableTime { get; init; }

    /// <summary>GiB; of an Aurora cluster it says nothing of the data.</summary>
    public int? AllocatedStorage { get; init; }

    /// <summary>standard (magnetic), gp2, gp3, io1, aurora, …</summary>
    public string? StorageType { get; init; }

    /// <summary>Whether its storage is encrypted; null when the API does not say.</summary>
    public bool? StorageEncrypted { get; init; }

    /// <summary>The key its storage is encrypted with.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>Whether it has a standby in another zone; null when the API does not say.</summary>
    public bool? MultiAZ { get; init; }

    /// <summary>Of an instance: its zone.</summary>
    public string? AvailabilityZone { get; init; }

    /// <summary>Name of the database that was created with it.</summary>
    public string? DatabaseName { get; init; }

    /// <summary>When it was created (UTC).</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>Whether it is protected from deletion; null when the API does not say.</summary>
    public bool? DeletionProtection { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The endpoint it was read through, if it was not Amazon's own.</summary>
    public Uri? EndpointUrl { get; init; }

    /// <summary>The identifier.</summary>
    public override string ToString() => InstanceId;
}
