using RdsBackup.Diagnostics;
using RdsBackup.Network;

namespace RdsBackup.Exports;

/// <summary>How exports are checked.</summary>
public sealed class SnapshotExportTestOptions
{
    /// <summary>Whether to read the footer of every Parquet file and count the rows of each table.</summary>
    public bool Deep { get; init; }

    /// <summary>Told how far the check is, from any thread.</summary>
    public Action<ExportTestProgress>? OnProgress { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Receives log lines.</summary>
    public OperationLog? Log { get; init; }

    /// <summary>How long to wait for a network that fails.</summary>
    internal TransferPatience Patience { get; init; } = TransferPatience.Default;
}
