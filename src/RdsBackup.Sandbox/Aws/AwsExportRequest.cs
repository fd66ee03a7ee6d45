namespace RdsBackup.Sandbox;

/// <summary>What an export task was started with.</summary>
public sealed record AwsExportRequest
{
    /// <summary>ExportTaskIdentifier.</summary>
    public required string Id { get; init; }

    /// <summary>Its region.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>SourceArn: of a snapshot, a cluster snapshot or a cluster.</summary>
    public required string SourceArn { get; init; }

    /// <summary>S3BucketName.</summary>
    public required string Bucket { get; init; }

    /// <summary>S3Prefix; "" for none.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>IamRoleArn.</summary>
    public string RoleArn { get; init; } = new AwsRole("rds-export").Arn;

    /// <summary>KmsKeyId, as an ARN.</summary>
    public string KmsKeyArn { get; init; } = new AwsKmsKey("export").Arn;

    /// <summary>ExportOnly: databases, schemas and tables; empty for all.</summary>
    public IReadOnlyList<string> ExportOnly { get; init; } = [];

    /// <summary>SnapshotTime.</summary>
    public DateTimeOffset SnapshotTime { get; init; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>What TotalExtractedDataInGB grows to.</summary>
    public int SizeInGB { get; init; } = 100;

    /// <summary>How it goes.</summary>
    public AwsExportPlan Plan { get; init; } = new();

    /// <summary>The folder of the export in the bucket, without a slash at its end.</summary>
    public string Folder => Prefix.Length == 0 ? Id : $"{Prefix.TrimEnd('/')}/{Id}";

    internal IEnumerable<AwsExportedTable> Tables => Plan.Tables.Where(table => ExportOnly.Count == 0 || ExportOnly.Any(table.IsNamed));
}
