using Amazon.S3;
using Amazon.S3.Model;

namespace RdsBackup.Sandbox.Tests;

/// <summary>What the official SDK learns of how a bucket is set.</summary>
public sealed class S3BucketSettingsTests : IAsyncLifetime
{
    private SandboxCloud _cloud = null!;
    private AmazonS3Client _s3 = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cloud = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false }, Cancellation);
        _s3 = S3RoundTripTests.Client(_cloud);
    }

    public async ValueTask DisposeAsync()
    {
        _s3.Dispose();
        await _cloud.DisposeAsync();
    }

    [Fact]
    public async Task A_bucket_tells_what_it_was_given()
    {
        _cloud.S3.CreateBucket("set", new S3BucketOptions { ObjectLock = true, RetentionDays = 30, AbortsUploadsAfterDays = 7, LifecyclePrefix = "nightly/" });

        Assert.Equal(VersionStatus.Enabled, (await _s3.GetBucketVersioningAsync("set", Cancellation)).VersioningConfig.Status);
        ObjectLockConfiguration objectLock = (await _s3.GetObjectLockConfigurationAsync(new GetObjectLockConfigurationRequest { BucketName = "set" }, Cancellation)).ObjectLockConfiguration;
        Assert.Equal((ObjectLockEnabled.Enabled, 30), (objectLock.ObjectLockEnabled, objectLock.Rule.DefaultRetention.Days));
        PublicAccessBlockConfiguration block = (await _s3.GetPublicAccessBlockAsync(new GetPublicAccessBlockRequest { BucketName = "set" }, Cancellation)).PublicAccessBlockConfiguration;
        Assert.Equal((true, true, true, true), (block.BlockPublicAcls, block.IgnorePublicAcls, block.BlockPublicPolicy, block.RestrictPublicBuckets));
        LifecycleRule rule = Assert.Single((await _s3.GetLifecycleConfigurationAsync("set", Cancellation)).Configuration.Rules);
        Assert.Equal((LifecycleRuleStatus.Enabled, 7, "nightly/"), (rule.Status, rule.AbortIncompleteMultipartUpload.DaysAfterInitiation, ((LifecyclePrefixPredicate)rule.Filter.LifecycleFilterPredicate).Prefix));
        Assert.Equal("", (await _s3.GetBucketLocationAsync("set", Cancellation)).Location.Value);
    }

    [Fact]
    public async Task What_a_bucket_was_never_given_is_an_error_of_its_own()
    {
        _cloud.S3.CreateBucket("plain", new S3BucketOptions { BlocksPublicAccess = null });

        Assert.Equal(
            ["ObjectLockConfigurationNotFoundError 404", "NoSuchPublicAccessBlockConfiguration 404"],
            [
                await RefusalAsync(_s3.GetObjectLockConfigurationAsync(new GetObjectLockConfigurationRequest { BucketName = "plain" }, Cancellation)),
                await RefusalAsync(_s3.GetPublicAccessBlockAsync(new GetPublicAccessBlockRequest { BucketName = "plain" }, Cancellation)),
            ]);
        Assert.Null((await _s3.GetLifecycleConfigurationAsync("plain", Cancellation)).Configuration?.Rules); // The SDK makes an empty answer of NoSuchLifecycleConfiguration.
        Assert.Equal(VersionStatus.Off, (await _s3.GetBucketVersioningAsync("plain", Cancellation)).VersioningConfig.Status);
    }

    [Fact]
    public async Task A_store_that_has_no_settings_says_so()
    {
        _cloud.S3.CreateBucket("old", new S3BucketOptions { Quirks = new S3Quirks { HasNoBucketSettings = true } });

        Assert.Equal("NotImplemented 501", await RefusalAsync(_s3.GetBucketVersioningAsync("old", Cancellation)));
        Assert.Equal("NotImplemented 501", await RefusalAsync(_s3.GetPublicAccessBlockAsync(new GetPublicAccessBlockRequest { BucketName = "old" }, Cancellation)));
    }

    private static async Task<string> RefusalAsync(Task request)
    {
        AmazonS3Exception refusal = await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => request);
        return $"{refusal.ErrorCode} {(int)refusal.StatusCode}";
    }
}
