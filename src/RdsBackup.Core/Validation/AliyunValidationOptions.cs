using RdsBackup.Diagnostics;

namespace RdsBackup.Validation;

/// <summary>What <see cref="AliyunBackupValidator"/> expects of a backup.</summary>
public sealed class AliyunValidationOptions
{
    /// <summary>The oldest an instance's newest backup may be; null derives it from the instance's backup policy.</summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>Whether to read the first bytes of the file and compare them with its extension.</summary>
    public bool Deep { get; init; }

    /// <summary>Below this part of the usual size a backup is unusual; 0 to 1.</summary>
    public double SmallestUsualSize { get; init; } = 0.5;

    /// <summary>Above this multiple of the usual size a backup is unusual; 1 or more.</summary>
    public double LargestUsualSize { get; init; } = 3;

    /// <summary>How far back backups are looked for: predecessors to compare with, and the newest one of an instance.</summary>
    public TimeSpan HistoryWindow { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Which address <see cref="Deep"/> reads through.</summary>
    public AliyunNetwork Network { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Receives log lines.</summary>
    public OperationLog? Log { get; init; }
}
