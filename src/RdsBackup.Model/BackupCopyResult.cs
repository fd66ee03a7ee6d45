namespace RdsBackup;

/// <summary>What copying one backup to S3 came to.</summary>
public sealed class BackupCopyResult
{
    /// <summary>How it ended.</summary>
    public required BackupCopyStatus Status { get; init; }

    /// <summary>The instance the backup was taken from.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Region of that instance.</summary>
    public required string RegionId { get; init; }

    /// <summary>Id of the backup set; null for a log backup.</summary>
    public string? BackupId { get; init; }

    /// <summary>Name of the file.</summary>
    public string? FileName { get; init; }

    /// <summary>Length of the object in bytes; null when the copy failed before that was known.</summary>
    public long? Bytes { get; init; }

    /// <summary>Bytes this run found in S3 from an earlier, interrupted one.</summary>
    public long ResumedBytes { get; init; }

    /// <summary>Parts of the multipart upload; 0 when nothing was moved.</summary>
    public int Parts { get; init; }

    /// <summary>Wall time of the copy.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Bytes moved by this run per second; 0 when nothing was moved.</summary>
    public double BytesPerSecond =>
        Status is BackupCopyStatus.Verified or BackupCopyStatus.Copied && Duration > TimeSpan.Zero
            ? (Bytes.GetValueOrDefault() - ResumedBytes) / Duration.TotalSeconds
            : 0;

    /// <summary>Which address the bytes came through; null when nothing was moved.</summary>
    public AliyunNetwork? Network { get; init; }

    /// <summary>What was compared.</summary>
    public BackupCopyProof Proof { get; init; } = new();

    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>Key of the copy.</summary>
    public string? Key { get; init; }

    /// <summary>Key of the manifest beside it.</summary>
    public string? ManifestKey { get; init; }

    /// <summary>Version id, in a versioned bucket.</summary>
    public string? VersionId { get; init; }

    /// <summary>ETag of the copy. Not a hash of its content.</summary>
    public string? ETag { get; init; }

    /// <summary>Stable id of the error when <see cref="Status"/> is Failed.</summary>
    public string? ErrorId { get; init; }

    /// <summary>The error's sentence when <see cref="Status"/> is Failed.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>What to do about the error when <see cref="Status"/> is Failed, if that is known.</summary>
    public string? ErrorRemedy { get; init; }

    /// <summary>When the copy ended (UTC).</summary>
    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>Status and destination.</summary>
    public override string ToString() => $"{Status} s3://{Bucket}/{Key}";
}
