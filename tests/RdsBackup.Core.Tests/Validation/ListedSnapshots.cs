using RdsBackup.Aws;

namespace RdsBackup.Core.Tests.Validation;

/// <summary>An API that lists what the test put in, and counts how often it is asked.</summary>
internal sealed class ListedSnapshots : IAwsRdsClient
{
    private int _described;
    private int _listed;

    public List<AwsRdsInstance> Instances { get; } = [];

    public List<AwsRdsSnapshot> Snapshots { get; } = [];

    public int Described => _described;

    public int Listed => _listed;

    public string Region => "us-east-1";

    public IAsyncEnumerable<AwsRdsInstance> DescribeDBInstancesAsync(AwsInstanceQuery query, CancellationToken cancellationToken) =>
        Describe(AwsRdsKind.Instance, query);

    public IAsyncEnumerable<AwsRdsInstance> DescribeDBClustersAsync(AwsInstanceQuery query, CancellationToken cancellationToken) =>
        Describe(AwsRdsKind.Cluster, query);

    public IAsyncEnumerable<AwsRdsSnapshot> DescribeDBSnapshotsAsync(AwsSnapshotQuery query, CancellationToken cancellationToken) =>
        List(AwsRdsKind.Instance, query);

    public IAsyncEnumerable<AwsRdsSnapshot> DescribeDBClusterSnapshotsAsync(AwsSnapshotQuery query, CancellationToken cancellationToken) =>
        List(AwsRdsKind.Cluster, query);

    public IAsyncEnumerable<AwsSnapshotExport> DescribeExportTasksAsync(AwsExportQuery query, CancellationToken cancellationToken) => throw NotAsked();

    public Task<AwsSnapshotExport> StartExportTaskAsync(AwsExportRequest request, CancellationToken cancellationToken) => throw NotAsked();

    public Task<AwsSnapshotExport> CancelExportTaskAsync(string exportTaskId, CancellationToken cancellationToken) => throw NotAsked();

    public Task<AwsRdsSnapshot> CreateDBSnapshotAsync(AwsSnapshotRequest request, CancellationToken cancellationToken) => throw NotAsked();

    public Task<AwsRdsSnapshot> CreateDBClusterSnapshotAsync(AwsSnapshotRequest request, CancellationToken cancellationToken) => throw NotAsked();

    public Task<AwsRdsSnapshot> CopyDBSnapshotAsync(AwsSnapshotCopyRequest request, CancellationToken cancellationToken) => throw NotAsked();

    public Task<AwsRdsSnapshot> CopyDBClusterSnapshotAsync(AwsSnapshotCopyRequest request, CancellationToken cancellationToken) => throw NotAsked();

    public Task<IReadOnlyDictionary<string, string>> ListTagsForResourceAsync(string arn, CancellationToken cancellationToken) => throw NotAsked();

    public void Dispose()
    {
        // Holds nothing.
    }

    private IAsyncEnumerable<AwsRdsInstance> Describe(AwsRdsKind kind, AwsInstanceQuery query)
    {
        Interlocked.Increment(ref _described);
        return Instances.Where(instance => instance.Kind == kind && instance.InstanceId == query.InstanceId).ToAsyncEnumerable();
    }

    // Without a type, those of AWS Backup are left out, as the API documents it.
    private IAsyncEnumerable<AwsRdsSnapshot> List(AwsRdsKind kind, AwsSnapshotQuery query)
    {
        Interlocked.Increment(ref _listed);
        return Snapshots
            .Where(snapshot => snapshot.Kind == kind && snapshot.InstanceId == query.InstanceId
                && (snapshot.SnapshotType == "awsbackup" ? query.SnapshotType == "awsbackup" : query.SnapshotType is null))
            .ToAsyncEnumerable();
    }

    private static InvalidOperationException NotAsked() => new("Validation has no reason to ask for this.");
}
