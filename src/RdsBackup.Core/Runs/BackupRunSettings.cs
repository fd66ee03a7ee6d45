using RdsBackup.Alerting;
using RdsBackup.Diagnostics;

namespace RdsBackup.Runs;

/// <summary>How a run is made.</summary>
public sealed record BackupRunSettings
{
    /// <summary>Whether to find out what would be done, and do nothing.</summary>
    public bool IsPlan { get; init; }

    /// <summary>Whether to leave the export of snapshots out; they are checked all the same.</summary>
    public bool SkipExport { get; init; }

    /// <summary>The alert channels that rules may name; without any, nobody is told.</summary>
    public IReadOnlyCollection<IAlertChannel> Channels { get; init; } = [];

    /// <summary>How often running exports are looked at; null adapts.</summary>
    public TimeSpan? PollInterval { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Receives log lines.</summary>
    public OperationLog? Log { get; init; }
}
