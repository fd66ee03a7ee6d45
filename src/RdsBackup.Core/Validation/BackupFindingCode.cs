namespace RdsBackup.Validation;

/// <summary>
/// The codes of findings. They are stable: scripts and alert rules match on them. There is none for <c>StoreStatus</c>: whatever its
/// name suggests, DescribeBackups documents it as whether a set may be deleted (Enabled) or not (Disabled), so it says nothing
/// about whether the set is stored or usable; <c>IsAvail</c> and the download links do.
/// </summary>
public static class BackupFindingCode
{
    /// <summary>Error: the instance has no successful backup within the history window.</summary>
    public const string BackupMissing = nameof(BackupMissing);

    /// <summary>Information: a read-only instance has no backup of its own; its primary has.</summary>
    public const string BackupNotExpected = nameof(BackupNotExpected);

    /// <summary>Error: the status is another than Success.</summary>
    public const string BackupFailed = nameof(BackupFailed);

    /// <summary>Warning: an attempt that is newer than the instance's newest successful backup failed.</summary>
    public const string NewerBackupFailed = nameof(NewerBackupFailed);

    /// <summary>Error: Alibaba Cloud marks the set as unusable (IsAvail = 0).</summary>
    public const string BackupUnavailable = nameof(BackupUnavailable);

    /// <summary>Error: the set has no end, or one that is still to come.</summary>
    public const string BackupStillRunning = nameof(BackupStillRunning);

    /// <summary>Error: the file is announced with no bytes. Not said of a snapshot, which has no file.</summary>
    public const string BackupEmpty = nameof(BackupEmpty);

    /// <summary>
    /// There is no download link. An error for a physical or logical set, which should have one; a warning for a snapshot of a
    /// cloud disk, which never has one: it can be restored inside Alibaba Cloud, but not be copied, and copying it is refused.
    /// </summary>
    public const string BackupNotDownloadable = nameof(BackupNotDownloadable);

    /// <summary>Warning: far smaller or larger than the median of its predecessors of the same type and method.</summary>
    public const string BackupSizeUnusual = nameof(BackupSizeUnusual);

    /// <summary>Error: it has fewer bytes than were expected at least. Not said of a snapshot of a cloud disk, which has no file.</summary>
    public const string BackupTooSmall = nameof(BackupTooSmall);

    /// <summary>Error: the instance's newest successful backup is older than was allowed.</summary>
    public const string BackupTooOld = nameof(BackupTooOld);

    /// <summary>Information: the link has expired since the backup was listed; what needs one fetches a new one.</summary>
    public const string LinkExpired = nameof(LinkExpired);

    /// <summary>Information: Alibaba Cloud announces no checksum for the file.</summary>
    public const string ChecksumMissing = nameof(ChecksumMissing);

    /// <summary>Error, deep only: the file's first bytes are not those of its extension.</summary>
    public const string ContentMagicMismatch = nameof(ContentMagicMismatch);

    /// <summary>Information, deep only: the extension is none whose first bytes are known.</summary>
    public const string ContentKindUnknown = nameof(ContentKindUnknown);

    /// <summary>Error, deep only: the file is of another length than announced.</summary>
    public const string ContentSizeMismatch = nameof(ContentSizeMismatch);

    /// <summary>Error, deep only: the file could not be read.</summary>
    public const string ContentUnreadable = nameof(ContentUnreadable);
}
