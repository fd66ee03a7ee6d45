namespace RdsBackup.Validation;

/// <summary>What <see cref="AliyunBackupValidator"/> expects of a backup.</summary>
public sealed class AliyunValidationOptions : ValidationOptions
{
    /// <summary>Whether to read the first bytes of the file and compare them with its extension.</summary>
    public bool Deep { get; init; }

    /// <summary>How far back backups are looked for: predecessors to compare with, and the newest one of an instance.</summary>
    public TimeSpan HistoryWindow { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Which address <see cref="Deep"/> reads through.</summary>
    public AliyunNetwork Network { get; init; }
}
