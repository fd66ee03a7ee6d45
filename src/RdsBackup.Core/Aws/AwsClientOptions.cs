using RdsBackup.Diagnostics;

namespace RdsBackup.Aws;

/// <summary>How to reach the Amazon RDS API of one region, and as whom.</summary>
public sealed class AwsClientOptions : AwsConnectionOptions
{
    /// <summary>ARN of what the calls are about: its region is taken when nothing else names one.</summary>
    public string? Arn { get; init; }

    /// <summary>Whether to use the endpoint whose cryptography is validated under FIPS 140; ignored with an endpoint that is given.</summary>
    public bool UseFips { get; init; }

    /// <summary>Whether to use the endpoint that also answers over IPv6; ignored with an endpoint that is given.</summary>
    public bool UseDualStack { get; init; }

    /// <summary>What waits between tries are measured with. Requests are signed with the SDK's own clock, which corrects itself.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Receives log lines.</summary>
    public OperationLog? Log { get; init; }

    /// <inheritdoc/>
    internal override string? FallbackRegion => AwsArn.TryParse(Arn, out AwsArn? arn) && arn.Region.Length > 0 ? arn.Region : null;
}
