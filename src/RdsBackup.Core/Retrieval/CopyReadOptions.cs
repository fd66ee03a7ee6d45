using RdsBackup.Diagnostics;
using RdsBackup.Network;
using RdsBackup.Transfer;

namespace RdsBackup.Retrieval;

/// <summary>How copies are read from S3.</summary>
public class CopyReadOptions
{
    /// <summary>Ranges read at once, 1 to 64; null finds out what is best.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Bytes per second for all ranges together; null does not limit.</summary>
    public long? BandwidthLimit { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Receives log lines.</summary>
    public OperationLog? Log { get; init; }

    /// <summary>How long to wait for a network that fails.</summary>
    internal TransferPatience Patience { get; init; } = TransferPatience.Default;

    /// <summary>Holds <see cref="BandwidthLimit"/> for everything that shares it.</summary>
    internal BandwidthLimiter? CreateLimiter() => BandwidthLimit is { } limit ? new BandwidthLimiter(limit, TimeProvider) : null;
}
