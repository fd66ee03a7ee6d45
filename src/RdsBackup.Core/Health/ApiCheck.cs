using RdsBackup.Aliyun;
using RdsBackup.Aws;
using RdsBackup.Diagnostics;

namespace RdsBackup.Health;

/// <summary>
/// The RDS API of a region answers, and how fast: one page of the instances, or the first one that is named, since a permission may be granted for
/// that alone. The nightly run makes the same call, so it takes no permission of its own. <see cref="Errors"/> has its texts.
/// </summary>
/// <param name="target">The cloud and the region.</param>
/// <param name="operation">The permission, as the cloud calls it.</param>
/// <param name="clock">Measures.</param>
/// <param name="askAsync">Makes the call.</param>
internal sealed class ApiCheck(string target, string operation, TimeProvider clock, Func<CancellationToken, Task> askAsync)
    : HealthCheck(HealthCheckName.Api, target)
{
    private const int SmallestPage = 20;

    /// <summary>The check of a region of Alibaba Cloud.</summary>
    public static ApiCheck Of(string target, AliyunClientOptions options, string? instanceId, HealthCheck requires) =>
        new(target, "rds:DescribeDBInstances", options.TimeProvider, async cancellationToken =>
        {
            using AliyunRdsClient client = new(options, HealthPatience.Aliyun);
            await AnyAsync(client.DescribeDBInstancesAsync(new AliyunInstanceQuery(instanceId), cancellationToken).EmptyWhenNotFoundAsync()).ConfigureAwait(false);
        })
        {
            Requires = requires,
        };

    /// <summary>The check of a region of Amazon RDS.</summary>
    public static ApiCheck Of(string target, AwsClientOptions options, AwsRdsKind kind, string? name, HealthCheck requires) =>
        new(target, kind == AwsRdsKind.Cluster ? "rds:DescribeDBClusters" : "rds:DescribeDBInstances", options.TimeProvider, async cancellationToken =>
        {
            using AwsRdsClient client = await AwsRdsClient.ConnectAsync(
                options, HealthPatience.Aws, () => CredentialChain.FindAsync(options), cancellationToken).ConfigureAwait(false);
            AwsInstanceQuery query = new(name) { MaxRecords = SmallestPage };
            await AnyAsync(client.FindInstancesAsync(kind, query, cancellationToken)).ConfigureAwait(false);
        })
        {
            Requires = requires,
        };

    /// <inheritdoc/>
    public override async Task<HealthVerdict> RunAsync(CancellationToken cancellationToken)
    {
        long started = clock.GetTimestamp();
        await askAsync(cancellationToken).ConfigureAwait(false);
        return HealthVerdict.Healthy(nameof(Messages.HealthAnswered), operation, (long)clock.GetElapsedTime(started).TotalMilliseconds);
    }

    // One page is enough: the rest of the list is never asked for.
    private static async Task<bool> AnyAsync<T>(IAsyncEnumerable<T> rows)
    {
        await using IAsyncEnumerator<T> first = rows.GetAsyncEnumerator(CancellationToken.None);
        return await first.MoveNextAsync().ConfigureAwait(false);
    }
}
