namespace RdsBackup;

/// <summary>How the download of a copy ended.</summary>
public enum BackupDownloadStatus
{
    /// <summary>The file is on disk, but no checksum was known to compare it with.</summary>
    Saved,

    /// <summary>The file is on disk and has the checksum of the copy.</summary>
    Verified,

    /// <summary>The file was there already with the copy's size and checksum; nothing was moved.</summary>
    AlreadyPresent,
}
