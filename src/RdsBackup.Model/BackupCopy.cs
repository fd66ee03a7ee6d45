namespace RdsBackup;

/// <summary>A finished copy in S3, as its manifest describes it.</summary>
public sealed class BackupCopy
{
    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>Key of the copy.</summary>
    public required string Key { get; init; }

    /// <summary>Key of its manifest.</summary>
    public required string ManifestKey { get; init; }

    /// <summary>The cloud it came from: aliyun.</summary>
    public required string Cloud { get; init; }

    /// <summary>The environment it was copied for, if one was named.</summary>
    public string? Environment { get; init; }

    /// <summary>The instance the backup was taken from.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Region of that instance.</summary>
    public required string RegionId { get; init; }

    /// <summary>Id of the backup set; null for a log backup.</summary>
    public string? BackupId { get; init; }

    /// <summary>Original name of the file.</summary>
    public required string FileName { get; init; }

    /// <summary>Engine and version.</summary>
    public string? Engine { get; init; }

    /// <summary>Version of the engine.</summary>
    public string? EngineVersion { get; init; }

    /// <summary>Physical, Logical or Snapshot.</summary>
    public string? Method { get; init; }

    /// <summary>FullBackup or IncrementalBackup.</summary>
    public string? Type { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Start of the backup (UTC).</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>End of the backup (UTC).</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>When the copy was finished (UTC).</summary>
    public required DateTimeOffset CopiedAt { get; init; }

    /// <summary>CRC-64/XZ of the content.</summary>
    public ulong? Crc64 { get; init; }

    /// <summary>CRC-32 of the content, base64 of its big-endian bytes; null when the endpoint checks none.</summary>
    public string? Crc32 { get; init; }

    /// <summary>Whether the source's own checksum proved the copy.</summary>
    public bool IsVerified { get; init; }

    /// <summary>Version id of the copy, in a versioned bucket.</summary>
    public string? VersionId { get; init; }

    /// <summary>ETag of the copy.</summary>
    public string? ETag { get; init; }

    /// <summary>Version of the module that made it.</summary>
    public string? ModuleVersion { get; init; }

    /// <summary>Destination.</summary>
    public override string ToString() => $"s3://{Bucket}/{Key}";
}
