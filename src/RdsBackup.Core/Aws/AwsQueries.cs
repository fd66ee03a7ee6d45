namespace RdsBackup.Aws;

/// <summary>A condition on a listing; every filter must match, by any of its values. Names and values are case-sensitive.</summary>
/// <param name="Name">Name of the filter, such as <c>engine</c>; each operation documents its own.</param>
/// <param name="Values">What to match, exactly.</param>
public sealed record AwsFilter(string Name, params IReadOnlyList<string> Values);

/// <summary>What every listing takes.</summary>
public abstract record AwsListing
{
    /// <summary>Conditions the server checks.</summary>
    public IReadOnlyList<AwsFilter> Filters { get; init; } = [];

    /// <summary>Rows of a page, 20 to 100.</summary>
    public int MaxRecords { get; init; } = 100;
}

/// <summary>Which instances or clusters to list; null means any. Filters: db-instance-id, db-cluster-id, engine, …</summary>
/// <param name="InstanceId">One instance or cluster: its identifier in any case, or its ARN.</param>
public sealed record AwsInstanceQuery(string? InstanceId = null) : AwsListing;

/// <summary>
/// Which snapshots to list; null means any. Filters: db-instance-id, db-snapshot-id, dbi-resource-id, snapshot-type, engine; of clusters:
/// db-cluster-id, db-cluster-snapshot-id, snapshot-type, engine.
/// </summary>
/// <param name="InstanceId">Those of one instance or cluster.</param>
/// <param name="SnapshotId">One snapshot; its identifier, or its ARN.</param>
/// <param name="SnapshotType">
/// automated, manual, shared, public or awsbackup. Left out, the API returns automated and manual ones; for one automated snapshot it wants
/// the type, which the client adds.
/// </param>
/// <param name="IncludeShared">Whether to add what other accounts share; not with the type manual, automated or public.</param>
/// <param name="IncludePublic">Whether to add public ones; not with the type manual, automated or shared.</param>
public sealed record AwsSnapshotQuery(
    string? InstanceId = null, string? SnapshotId = null, string? SnapshotType = null, bool IncludeShared = false, bool IncludePublic = false)
    : AwsListing
{
    /// <summary>
    /// The query for one snapshot. Without its type the API finds neither one of AWS Backup nor another account's, which is asked for by naming
    /// its ARN.
    /// </summary>
    /// <param name="snapshotId">Its identifier or ARN.</param>
    public static AwsSnapshotQuery Of(string snapshotId)
    {
        bool isArn = AwsArn.TryParse(snapshotId, out AwsArn? arn);
        bool isOfAwsBackup = (arn?.Id ?? snapshotId).StartsWith("awsbackup:", StringComparison.Ordinal);
        return new AwsSnapshotQuery(
            SnapshotId: snapshotId, SnapshotType: isOfAwsBackup ? "awsbackup" : null, IncludeShared: isArn, IncludePublic: isArn);
    }
}

/// <summary>
/// Which export tasks to list; null means any. Filters: export-task-identifier, s3-bucket, source-arn, status (in lower case).
/// </summary>
/// <param name="ExportTaskId">One task.</param>
/// <param name="SourceArn">Those of one snapshot or cluster.</param>
/// <param name="SourceType">SNAPSHOT or CLUSTER.</param>
public sealed record AwsExportQuery(string? ExportTaskId = null, string? SourceArn = null, string? SourceType = null) : AwsListing;

/// <summary>An export to start.</summary>
/// <param name="ExportTaskId">Identifier of the task: a letter, then letters, digits and single hyphens, at most 60.</param>
/// <param name="SourceArn">ARN of a snapshot, a cluster snapshot or a cluster.</param>
/// <param name="Bucket">Bucket in the region of the source.</param>
/// <param name="IamRoleArn">Role that export.rds.amazonaws.com may assume, which may write to the bucket.</param>
/// <param name="KmsKeyId">Key the objects are encrypted with: ARN, id or alias.</param>
/// <param name="Prefix">Prefix within the bucket, without a slash at its end.</param>
public sealed record AwsExportRequest(
    string ExportTaskId, string SourceArn, string Bucket, string IamRoleArn, string KmsKeyId, string? Prefix = null)
{
    /// <summary>Databases, schemas and tables (<c>db</c>, <c>db.table</c>, <c>db.schema.table</c>); empty exports everything.</summary>
    public IReadOnlyList<string> ExportOnly { get; init; } = [];
}

/// <summary>A snapshot to take.</summary>
/// <param name="SnapshotId">Its identifier: a letter, then letters, digits and single hyphens; at most 255, of a cluster 63.</param>
/// <param name="InstanceId">The instance or cluster.</param>
public sealed record AwsSnapshotRequest(string SnapshotId, string InstanceId)
{
    /// <summary>Tags; an empty value is sent as none.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

/// <summary>A snapshot to copy into the region of the client.</summary>
/// <param name="SourceSnapshotId">The snapshot: its identifier, or its ARN when it lies in another region or account.</param>
/// <param name="TargetSnapshotId">Identifier of the copy; it cannot start with <c>rds:</c>.</param>
/// <param name="KmsKeyId">
/// Key of this region to encrypt the copy with. Needed when the source is encrypted and lies in another region or account.
/// </param>
/// <param name="CopyTags">Whether the copy gets the tags of the source.</param>
public sealed record AwsSnapshotCopyRequest(
    string SourceSnapshotId, string TargetSnapshotId, string? KmsKeyId = null, bool CopyTags = false)
{
    /// <summary>Tags; an empty value is sent as none.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
