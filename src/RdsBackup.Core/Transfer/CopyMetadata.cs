namespace RdsBackup.Transfer;

/// <summary>Names of the user metadata of a copy. Stable: copies of earlier versions are known by them.</summary>
internal static class CopyMetadata
{
    /// <summary>The backup, as instance/backup.</summary>
    public const string Backup = "x-amz-meta-rdsbackup-backup";

    /// <summary>CRC-64/XZ that the source announced.</summary>
    public const string SourceCrc64 = "x-amz-meta-rdsbackup-source-crc64";

    /// <summary>ETag of the source.</summary>
    public const string SourceETag = "x-amz-meta-rdsbackup-source-etag";

    /// <summary>Original name of the file.</summary>
    public const string FileName = "x-amz-meta-rdsbackup-file-name";

    /// <summary>One upload, and the runs that went on with it: tells a copy from an earlier or another one of the same backup.</summary>
    public const string CopyId = "x-amz-meta-rdsbackup-copy-id";

    /// <summary>Version of the module that made the copy.</summary>
    public const string Version = "x-amz-meta-rdsbackup-version";
}
