namespace RdsBackup.Sandbox;

/// <summary>A DB cluster, in the terms of DescribeDBClusters. Its members are the instances that name it.</summary>
public sealed record AwsDbCluster
{
    /// <summary>DBClusterIdentifier, in lower case.</summary>
    public required string Id { get; init; }

    /// <summary>Its region.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Engine: aurora-mysql, aurora-postgresql, or mysql or postgres for a Multi-AZ cluster.</summary>
    public string Engine { get; init; } = "aurora-mysql";

    /// <summary>EngineVersion.</summary>
    public string EngineVersion { get; init; } = "8.0.mysql_aurora.3.07.1";

    /// <summary>EngineMode; a <c>serverless</c> one (Serverless v1) cannot be exported.</summary>
    public string EngineMode { get; init; } = "provisioned";

    /// <summary>Status.</summary>
    public string Status { get; init; } = "available";

    /// <summary>KmsKeyId, an ARN; null for storage that is not encrypted.</summary>
    public string? KmsKeyArn { get; init; }

    /// <summary>BackupRetentionPeriod in days.</summary>
    public int BackupRetentionPeriod { get; init; } = 7;

    /// <summary>ClusterCreateTime.</summary>
    public DateTimeOffset Created { get; init; } = new(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);

    /// <summary>Tags by key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>How exports of it and of its new snapshots go.</summary>
    public AwsExportPlan Export { get; init; } = new();

    /// <summary>DBClusterArn.</summary>
    public string Arn => AwsArn.Rds(Region, AwsRdsAccount.AccountId, "cluster", Id);

    /// <summary>DbClusterResourceId.</summary>
    public string ResourceId => ResourceIdOf(Id);

    internal static string ResourceIdOf(string id) => $"cluster-{id.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant()}";
}
