using RdsBackup.Aliyun;
using RdsBackup.Aws;
using RdsBackup.Network;

namespace RdsBackup.Health;

/// <summary>How often a health check tries again: once, for the connection that was just closed. Whoever asks wants to know how it is now.</summary>
internal static class HealthPatience
{
    private static readonly TransferPatience Once = new() { Retries = 1, FirstDelay = TimeSpan.FromMilliseconds(250) };

    /// <summary>Of S3.</summary>
    public const int S3Retries = 1;

    /// <summary>Of Alibaba Cloud.</summary>
    public static readonly AliyunRetrySettings Aliyun = new() { ThrottledRetries = 1, TransientRetries = 1 };

    /// <summary>Of Amazon RDS.</summary>
    public static readonly AwsRetrySettings Aws = new() { SdkRetries = 0, Throttled = Once, Transient = Once };
}
