namespace RdsBackup;

/// <summary>
/// A snapshot of a DB instance (DescribeDBSnapshots) or of a DB cluster (DescribeDBClusterSnapshots). Values AWS may add to are kept
/// as text.
/// </summary>
public sealed record AwsRdsSnapshot
{
    /// <summary>Whether it is of an instance or of a cluster.</summary>
    public required AwsRdsKind Kind { get; init; }

    /// <summary>Its identifier; those of automated snapshots start with <c>rds:</c>.</summary>
    public required string SnapshotId { get; init; }

    /// <summary>Its ARN.</summary>
    public string Arn { get; init; } = "";

    /// <summary>automated, manual or awsbackup; a snapshot another account shares is manual.</summary>
    public string? SnapshotType { get; init; }

    /// <summary>The instance or cluster it was taken of.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>Identifier of that instance or cluster that outlives a change of its name.</summary>
    public string? ResourceId { get; init; }

    /// <summary>Region id.</summary>
    public required string Region { get; init; }

    /// <summary>Account that owns the snapshot; null when the API names no ARN.</summary>
    public string? AccountId { get; init; }

    /// <summary>creating, available, copying, failed, …</summary>
    public string Status { get; init; } = "";

    /// <summary>Percent of the snapshot or copy that is done.</summary>
    public int? PercentProgress { get; init; }

    /// <summary>mysql, mariadb, postgres, aurora-mysql, …</summary>
    public string Engine { get; init; } = "";

    /// <summary>Version of the engine.</summary>
    public string EngineVersion { get; init; } = "";

    /// <summary>Of a cluster snapshot: provisioned, serverless, …</summary>
    public string? EngineMode { get; init; }

    /// <summary>GiB that were allocated, not used; of an Aurora cluster it says nothing of the data.</summary>
    public int? AllocatedStorage { get; init; }

    /// <summary>When this snapshot was created (UTC); of a copy, when it was copied. Null in its first seconds.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>When the snapshot this one was copied from was created (UTC); copying does not change it. Null for cluster snapshots.</summary>
    public DateTimeOffset? OriginalCreateTime { get; init; }

    /// <summary>The last transaction it holds (UTC), where the API says.</summary>
    public DateTimeOffset? DatabaseTime { get; init; }

    /// <summary>When the instance or cluster was created (UTC).</summary>
    public DateTimeOffset? InstanceCreateTime { get; init; }

    /// <summary>Whether it is encrypted; null when the API does not say.</summary>
    public bool? Encrypted { get; init; }

    /// <summary>The key it is encrypted with; null too where AWS owns the key.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>standard (magnetic), gp2, gp3, io1, aurora, …</summary>
    public string? StorageType { get; init; }

    /// <summary>Region it was copied from, if it was.</summary>
    public string? SourceRegion { get; init; }

    /// <summary>The snapshot it was copied from, if that lies in another region or account: an ARN, or an identifier.</summary>
    public string? SourceSnapshotId { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>True when New- or Copy-AwsRdsSnapshot found this snapshot, which is the one that was asked for, and made no other.</summary>
    public bool AlreadyPresent { get; init; }

    /// <summary>The endpoint it was read through, if it was not Amazon's own.</summary>
    public Uri? EndpointUrl { get; init; }

    /// <summary>Whether it can be restored, copied and exported: its status is available.</summary>
    public bool IsUsable => Status == "available";

    /// <summary>
    /// Whether it will never be usable. The statuses are those at which the waiters of AWS give up (botocore 1.43, DBSnapshotAvailable).
    /// </summary>
    public bool HasFailed => Status is "failed" or "incompatible-restore" or "incompatible-parameters" or "deleting" or "deleted";

    /// <summary>
    /// When the data was taken (UTC); copying does not change it. Null in its first seconds, and of a copied cluster snapshot: the API tells only
    /// when that was copied.
    /// </summary>
    public DateTimeOffset? TakenTime => OriginalCreateTime ?? (this is { Kind: AwsRdsKind.Cluster, SourceSnapshotId: not null } ? null : CreateTime);

    /// <summary>The identifier.</summary>
    public override string ToString() => SnapshotId;
}
