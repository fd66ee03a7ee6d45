using System.ComponentModel.DataAnnotations;

namespace RdsBackup.Configuration;

/// <summary>The nightly run.</summary>
public sealed class RunOptions
{
    /// <summary>Environments worked on at once, 1 to 64.</summary>
    [Range(1, 64)]
    public int Parallelism { get; init; } = 4;

    /// <summary>Bytes per second for all copies together, such as 50MB. Without it there is no limit.</summary>
    public long? Bandwidth { get; init; }

    /// <summary>When copies and exports may be begun; without any, always. Outside of them nothing is begun, and what is under way goes on.</summary>
    public IReadOnlyList<ScheduleOptions> Windows { get; init; } = [];

    /// <summary>How long a run may take, such as 8h; what is unfinished then is cancelled and told.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What keeps two runs from doing the same work at once. Without it, a file in the user's own folder.</summary>
    public StateOptions Lease { get; init; } = new();

    /// <summary>File that the report is written to as JSON.</summary>
    [LocalPath]
    public string? ReportPath { get; init; }
}
