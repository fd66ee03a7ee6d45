namespace RdsBackup.S3;

/// <summary>How the body of a part is written and signed.</summary>
internal enum PartDialect
{
    /// <summary>The bytes as they are. What S3 took only the part's ETag tells, by an MD5.</summary>
    Plain,

    /// <summary>In chunks, the CRC-32 of the part behind them. S3 checks it.</summary>
    Trailer,

    /// <summary>In chunks, each signed over its SHA-256. S3 checks that as a part of the signature.</summary>
    SignedChunks,
}
