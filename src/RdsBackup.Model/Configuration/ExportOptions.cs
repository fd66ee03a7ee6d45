namespace RdsBackup.Configuration;

/// <summary>How snapshots are exported to S3 as Parquet files.</summary>
public sealed class ExportOptions : BucketOptions
{
    /// <summary>What every key starts with.</summary>
    public string? Prefix { get; init; }

    /// <summary>ARN of the role that writes the files; RDS must be allowed to assume it.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Id, ARN or alias of the KMS key that encrypts them; an export without one is not possible.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>What is exported: databases, schemas or tables, such as shop or shop.orders. Empty means everything.</summary>
    public IReadOnlyList<string> ExportOnly { get; init; } = [];
}
