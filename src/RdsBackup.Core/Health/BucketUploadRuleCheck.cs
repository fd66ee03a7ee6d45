using Amazon.S3;
using Amazon.S3.Model;
using RdsBackup.Diagnostics;
using RdsBackup.S3;

namespace RdsBackup.Health;

/// <summary>GetBucketLifecycleConfiguration: parts of uploads that were never completed do not stay, and cost, for good. <see cref="Errors"/> has its texts.</summary>
/// <param name="target">The bucket, for people.</param>
/// <param name="options">How to reach it.</param>
/// <param name="prefix">What the keys of the copies begin with; a rule must reach all of them.</param>
internal sealed class BucketUploadRuleCheck(string target, S3ConnectionOptions options, string prefix)
    : BucketSettingCheck(HealthCheckName.BucketUploadRule, target, options, "s3:GetLifecycleConfiguration")
{
    /// <inheritdoc/>
    protected override async Task<HealthVerdict> AskAsync(AmazonS3Client client, BackupBucket bucket, CancellationToken cancellationToken)
    {
        GetLifecycleConfigurationResponse answer = await client.GetLifecycleConfigurationAsync(
            new GetLifecycleConfigurationRequest { BucketName = bucket.Name, ExpectedBucketOwner = bucket.ExpectedOwner }, cancellationToken).ConfigureAwait(false);
        int? days = (answer.Configuration?.Rules ?? []).Where(Reaches).Min(rule => rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation);
        return days is null ? WithoutSetting(bucket) : HealthVerdict.Healthy(nameof(Messages.HealthUploadsAborted), days);
    }

    /// <inheritdoc/>
    protected override HealthVerdict WithoutSetting(BackupBucket bucket) => HealthVerdict.Warning(nameof(Messages.HealthUploadsKept), bucket.Name, prefix);

    // A rule with another filter, such as a size, does not reach all keys.
    private bool Reaches(LifecycleRule rule)
    {
#pragma warning disable CS0618 // The old form of a rule, which buckets may still have.
        string? reached = rule.Filter?.LifecycleFilterPredicate switch
        {
            null => rule.Prefix ?? "",
            LifecyclePrefixPredicate filter => filter.Prefix,
            _ => null,
        };
#pragma warning restore CS0618
        return rule.Status == LifecycleRuleStatus.Enabled && reached is not null && prefix.StartsWith(reached, StringComparison.Ordinal);
    }
}
