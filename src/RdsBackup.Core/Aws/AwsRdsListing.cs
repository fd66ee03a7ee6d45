namespace RdsBackup.Aws;

/// <summary>Lists either kind alike, and exports. A name that the API does not know is an empty list: it may be known as the other kind, or elsewhere.</summary>
public static class AwsRdsListing
{
    /// <summary>Instances or clusters.</summary>
    public static IAsyncEnumerable<AwsRdsInstance> FindInstancesAsync(
        this IAwsRdsClient client, AwsRdsKind kind, AwsInstanceQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        IAsyncEnumerable<AwsRdsInstance> rows = kind == AwsRdsKind.Cluster
            ? client.DescribeDBClustersAsync(query, cancellationToken)
            : client.DescribeDBInstancesAsync(query, cancellationToken);
        return rows.EmptyWhenNotFoundAsync();
    }

    /// <summary>Snapshots of instances or of clusters.</summary>
    public static IAsyncEnumerable<AwsRdsSnapshot> FindSnapshotsAsync(
        this IAwsRdsClient client, AwsRdsKind kind, AwsSnapshotQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        IAsyncEnumerable<AwsRdsSnapshot> rows = kind == AwsRdsKind.Cluster
            ? client.DescribeDBClusterSnapshotsAsync(query, cancellationToken)
            : client.DescribeDBSnapshotsAsync(query, cancellationToken);
        return rows.EmptyWhenNotFoundAsync();
    }

    /// <summary>Exports.</summary>
    public static IAsyncEnumerable<AwsSnapshotExport> FindExportsAsync(
        this IAwsRdsClient client, AwsExportQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.DescribeExportTasksAsync(query, cancellationToken).EmptyWhenNotFoundAsync();
    }

    /// <summary>One instance or cluster; null when there is none.</summary>
    /// <param name="client">The region.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="instanceId">Its identifier or ARN.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task<AwsRdsInstance?> FindInstanceAsync(
        this IAwsRdsClient client, AwsRdsKind kind, string instanceId, CancellationToken cancellationToken) =>
        await FirstAsync(client.FindInstancesAsync(kind, new AwsInstanceQuery(instanceId), cancellationToken)).ConfigureAwait(false);

    /// <summary>One snapshot; null when there is none. What another account shares is found by its ARN.</summary>
    /// <param name="client">The region.</param>
    /// <param name="kind">What it is of.</param>
    /// <param name="snapshotId">Its identifier or ARN.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task<AwsRdsSnapshot?> FindSnapshotAsync(
        this IAwsRdsClient client, AwsRdsKind kind, string snapshotId, CancellationToken cancellationToken) =>
        await FirstAsync(client.FindSnapshotsAsync(kind, AwsSnapshotQuery.Of(snapshotId), cancellationToken)).ConfigureAwait(false);

    private static async Task<T?> FirstAsync<T>(IAsyncEnumerable<T> rows)
        where T : class
    {
        await foreach (T row in rows.ConfigureAwait(false))
        {
            return row;
        }

        return null;
    }
}
