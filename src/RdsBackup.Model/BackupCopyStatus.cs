namespace RdsBackup;

/// <summary>How a copy ended.</summary>
public enum BackupCopyStatus
{
    /// <summary>Nothing usable was made; the error record says why.</summary>
    Failed,

    /// <summary>Every byte arrived, but the source offers no checksum to prove it against.</summary>
    Copied,

    /// <summary>Every byte arrived and both checksums prove it.</summary>
    Verified,

    /// <summary>The same backup with the same size and checksum was there already; nothing was moved.</summary>
    AlreadyPresent,
}
