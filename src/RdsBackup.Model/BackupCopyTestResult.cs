namespace RdsBackup;

/// <summary>What checking a copy in S3 found.</summary>
public sealed class BackupCopyTestResult : BackupTestResult
{
    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>Key of the copy.</summary>
    public required string Key { get; init; }

    /// <summary>The copy as its manifest describes it; null when the manifest is lost.</summary>
    public BackupCopy? Copy { get; init; }

    /// <summary>The instance the backup was taken from; null when the manifest is lost.</summary>
    public string? InstanceId => Copy?.InstanceId;

    /// <summary>Id of the backup set; null for a log backup and when the manifest is lost.</summary>
    public string? BackupId => Copy?.BackupId;

    /// <summary>Whether every byte was read again (-Full). False too when the object could not be read.</summary>
    public bool IsFull { get; init; }

    /// <summary>Length of the object in bytes; null when there is none.</summary>
    public long? Bytes { get; init; }

    /// <summary>Storage class of the object; null when S3 names none, which is STANDARD.</summary>
    public string? StorageClass { get; init; }

    /// <summary>Wall time of the check.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Copy and summary.</summary>
    public override string ToString() => $"s3://{Bucket}/{Key}: {Summary}";
}
