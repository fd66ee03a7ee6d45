using RdsBackup.Aws;

namespace RdsBackup.PowerShell;

/// <summary>Lists either kind alike, and exports. A name that the API does not know is an empty list: it may be known as the other kind, or elsewhere.</summary>
internal static class AwsRdsListing
{
    public static IAsyncEnumerable<AwsRdsInstance> FindInstancesAsync(
        this IAwsRdsClient client, AwsRdsKind kind, AwsInstanceQuery query, CancellationToken cancellationToken) =>
        EmptyWhenNotFoundAsync(kind == AwsRdsKind.Cluster
            ? client.DescribeDBClustersAsync(query, cancellationToken)
            : client.DescribeDBInstancesAsync(query, cancellationToken));

    public static IAsyncEnumerable<AwsRdsSnapshot> FindSnapshotsAsync(
        this IAwsRdsClient client, AwsRdsKind kind, AwsSnapshotQuery query, CancellationToken cancellationToken) =>
        EmptyWhenNotFoundAsync(kind == AwsRdsKind.Cluster
            ? client.DescribeDBClusterSnapshotsAsync(query, cancellationToken)
            : client.DescribeDBSnapshotsAsync(query, cancellationToken));

    public static IAsyncEnumerable<AwsSnapshotExport> FindExportsAsync(
        this IAwsRdsClient client, AwsExportQuery query, CancellationToken cancellationToken) =>
        EmptyWhenNotFoundAsync(client.DescribeExportTasksAsync(query, cancellationToken));

    private static async IAsyncEnumerable<T> EmptyWhenNotFoundAsync<T>(IAsyncEnumerable<T> rows)
    {
        await using IAsyncEnumerator<T> row = rows.GetAsyncEnumerator();
        while (await MoveNextAsync(row))
        {
            yield return row.Current;
        }
    }

    private static async Task<bool> MoveNextAsync<T>(IAsyncEnumerator<T> row)
    {
        try
        {
            return await row.MoveNextAsync();
        }
        catch (RdsBackupException failure) when (failure.Kind == RdsBackupErrorKind.NotFound)
        {
            return false;
        }
    }
}
