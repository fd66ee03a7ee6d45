using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.Health;

/// <summary>How health is examined.</summary>
public sealed class HealthSettings
{
    /// <summary>AccessKey id for Alibaba Cloud instead of the profiles that are configured; null takes those.</summary>
    public string? AliyunAccessKeyId { get; init; }

    /// <summary>Secret of <see cref="AliyunAccessKeyId"/>.</summary>
    public string? AliyunAccessKeySecret { get; init; }

    /// <summary>Address of Alibaba Cloud's STS instead of its own.</summary>
    public Uri? AliyunStsEndpoint { get; init; }

    /// <summary>Access key id for AWS and S3 instead of the profiles that are configured; null takes those.</summary>
    public string? AwsAccessKeyId { get; init; }

    /// <summary>Secret of <see cref="AwsAccessKeyId"/>.</summary>
    public string? AwsSecretAccessKey { get; init; }

    /// <summary>Session token of <see cref="AwsAccessKeyId"/>, if it is a temporary one.</summary>
    public string? AwsSessionToken { get; init; }

    /// <summary>Address of the STS of AWS instead of the region's own.</summary>
    public Uri? AwsStsEndpoint { get; init; }

    /// <summary>Which checks are wanted, by their names.</summary>
    public Predicate<string> IsWanted { get; init; } = _ => true;

    /// <summary>Fetches the secrets that a configuration names; without it robots are not tried.</summary>
    public SecretResolver? Secrets { get; init; }

    /// <summary>Whether robots are tried by a message to their groups.</summary>
    public bool SendTestMessage { get; init; }

    /// <summary>How long each check may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Receives log lines.</summary>
    public OperationLog? Log { get; init; }
}
