namespace RdsBackup.Configuration;

/// <summary>How to reach a bucket of S3, or of a store that speaks S3.</summary>
public abstract class BucketOptions
{
    /// <summary>The bucket.</summary>
    public string? Bucket { get; init; }

    /// <summary>Region of the bucket. Without it that of the profile or of AWS_REGION is taken; with an endpoint, us-east-1.</summary>
    public string? Region { get; init; }

    /// <summary>Profile of ~/.aws/config and ~/.aws/credentials. Without it the AWS SDK's own chain finds credentials.</summary>
    public string? Profile { get; init; }

    /// <summary>Address of an S3-compatible store instead of Amazon's.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Whether the bucket goes into the path instead of the host name. Without it, exactly when there is an endpoint.</summary>
    public bool? PathStyle { get; init; }

    /// <summary>Id of the account that must own the bucket; anyone else's bucket of that name is refused.</summary>
    public string? ExpectedBucketOwner { get; init; }

    /// <summary>The bucket.</summary>
    public override string ToString() => Bucket is null ? "" : $"s3://{Bucket}";
}
