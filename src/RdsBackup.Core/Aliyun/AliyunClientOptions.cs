using RdsBackup.Diagnostics;

namespace RdsBackup.Aliyun;

/// <summary>How to reach the ApsaraDB RDS API of one region, and as whom.</summary>
public sealed class AliyunClientOptions
{
    /// <summary>Region id such as <c>cn-hangzhou</c>; null takes the one of the environment or of the profile.</summary>
    public string? RegionId { get; init; }

    /// <summary>Replaces the region's endpoint; scheme and port are kept.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Explicit AccessKey id; null takes the default credential chain.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>Secret of <see cref="AccessKeyId"/>.</summary>
    public string? AccessKeySecret { get; init; }

    /// <summary>Name of a profile of <c>~/.aliyun/config.json</c>; null takes the default credential chain.</summary>
    public string? Profile { get; init; }

    /// <summary>The clock. Requests are signed with its time.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Receives log lines.</summary>
    public OperationLog? Log { get; init; }
}
