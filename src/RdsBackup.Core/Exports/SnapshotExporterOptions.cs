using RdsBackup.Diagnostics;

namespace RdsBackup.Exports;

/// <summary>How patient an exporter is.</summary>
public sealed record SnapshotExporterOptions
{
    /// <summary>How long to wait for a turn while the account runs as many exports as it may; null does not wait.</summary>
    public TimeSpan? QueueTimeout { get; init; }

    /// <summary>How often to look whether it is our turn; a little more or less each time, so that many who wait do not ask together.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Receives log lines.</summary>
    public OperationLog? Log { get; init; }
}
