namespace RdsBackup.Aws;

/// <summary>How to reach a service of AWS, and as whom.</summary>
public abstract class AwsConnectionOptions
{
    /// <summary>Region id; null takes the one of <see cref="Profile"/>, of AWS_REGION or AWS_DEFAULT_REGION, or of the default profile.</summary>
    public string? Region { get; init; }

    /// <summary>A profile of the shared AWS files; null takes the SDK's own credential chain.</summary>
    public string? Profile { get; init; }

    /// <summary>Explicit access key id; null takes <see cref="Profile"/> or the chain.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>Secret of <see cref="AccessKeyId"/>.</summary>
    public string? SecretAccessKey { get; init; }

    /// <summary>Session token of <see cref="AccessKeyId"/>, if it is a temporary one.</summary>
    public string? SessionToken { get; init; }

    /// <summary>An endpoint instead of Amazon's; scheme and port are kept.</summary>
    public Uri? EndpointUrl { get; init; }

    /// <summary>The region when nothing else names one; null when it cannot be guessed.</summary>
    internal virtual string? FallbackRegion => null;
}
