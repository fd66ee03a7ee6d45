using Amazon.S3;
using Amazon.S3.Model;
using RdsBackup.Diagnostics;
using RdsBackup.S3;

namespace RdsBackup.Health;

/// <summary>GetBucketVersioning: what is overwritten or deleted can be brought back. <see cref="Errors"/> has its texts.</summary>
internal sealed class BucketVersioningCheck(string target, S3ConnectionOptions options)
    : BucketSettingCheck(HealthCheckName.BucketVersioning, target, options, "s3:GetBucketVersioning")
{
    /// <inheritdoc/>
    protected override async Task<HealthVerdict> AskAsync(AmazonS3Client client, BackupBucket bucket, CancellationToken cancellationToken)
    {
        GetBucketVersioningResponse answer = await client.GetBucketVersioningAsync(
            new GetBucketVersioningRequest { BucketName = bucket.Name, ExpectedBucketOwner = bucket.ExpectedOwner }, cancellationToken).ConfigureAwait(false);
        return answer.VersioningConfig?.Status == VersionStatus.Enabled
            ? HealthVerdict.Healthy(nameof(Messages.HealthVersioningOn))
            : WithoutSetting(bucket);
    }

    /// <inheritdoc/>
    protected override HealthVerdict WithoutSetting(BackupBucket bucket) => HealthVerdict.Warning(nameof(Messages.HealthVersioningOff), bucket.Name);
}
