using Amazon.S3;
using Amazon.S3.Model;
using RdsBackup.Diagnostics;
using RdsBackup.S3;

namespace RdsBackup.Health;

/// <summary>GetPublicAccessBlock: no policy and no ACL can make copies public. The account's own block, which nobody but its owner sees, may do the same. <see cref="Errors"/> has its texts.</summary>
internal sealed class BucketPublicAccessCheck(string target, S3ConnectionOptions options)
    : BucketSettingCheck(HealthCheckName.BucketPublicAccess, target, options, "s3:GetBucketPublicAccessBlock")
{
    /// <inheritdoc/>
    protected override async Task<HealthVerdict> AskAsync(AmazonS3Client client, BackupBucket bucket, CancellationToken cancellationToken)
    {
        GetPublicAccessBlockResponse answer = await client.GetPublicAccessBlockAsync(
            new GetPublicAccessBlockRequest { BucketName = bucket.Name, ExpectedBucketOwner = bucket.ExpectedOwner }, cancellationToken).ConfigureAwait(false);
        string[] off = [.. Off(answer.PublicAccessBlockConfiguration ?? new PublicAccessBlockConfiguration())];
        return off.Length == 0 ? HealthVerdict.Healthy(nameof(Messages.HealthPublicAccessBlocked)) : Open(bucket, off);
    }

    /// <inheritdoc/>
    protected override HealthVerdict WithoutSetting(BackupBucket bucket) => Open(bucket, Off(new PublicAccessBlockConfiguration()));

    private static HealthVerdict Open(BackupBucket bucket, IEnumerable<string> off) =>
        HealthVerdict.Warning(nameof(Messages.HealthPublicAccessOpen), bucket.Name, string.Join(", ", off));

    private static IEnumerable<string> Off(PublicAccessBlockConfiguration block)
    {
        (string Name, bool? IsOn)[] settings =
        [
            (nameof(block.BlockPublicAcls), block.BlockPublicAcls),
            (nameof(block.IgnorePublicAcls), block.IgnorePublicAcls),
            (nameof(block.BlockPublicPolicy), block.BlockPublicPolicy),
            (nameof(block.RestrictPublicBuckets), block.RestrictPublicBuckets),
        ];
        return settings.Where(setting => setting.IsOn != true).Select(setting => setting.Name);
    }
}
