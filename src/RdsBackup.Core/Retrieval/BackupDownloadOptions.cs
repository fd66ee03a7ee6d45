namespace RdsBackup.Retrieval;

/// <summary>How copies are to be downloaded.</summary>
public sealed class BackupDownloadOptions : CopyReadOptions
{
    /// <summary>Whether to replace a file that is something else.</summary>
    public bool Force { get; init; }

    /// <summary>Bytes this user may still write to a folder; null when that cannot be found out.</summary>
    internal Func<string, long?> FreeSpace { get; init; } = DiskSpace.Free;
}
