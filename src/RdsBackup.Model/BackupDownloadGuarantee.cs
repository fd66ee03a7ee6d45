namespace RdsBackup;

/// <summary>One thing that was proved of a file downloaded from S3. The names are stable.</summary>
public enum BackupDownloadGuarantee
{
    /// <summary>It has the CRC-64 that the copy's manifest names.</summary>
    ManifestCrc64,

    /// <summary>It has the CRC-32 that the copy's manifest names.</summary>
    ManifestCrc32,

    /// <summary>The manifest is lost, but the file has the CRC-64 of the backup's source, which the object's metadata name.</summary>
    SourceCrc64,

    /// <summary>It has the CRC-32 that S3 reports for the whole object.</summary>
    ObjectCrc32,

    /// <summary>It has as many bytes as the copy's manifest says.</summary>
    ManifestSize,
}
