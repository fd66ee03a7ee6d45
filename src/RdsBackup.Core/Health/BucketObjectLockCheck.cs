using Amazon.S3;
using Amazon.S3.Model;
using RdsBackup.Diagnostics;
using RdsBackup.S3;

namespace RdsBackup.Health;

/// <summary>GetObjectLockConfiguration: copies can be kept from being deleted, by whomever. <see cref="Errors"/> has its texts.</summary>
internal sealed class BucketObjectLockCheck(string target, S3ConnectionOptions options)
    : BucketSettingCheck(HealthCheckName.BucketObjectLock, target, options, "s3:GetBucketObjectLockConfiguration")
{
    /// <inheritdoc/>
    protected override async Task<HealthVerdict> AskAsync(AmazonS3Client client, BackupBucket bucket, CancellationToken cancellationToken)
    {
        GetObjectLockConfigurationResponse answer = await client.GetObjectLockConfigurationAsync(
            new GetObjectLockConfigurationRequest { BucketName = bucket.Name, ExpectedBucketOwner = bucket.ExpectedOwner }, cancellationToken).ConfigureAwait(false);
        DefaultRetention? retention = answer.ObjectLockConfiguration?.Rule?.DefaultRetention;
        return answer.ObjectLockConfiguration?.ObjectLockEnabled != ObjectLockEnabled.Enabled ? WithoutSetting(bucket)
            : retention is null ? HealthVerdict.Healthy(nameof(Messages.HealthLockOnRequest))
            : HealthVerdict.Healthy(nameof(Messages.HealthLockByDefault), retention.Mode.Value, (retention.Days ?? 0) + (365 * (retention.Years ?? 0)));
    }

    /// <inheritdoc/>
    protected override HealthVerdict WithoutSetting(BackupBucket bucket) => HealthVerdict.Warning(nameof(Messages.HealthLockOff), bucket.Name);
}
