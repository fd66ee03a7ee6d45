using RdsBackup.Diagnostics;
using RdsBackup.Network;
using RdsBackup.S3;

namespace RdsBackup.Transfer;

/// <summary>How backups are to be copied.</summary>
public sealed class BackupCopyOptions
{
    /// <summary>Stands for {prefix} in the key; may be empty.</summary>
    public string? Prefix { get; init; }

    /// <summary>Stands for {environment} in the key; null takes the region.</summary>
    public string? Environment { get; init; }

    /// <summary>Template of the key; null takes the documented one.</summary>
    public string? KeyTemplate { get; init; }

    /// <summary>What the objects are to be like.</summary>
    public S3ObjectOptions Attributes { get; init; } = new();

    /// <summary>Parts sent at once, 1 to 64; null finds out what is best.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Copies that may be made at once, 1 to 16. They share the 32 parts that are sent at once at most while that number is found out.</summary>
    public int CopiesAtOnce { get; init; } = 1;

    /// <summary>Bytes of a part, 5 MiB to 5 GiB; null plans it from the length.</summary>
    public long? PartSize { get; init; }

    /// <summary>Bytes per second for all parts together; null does not limit.</summary>
    public long? BandwidthLimit { get; init; }

    /// <summary>Which address to download through.</summary>
    public AliyunNetwork Network { get; init; } = AliyunNetwork.Auto;

    /// <summary>Whether to replace what is under the key.</summary>
    public bool Force { get; init; }

    /// <summary>Whether to take a file whose length is not the one the API announced.</summary>
    public bool AllowSizeMismatch { get; init; }

    /// <summary>Whether to read each copy back from S3 and compare it with what was sent.</summary>
    public bool ReadBack { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How long to wait for a network that fails.</summary>
    internal TransferPatience Patience { get; init; } = TransferPatience.Default;

    /// <summary>What holds the copies of several copiers together below a rate, instead of <see cref="BandwidthLimit"/>.</summary>
    internal BandwidthLimiter? Limiter { get; init; }

    /// <summary>Receives log lines.</summary>
    public OperationLog? Log { get; init; }
}
