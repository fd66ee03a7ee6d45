using RdsBackup.Network;

namespace RdsBackup.Aws;

/// <summary>How patient the RDS client is beyond the SDK, whose three tries take some two seconds.</summary>
internal sealed record AwsRetrySettings
{
    /// <summary>Tries after the first that the SDK makes by itself.</summary>
    public int SdkRetries { get; init; } = 2;

    /// <summary>After throttling: about two minutes in all.</summary>
    public TransferPatience Throttled { get; init; } = new() { Retries = 7, FirstDelay = TimeSpan.FromSeconds(1), LongestDelay = TimeSpan.FromSeconds(30) };

    /// <summary>After a failure of the service or of the network.</summary>
    public TransferPatience Transient { get; init; } = new() { Retries = 3, FirstDelay = TimeSpan.FromMilliseconds(500) };

    /// <summary>The longest the tries of the SDK may take together, to the last byte of the answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(3);
}
