namespace RdsBackup;

/// <summary>How a copy ended.</summary>
public enum BackupCopyStatus
{
    /// <summary>Nothing usable was made; the error record says why.</summary>
    Failed,

    /// <summary>Every byte was sent, but source or destination offers too little to prove it; <see cref="BackupCopyProof.Guarantees"/> says what was proved.</summary>
    Copied,

    /// <summary>Every byte arrived: proved at the source and at the destination.</summary>
    Verified,

    /// <summary>The same backup with the same size and checksum was there already; nothing was moved.</summary>
    AlreadyPresent,
}
