namespace RdsBackup.Sandbox;

/// <summary>A DB instance, in the terms of DescribeDBInstances.</summary>
public sealed record AwsDbInstance
{
    /// <summary>DBInstanceIdentifier, in lower case.</summary>
    public required string Id { get; init; }

    /// <summary>Its region.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Engine: mysql, mariadb, postgres, aurora-mysql, aurora-postgresql, sqlserver-se and so on.</summary>
    public string Engine { get; init; } = "mysql";

    /// <summary>EngineVersion.</summary>
    public string EngineVersion { get; init; } = "8.0.40";

    /// <summary>DBInstanceStatus.</summary>
    public string Status { get; init; } = "available";

    /// <summary>AllocatedStorage in GiB.</summary>
    public int AllocatedStorage { get; init; } = 100;

    /// <summary>StorageType; <c>standard</c> is magnetic storage, which cannot be exported.</summary>
    public string StorageType { get; init; } = "gp3";

    /// <summary>KmsKeyId, an ARN; null for storage that is not encrypted.</summary>
    public string? KmsKeyArn { get; init; }

    /// <summary>BackupRetentionPeriod in days; 0 switches automated backups off.</summary>
    public int BackupRetentionPeriod { get; init; } = 7;

    /// <summary>DBClusterIdentifier; null for an instance outside a cluster.</summary>
    public string? ClusterId { get; init; }

    /// <summary>MultiAZ.</summary>
    public bool IsMultiAz { get; init; }

    /// <summary>InstanceCreateTime.</summary>
    public DateTimeOffset Created { get; init; } = new(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);

    /// <summary>Tags by key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>How exports of its new snapshots go.</summary>
    public AwsExportPlan Export { get; init; } = new();

    /// <summary>DBInstanceArn.</summary>
    public string Arn => AwsArn.Rds(Region, AwsRdsAccount.AccountId, "db", Id);

    /// <summary>DbiResourceId.</summary>
    public string ResourceId => ResourceIdOf(Id);

    internal static string ResourceIdOf(string id) => $"db-{id.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant()}";
}
