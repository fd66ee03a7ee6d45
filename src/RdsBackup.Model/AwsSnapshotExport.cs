namespace RdsBackup;

/// <summary>
/// An export of a snapshot or cluster to S3 (DescribeExportTasks): Parquet files for analysis, which cannot be restored to RDS.
/// </summary>
public sealed record AwsSnapshotExport
{
    /// <summary>Identifier of the task, unique within account and region, and the name of its folder in S3.</summary>
    public required string ExportTaskId { get; init; }

    /// <summary>ARN of what is exported.</summary>
    public string SourceArn { get; init; } = "";

    /// <summary>SNAPSHOT or CLUSTER.</summary>
    public string? SourceType { get; init; }

    /// <summary>Identifier of the snapshot; null when a cluster is exported without one.</summary>
    public string? SnapshotId { get; init; }

    /// <summary>Whether it is of an instance or of a cluster.</summary>
    public AwsRdsKind Kind { get; init; }

    /// <summary>Region of the task, which is that of the source and of the bucket.</summary>
    public required string Region { get; init; }

    /// <summary>Account of the source; null when the API names no ARN.</summary>
    public string? AccountId { get; init; }

    /// <summary>Databases, schemas and tables that are exported; empty means everything.</summary>
    public IReadOnlyList<string> ExportOnly { get; init; } = [];

    /// <summary>When the snapshot was created (UTC).</summary>
    public DateTimeOffset? SnapshotTime { get; init; }

    /// <summary>When the task started to export (UTC).</summary>
    public DateTimeOffset? TaskStartTime { get; init; }

    /// <summary>When the task ended (UTC).</summary>
    public DateTimeOffset? TaskEndTime { get; init; }

    /// <summary>The bucket.</summary>
    public string Bucket { get; init; } = "";

    /// <summary>Prefix within the bucket; empty when none.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The role the export writes as.</summary>
    public string? IamRoleArn { get; init; }

    /// <summary>The key the exported objects are encrypted with.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>STARTING, IN_PROGRESS, COMPLETE, CANCELING, CANCELED or FAILED.</summary>
    public string Status { get; init; } = "";

    /// <summary>Percent of the data that is exported.</summary>
    public int? PercentProgress { get; init; }

    /// <summary>GB that were extracted so far (TotalExtractedDataInGB).</summary>
    public int? ExtractedGB { get; init; }

    /// <summary>Why it failed.</summary>
    public string? FailureCause { get; init; }

    /// <summary>What was left out, as JSON that the API documents only by example. A complete export with a warning is partial.</summary>
    public string? WarningMessage { get; init; }

    /// <summary>
    /// True when Start-AwsSnapshotExport found this task, which exports or has exported the same to the same place, and started no other.
    /// </summary>
    public bool AlreadyExported { get; init; }

    /// <summary>The endpoint it was read through, if it was not Amazon's own.</summary>
    public Uri? EndpointUrl { get; init; }

    /// <summary>Whether nothing more will happen: complete, canceled or failed.</summary>
    public bool IsFinished => Status is "COMPLETE" or "CANCELED" or "FAILED";

    /// <summary>Whether it ended well.</summary>
    public bool IsComplete => Status == "COMPLETE";

    /// <summary>Always false: RDS restores no Parquet files. What can be restored is a copy of the snapshot (Copy-AwsRdsSnapshot).</summary>
#pragma warning disable CA1822 // A property of every export, as views, scripts and JSON see it.
    public bool IsRestorable => false;
#pragma warning restore CA1822

    /// <summary>What the keys of all exported objects start with: prefix and task, with a slash at its end.</summary>
    public string KeyPrefix => Prefix.Length == 0 ? $"{ExportTaskId}/" : $"{Prefix.TrimEnd('/')}/{ExportTaskId}/";

    /// <summary>Where the exported objects lie, <c>s3://bucket/prefix/task/</c>; null when the API names no bucket.</summary>
    public string? ExportLocation => Bucket.Length == 0 ? null : $"s3://{Bucket}/{KeyPrefix}";

    /// <summary>The identifier.</summary>
    public override string ToString() => ExportTaskId;
}
