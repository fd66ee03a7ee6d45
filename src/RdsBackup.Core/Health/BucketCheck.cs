using RdsBackup.Diagnostics;
using RdsBackup.S3;

namespace RdsBackup.Health;

/// <summary>ListObjectsV2 of one key: the bucket is there, in the region that requests are signed for, and may be listed (s3:ListBucket). <see cref="Errors"/> has its texts.</summary>
internal sealed class BucketCheck(string target, S3ConnectionOptions options, TimeProvider clock) : BucketHealthCheck(HealthCheckName.Bucket, target, options)
{
    /// <inheritdoc/>
    protected override async Task<HealthVerdict> RunAsync(BackupBucket bucket, CancellationToken cancellationToken)
    {
        long started = clock.GetTimestamp();
        await bucket.CheckAsync(cancellationToken).ConfigureAwait(false);
        return HealthVerdict.Healthy(nameof(Messages.HealthBucketSeen), bucket.Region, (long)clock.GetElapsedTime(started).TotalMilliseconds);
    }
}
