namespace RdsBackup;

/// <summary>A copy that was downloaded from S3.</summary>
public sealed class BackupDownloadResult
{
    /// <summary>How it ended.</summary>
    public required BackupDownloadStatus Status { get; init; }

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Length of the file in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Bytes this run found on disk from an earlier, interrupted one, and found undamaged.</summary>
    public long ResumedBytes { get; init; }

    /// <summary>Wall time of the download.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Bytes moved by this run per second; 0 when nothing was moved.</summary>
    public double BytesPerSecond =>
        Status != BackupDownloadStatus.AlreadyPresent && Duration > TimeSpan.Zero ? (Bytes - ResumedBytes) / Duration.TotalSeconds : 0;

    /// <summary>Everything that was proved of the file. What is not listed is not known.</summary>
    public required IReadOnlyList<BackupDownloadGuarantee> Proof { get; init; }

    /// <summary>CRC-64/XZ of the file.</summary>
    public required ulong Crc64 { get; init; }

    /// <summary>CRC-32 of the file, base64 of its big-endian bytes as S3 writes it.</summary>
    public required string Crc32 { get; init; }

    /// <summary>The copy as its manifest describes it; null when the manifest is lost.</summary>
    public BackupCopy? Copy { get; init; }

    /// <summary>The instance the backup was taken from; null when the manifest is lost.</summary>
    public string? InstanceId => Copy?.InstanceId;

    /// <summary>Id of the backup set; null for a log backup and when the manifest is lost.</summary>
    public string? BackupId => Copy?.BackupId;

    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>Key of the copy.</summary>
    public required string Key { get; init; }

    /// <summary>Version id of the copy, in a versioned bucket.</summary>
    public string? VersionId { get; init; }

    /// <summary>ETag of the copy.</summary>
    public string? ETag { get; init; }

    /// <summary>When the download ended (UTC).</summary>
    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>Status and file.</summary>
    public override string ToString() => $"{Status} {Path}";
}
