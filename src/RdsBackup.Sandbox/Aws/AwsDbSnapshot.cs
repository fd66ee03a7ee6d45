namespace RdsBackup.Sandbox;

/// <summary>A snapshot of an instance or a cluster, in the terms of DescribeDBSnapshots and DescribeDBClusterSnapshots.</summary>
public sealed record AwsDbSnapshot
{
    /// <summary>DBSnapshotIdentifier or DBClusterSnapshotIdentifier; <c>rds:…</c> for an automated one.</summary>
    public required string Id { get; init; }

    /// <summary>DBInstanceIdentifier or DBClusterIdentifier; the source may be gone.</summary>
    public required string SourceId { get; init; }

    /// <summary>Whether it is a cluster's.</summary>
    public bool IsCluster { get; init; }

    /// <summary>Its region.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>The account that owns it; another one shares it.</summary>
    public string Account { get; init; } = AwsRdsAccount.AccountId;

    /// <summary>Whether another account's is shared with everybody rather than with this account.</summary>
    public bool IsPublic { get; init; }

    /// <summary>manual, automated or awsbackup, as its owner sees it.</summary>
    public string Type { get; init; } = "manual";

    /// <summary>Status; until <see cref="Ready"/> where that is given.</summary>
    public string Status { get; init; } = "available";

    /// <summary>SnapshotCreateTime.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>InstanceCreateTime or ClusterCreateTime of its source.</summary>
    public DateTimeOffset SourceCreated { get; init; } = new(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);

    /// <summary>When it becomes available; null for one that keeps its <see cref="Status"/>.</summary>
    public DateTimeOffset? Ready { get; init; }

    /// <summary>OriginalSnapshotCreateTime of a copy; <see cref="Created"/> when null.</summary>
    public DateTimeOffset? OriginalCreated { get; init; }

    /// <summary>Engine.</summary>
    public string Engine { get; init; } = "mysql";

    /// <summary>EngineVersion.</summary>
    public string EngineVersion { get; init; } = "8.0.40";

    /// <summary>AllocatedStorage in GiB; how much an export extracts.</summary>
    public int AllocatedStorage { get; init; } = 100;

    /// <summary>StorageType; <c>standard</c> is magnetic storage, which cannot be exported.</summary>
    public string StorageType { get; init; } = "gp3";

    /// <summary>KmsKeyId, an ARN; null for one that is not encrypted.</summary>
    public string? KmsKeyArn { get; init; }

    /// <summary>The snapshot this is a copy of, from another region or account.</summary>
    public string? CopiedFromArn { get; init; }

    /// <summary>Tags by key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>How exports of it go.</summary>
    public AwsExportPlan Export { get; init; } = new();

    /// <summary>DBSnapshotArn or DBClusterSnapshotArn.</summary>
    public string Arn => AwsArn.Rds(Region, Account, IsCluster ? "cluster-snapshot" : "snapshot", Id);

    internal string SourceResourceId => IsCluster ? AwsDbCluster.ResourceIdOf(SourceId) : AwsDbInstance.ResourceIdOf(SourceId);

    internal bool IsOwn => Account == AwsRdsAccount.AccountId;

    /// <summary>SnapshotType as this account sees it.</summary>
    internal string VisibleType => IsOwn ? Type : IsPublic ? "public" : "shared";

    /// <summary>A manual snapshot of an instance, available.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="id">Its identifier.</param>
    /// <param name="created">When it was made.</param>
    public static AwsDbSnapshot Of(AwsDbInstance instance, string id, DateTimeOffset created) => new()
    {
        Id = id,
        SourceId = instance.Id,
        SourceCreated = instance.Created,
        Region = instance.Region,
        Created = created,
        Engine = instance.Engine,
        EngineVersion = instance.EngineVersion,
        AllocatedStorage = instance.AllocatedStorage,
        StorageType = instance.StorageType,
        KmsKeyArn = instance.KmsKeyArn,
        Export = instance.Export,
    };

    /// <summary>A manual snapshot of a cluster, available.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="id">Its identifier.</param>
    /// <param name="created">When it was made.</param>
    public static AwsDbSnapshot Of(AwsDbCluster cluster, string id, DateTimeOffset created) => new()
    {
        Id = id,
        SourceId = cluster.Id,
        SourceCreated = cluster.Created,
        IsCluster = true,
        Region = cluster.Region,
        Created = created,
        Engine = cluster.Engine,
        EngineVersion = cluster.EngineVersion,
        AllocatedStorage = 1,
        StorageType = "aurora",
        KmsKeyArn = cluster.KmsKeyArn,
        Export = cluster.Export,
    };

    internal string StatusAt(DateTimeOffset now) => Ready <= now ? "available" : Status;

    internal int PercentAt(DateTimeOffset now) =>
        Ready is not { } ready ? (Status == "available" ? 100 : 0) : (int)Math.Clamp(100 * (now - Created) / (ready - Created), 0, 100);
}
