namespace RdsBackup.S3;

/// <summary>How to reach one S3 bucket, and as whom.</summary>
public sealed class S3ConnectionOptions
{
    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>Its region; null takes the profile's or the environment's, and us-east-1 when <see cref="EndpointUrl"/> is given.</summary>
    public string? Region { get; init; }

    /// <summary>A profile of the shared AWS files; null takes the SDK's own credential chain.</summary>
    public string? Profile { get; init; }

    /// <summary>Explicit access key id; null takes <see cref="Profile"/> or the chain.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>Secret of <see cref="AccessKeyId"/>.</summary>
    public string? SecretAccessKey { get; init; }

    /// <summary>An S3-compatible endpoint instead of Amazon's.</summary>
    public Uri? EndpointUrl { get; init; }

    /// <summary>Whether the bucket goes into the path; null means yes when <see cref="EndpointUrl"/> is given.</summary>
    public bool? PathStyle { get; init; }

    /// <summary>Account that must own the bucket; null does not check.</summary>
    public string? ExpectedBucketOwner { get; init; }
}
