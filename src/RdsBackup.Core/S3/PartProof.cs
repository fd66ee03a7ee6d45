namespace RdsBackup.S3;

/// <summary>How S3 showed that it took the bytes of a part as they were sent.</summary>
internal enum PartProof
{
    /// <summary>It showed nothing.</summary>
    None,

    /// <summary>It names their CRC-32.</summary>
    Crc32,

    /// <summary>It took the signatures over their SHA-256, and was seen to refuse one that is not that of the bytes.</summary>
    Sha256,

    /// <summary>It names their MD5, as the part's ETag.</summary>
    Md5,
}
