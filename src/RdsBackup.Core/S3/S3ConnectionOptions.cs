using RdsBackup.Aws;

namespace RdsBackup.S3;

/// <summary>How to reach one S3 bucket, and as whom.</summary>
public sealed class S3ConnectionOptions : AwsConnectionOptions
{
    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>Whether the bucket goes into the path; null means yes when an endpoint is given.</summary>
    public bool? PathStyle { get; init; }

    /// <summary>Account that must own the bucket; null does not check.</summary>
    public string? ExpectedBucketOwner { get; init; }

    /// <summary>Stores that are not Amazon's take any region, and most expect this one.</summary>
    internal override string? FallbackRegion => EndpointUrl is null ? null : "us-east-1";
}
