namespace RdsBackup;

/// <summary>One thing that was proved of a copy. The names are stable; manifests hold them.</summary>
public enum BackupCopyGuarantee
{
    /// <summary>The bytes sent have the CRC-64 that the source's object announces.</summary>
    SourceCrc64,

    /// <summary>The source's object announces no checksum, but the bytes sent have the CRC-64 that the RDS API lists for the file.</summary>
    ApiCrc64,

    /// <summary>The destination answered parts with the CRC-32 of what was sent. With <see cref="PartSha256"/> or <see cref="PartMd5"/>: each part one way or the other.</summary>
    PartCrc32,

    /// <summary>
    /// The destination took parts by signatures over the SHA-256 of what was sent, and was seen during the copy to refuse such a signature when a byte differs.
    /// With <see cref="PartCrc32"/> or <see cref="PartMd5"/>: each part one way or the other.
    /// </summary>
    PartSha256,

    /// <summary>The ETag of parts is the MD5 of what was sent. With <see cref="PartCrc32"/> or <see cref="PartSha256"/>: each part one way or the other.</summary>
    PartMd5,

    /// <summary>The object's ETag is the one that exactly these parts in this order make (MD5 of their MD5s).</summary>
    MultipartETag,

    /// <summary>The destination reports the CRC-32 of what was sent for the whole object.</summary>
    ObjectCrc32,

    /// <summary>The object has as many bytes as were sent.</summary>
    Size,

    /// <summary>The destination is known to refuse a completion over an existing object, and that was asked for.</summary>
    ConditionalComplete,

    /// <summary>The object was read back whole and has the CRC-32 and CRC-64 of what was sent.</summary>
    ReadBack,
}
