using RdsBackup.Diagnostics;

namespace RdsBackup.Exports;

/// <summary>How patiently exports are followed.</summary>
public sealed record ExportFollowOptions
{
    /// <summary>How often to look; null adapts to how fast the tasks get on.</summary>
    public TimeSpan? PollInterval { get; init; }

    /// <summary>How long to follow; null follows to the end.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Receives log lines.</summary>
    public OperationLog? Log { get; init; }
}
