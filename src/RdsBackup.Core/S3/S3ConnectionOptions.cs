using RdsBackup.Aws;
using RdsBackup.Configuration;
using RdsBackup.Network;

namespace RdsBackup.S3;

/// <summary>How to reach one S3 bucket, and as whom.</summary>
public sealed class S3ConnectionOptions : AwsConnectionOptions
{
    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>The way to a bucket that a configuration describes.</summary>
    /// <param name="place">The bucket; it has a name.</param>
    /// <param name="region">Where it must be, unless <paramref name="place"/> says where it is.</param>
    /// <param name="identity">Whose key counts more than the profile of <paramref name="place"/>, if it has one.</param>
    public static S3ConnectionOptions Of(BucketOptions place, string? region = null, AwsConnectionOptions? identity = null)
    {
        ArgumentNullException.ThrowIfNull(place);
        return new()
        {
            Bucket = place.Bucket!,
            Region = place.Region ?? region,
            Profile = identity?.AccessKeyId is null ? place.Profile : null,
            AccessKeyId = identity?.AccessKeyId,
            SecretAccessKey = identity?.SecretAccessKey,
            SessionToken = identity?.SessionToken,
            EndpointUrl = place.Endpoint,
            PathStyle = place.PathStyle,
            ExpectedBucketOwner = place.ExpectedBucketOwner,
        };
    }

    /// <summary>Whether the bucket goes into the path; null means yes when an endpoint is given.</summary>
    public bool? PathStyle { get; init; }

    /// <summary>Account that must own the bucket; null does not check.</summary>
    public string? ExpectedBucketOwner { get; init; }

    /// <summary>How long to wait for a network that fails.</summary>
    internal TransferPatience Patience { get; init; } = TransferPatience.Default;

    /// <summary>Stores that are not Amazon's take any region, and most expect this one.</summary>
    internal override string? FallbackRegion => EndpointUrl is null ? null : "us-east-1";
}
