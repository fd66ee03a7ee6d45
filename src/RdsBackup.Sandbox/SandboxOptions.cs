using System.Net;

namespace RdsBackup.Sandbox;

/// <summary>How a sandbox starts.</summary>
public sealed record SandboxOptions
{
    /// <summary>Where S3 keeps its data; a temporary folder, deleted at the end, when null.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>A folder whose files are served as backups: in a subfolder per instance id, or directly for one default instance.</summary>
    public string? BackupsDirectory { get; init; }

    /// <summary>Whether to start with instances, backups and buckets; false starts with keys only.</summary>
    public bool Seed { get; init; } = true;

    /// <summary>The cloud's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The Aliyun regions that get an endpoint of their own.</summary>
    public IReadOnlyList<string> AliyunRegions { get; init; } = ["cn-hangzhou", "cn-shanghai"];

    /// <summary>Whether internal download links lead anywhere; outside Alibaba's network they do not connect.</summary>
    public bool InternalReachable { get; init; } = true;

    /// <summary>Where download links lead instead of the sandbox's own OSS: another web server, which has the files. Null keeps the own.</summary>
    public Uri? DownloadEndpoint { get; init; }

    /// <summary>The loopback address to listen on: 127.0.0.1 or ::1.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>First of consecutive ports to listen on; free ones when null.</summary>
    public int? PortBase { get; init; }

    /// <summary>How long things take in Amazon RDS.</summary>
    public AwsRdsPace AwsPace { get; init; } = new();

    /// <summary>Throw away what S3 receives, keeping sizes and checksums: for measuring speed. Objects cannot be read back.</summary>
    public bool S3Sink { get; init; }
}
