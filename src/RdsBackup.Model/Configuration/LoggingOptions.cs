using System.ComponentModel.DataAnnotations;

namespace RdsBackup.Configuration;

/// <summary>The log file.</summary>
public sealed class LoggingOptions
{
    /// <summary>The least important lines that are written.</summary>
    public LogDetail Level { get; init; } = LogDetail.Information;

    /// <summary>The file; its day is put before the extension. Without it no log file is written.</summary>
    [LocalPath]
    public string? Path { get; init; }

    /// <summary>How lines are written.</summary>
    public LogFormat Format { get; init; } = LogFormat.Text;

    /// <summary>Whether each level is written to a file of its own too.</summary>
    public bool PerLevelFiles { get; init; }

    /// <summary>Days after which a file is removed, 1 to 3650.</summary>
    [Range(1, 3650)]
    public int RetainedDays { get; init; } = 30;

    /// <summary>Size at which a new file of the same day is begun, at least 1 MB.</summary>
    [Range(1048576, double.MaxValue)]
    public long MaxFileSize { get; init; } = 100L << 20;
}
