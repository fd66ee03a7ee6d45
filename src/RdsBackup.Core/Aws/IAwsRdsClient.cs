namespace RdsBackup.Aws;

/// <summary>
/// The operations of the Amazon RDS API (version 2014-10-31) this module needs, in one region. One method per operation. Lists page
/// by themselves: a page is asked for when its first row is wanted. Throttling and failures that may pass are waited out and tried again.
/// Every method throws <see cref="AwsApiException"/> for an error the API answered with and <see cref="RdsBackupException"/> for
/// anything else: no credentials, no connection.
/// </summary>
public interface IAwsRdsClient : IDisposable
{
    /// <summary>The region the client speaks to.</summary>
    string Region { get; }

    /// <summary>DescribeDBInstances.</summary>
    IAsyncEnumerable<AwsRdsInstance> DescribeDBInstancesAsync(AwsInstanceQuery query, CancellationToken cancellationToken);

    /// <summary>DescribeDBClusters.</summary>
    IAsyncEnumerable<AwsRdsInstance> DescribeDBClustersAsync(AwsInstanceQuery query, CancellationToken cancellationToken);

    /// <summary>DescribeDBSnapshots; snapshots of clusters are not among them.</summary>
    IAsyncEnumerable<AwsRdsSnapshot> DescribeDBSnapshotsAsync(AwsSnapshotQuery query, CancellationToken cancellationToken);

    /// <summary>DescribeDBClusterSnapshots.</summary>
    IAsyncEnumerable<AwsRdsSnapshot> DescribeDBClusterSnapshotsAsync(AwsSnapshotQuery query, CancellationToken cancellationToken);

    /// <summary>DescribeExportTasks.</summary>
    IAsyncEnumerable<AwsSnapshotExport> DescribeExportTasksAsync(AwsExportQuery query, CancellationToken cancellationToken);

    /// <summary>StartExportTask; the task as it was accepted.</summary>
    Task<AwsSnapshotExport> StartExportTaskAsync(AwsExportRequest request, CancellationToken cancellationToken);

    /// <summary>CancelExportTask; the task as it is being canceled. What it has written stays in S3.</summary>
    Task<AwsSnapshotExport> CancelExportTaskAsync(string exportTaskId, CancellationToken cancellationToken);

    /// <summary>CreateDBSnapshot; the snapshot as it is being created.</summary>
    Task<AwsRdsSnapshot> CreateDBSnapshotAsync(AwsSnapshotRequest request, CancellationToken cancellationToken);

    /// <summary>CreateDBClusterSnapshot; the snapshot as it is being created.</summary>
    Task<AwsRdsSnapshot> CreateDBClusterSnapshotAsync(AwsSnapshotRequest request, CancellationToken cancellationToken);

    /// <summary>CopyDBSnapshot; the copy as it is being made.</summary>
    Task<AwsRdsSnapshot> CopyDBSnapshotAsync(AwsSnapshotCopyRequest request, CancellationToken cancellationToken);

    /// <summary>CopyDBClusterSnapshot; the copy as it is being made.</summary>
    Task<AwsRdsSnapshot> CopyDBClusterSnapshotAsync(AwsSnapshotCopyRequest request, CancellationToken cancellationToken);

    /// <summary>ListTagsForResource; lists already bring the tags of their rows.</summary>
    /// <param name="arn">ARN of an instance, cluster or snapshot.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyDictionary<string, string>> ListTagsForResourceAsync(string arn, CancellationToken cancellationToken);
}
