using RdsBackup.Diagnostics;
using RdsBackup.Network;

namespace RdsBackup.Exports;

/// <summary>How exports are checked.</summary>
public sealed class SnapshotExportTestOptions
{
    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Receives log lines.</summary>
    public OperationLog? Log { get; init; }

    /// <summary>How long to wait for a network that fails.</summary>
    internal TransferPatience Patience { get; init; } = TransferPatience.Default;
}
