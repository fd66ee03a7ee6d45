using RdsBackup.S3;

namespace RdsBackup.Health;

/// <summary>Something tried on a bucket, by a client of its own.</summary>
/// <param name="name">One of <see cref="HealthCheckName"/>.</param>
/// <param name="target">The bucket, for people.</param>
/// <param name="options">How to reach it.</param>
internal abstract class BucketHealthCheck(string name, string target, S3ConnectionOptions options) : HealthCheck(name, target)
{
    /// <inheritdoc/>
    public sealed override async Task<HealthVerdict> RunAsync(CancellationToken cancellationToken)
    {
        using BackupBucket bucket = await BackupBucket.OpenAsync(options, HealthPatience.S3Retries).ConfigureAwait(false);
        return await RunAsync(bucket, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tries it.</summary>
    protected abstract Task<HealthVerdict> RunAsync(BackupBucket bucket, CancellationToken cancellationToken);
}
