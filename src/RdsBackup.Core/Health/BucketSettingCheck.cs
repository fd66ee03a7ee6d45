using System.Net;
using Amazon.S3;
using RdsBackup.Diagnostics;
using RdsBackup.S3;

namespace RdsBackup.Health;

/// <summary>
/// How a bucket is set. Nothing else needs the permission to see that, so lacking it is no failure; neither is a store that cannot be asked. <see cref="Errors"/> has its texts.
/// </summary>
/// <param name="name">One of <see cref="HealthCheckName"/>.</param>
/// <param name="target">The bucket, for people.</param>
/// <param name="options">How to reach it.</param>
/// <param name="permission">What it takes to see the setting.</param>
internal abstract class BucketSettingCheck(string name, string target, S3ConnectionOptions options, string permission)
    : BucketHealthCheck(name, target, options)
{
    /// <inheritdoc/>
    protected sealed override async Task<HealthVerdict> RunAsync(BackupBucket bucket, CancellationToken cancellationToken)
    {
        try
        {
            return await bucket.AskAsync(permission, "", client => AskAsync(client, bucket, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (RdsBackupException failure) when (failure.InnerException is AmazonS3Exception { ErrorCode: { } code } && IsNeverSet(code))
        {
            return WithoutSetting(bucket);
        }
        catch (RdsBackupException failure) when (failure.Kind == RdsBackupErrorKind.PermissionDenied)
        {
            return HealthVerdict.Unknown(nameof(Messages.HealthSettingDenied), permission, bucket.Name);
        }
        catch (RdsBackupException failure) when (failure.InnerException is AmazonS3Exception refusal && CannotBeAsked(bucket, refusal))
        {
            return HealthVerdict.Unknown(nameof(Messages.HealthSettingUnsupported), refusal.ErrorCode, bucket.Name);
        }
    }

    /// <summary>Asks for the setting and judges it.</summary>
    protected abstract Task<HealthVerdict> AskAsync(AmazonS3Client client, BackupBucket bucket, CancellationToken cancellationToken);

    /// <summary>What it means that the bucket was never given the setting.</summary>
    protected abstract HealthVerdict WithoutSetting(BackupBucket bucket);

    private static bool IsNeverSet(string code) =>
        code is "ObjectLockConfigurationNotFoundError" or "NoSuchPublicAccessBlockConfiguration" or "NoSuchLifecycleConfiguration";

    // Stores that do not know the call say so in many ways: 501, 405, 400, or 404 without naming the bucket.
    private static bool CannotBeAsked(BackupBucket bucket, AmazonS3Exception refusal) => refusal.StatusCode == HttpStatusCode.NotImplemented
        || (!bucket.IsAmazon && refusal.ErrorCode != "NoSuchBucket" && (int)refusal.StatusCode is >= 400 and < 500);
}
