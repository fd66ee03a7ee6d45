using RdsBackup.Diagnostics;

namespace RdsBackup.Validation;

/// <summary>What is expected of a backup or snapshot.</summary>
public class ValidationOptions
{
    /// <summary>The oldest an instance's newest backup may be; null derives it from how often the instance is backed up.</summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>Bytes that a backup must have at least; of a snapshot, of the storage that was allocated. Null expects nothing.</summary>
    public long? MinimumSize { get; init; }

    /// <summary>Below this part of the usual size a backup is unusual; 0 to 1.</summary>
    public double SmallestUsualSize { get; init; } = 0.5;

    /// <summary>Above this multiple of the usual size a backup is unusual; 1 or more.</summary>
    public double LargestUsualSize { get; init; } = 3;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Receives log lines.</summary>
    public OperationLog? Log { get; init; }

    /// <summary>Whether a size is far from what is usual.</summary>
    internal bool IsUnusual(long size, double usual) => size < usual * SmallestUsualSize || size > usual * LargestUsualSize;
}
