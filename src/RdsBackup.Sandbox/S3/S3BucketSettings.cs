using System.Xml.Linq;

namespace RdsBackup.Sandbox;

/// <summary>The operations that say how a bucket is set. What a bucket has never been given is an error of its own, as in Amazon S3.</summary>
internal static class S3BucketSettings
{
    public static Task GetBucketLocation(S3Call call, S3Bucket bucket) =>
        call.WriteXmlAsync("LocationConstraint", bucket.Options.Region == "us-east-1" ? null : bucket.Options.Region);

    public static Task GetBucketVersioning(S3Call call, S3Bucket bucket) =>
        call.WriteXmlAsync("VersioningConfiguration", Known(bucket).IsVersioned ? new XElement("Status", "Enabled") : null);

    public static Task GetObjectLockConfiguration(S3Call call, S3Bucket bucket) => Known(bucket).Options.ObjectLock
        ? call.WriteXmlAsync(
            "ObjectLockConfiguration",
            new XElement("ObjectLockEnabled", "Enabled"),
            bucket.Options.RetentionDays is { } days
                ? new XElement("Rule", new XElement("DefaultRetention", new XElement("Mode", "GOVERNANCE"), new XElement("Days", days)))
                : null)
        : throw new RefusedException(404, "ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket");

    public static Task GetPublicAccessBlock(S3Call call, S3Bucket bucket) => Known(bucket).Options.BlocksPublicAccess is { } isOn
        ? call.WriteXmlAsync(
            "PublicAccessBlockConfiguration",
            new XElement("BlockPublicAcls", isOn),
            new XElement("IgnorePublicAcls", isOn),
            new XElement("BlockPublicPolicy", isOn),
            new XElement("RestrictPublicBuckets", isOn))
        : throw new RefusedException(404, "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found");

    public static Task GetBucketLifecycleConfiguration(S3Call call, S3Bucket bucket) => Known(bucket).Options.AbortsUploadsAfterDays is { } days
        ? call.WriteXmlAsync(
            "LifecycleConfiguration",
            new XElement(
                "Rule",
                new XElement("ID", "abort-incomplete-uploads"),
                new XElement("Filter", new XElement("Prefix", bucket.Options.LifecyclePrefix)),
                new XElement("Status", "Enabled"),
                new XElement("AbortIncompleteMultipartUpload", new XElement("DaysAfterInitiation", days))))
        : throw new RefusedException(404, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist");

    private static S3Bucket Known(S3Bucket bucket) =>
        bucket.Options.Quirks.HasNoBucketSettings ? throw new RefusedException(S3Quirks.NotImplemented) : bucket;
}
