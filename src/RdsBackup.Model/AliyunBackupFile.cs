namespace RdsBackup;

/// <summary>What a backup set and a log backup have in common: a file of one instance that can be copied.</summary>
public abstract class AliyunBackupFile
{
    /// <summary>Id of the instance it was taken from.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Region of that instance.</summary>
    public required string RegionId { get; init; }

    /// <summary>Engine of that instance, if the API said so.</summary>
    public string? Engine { get; init; }

    /// <summary>Name of the file with its original extension, which restore tools depend on; null when there is no link to take it from.</summary>
    public string? FileName { get; init; }

    /// <summary>Bytes, as the API announces them. For a snapshot this is no download size.</summary>
    public long Size { get; init; }

    /// <summary>Start of the backup, or of the log's window (UTC).</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>End of the backup, or of the log's window (UTC).</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>CRC-64/XZ of the file as the API announces it, if it does. Alibaba Cloud does not promise that it equals the one OSS serves.</summary>
    public ulong? Checksum { get; init; }

    /// <summary>The node (primary or secondary) that produced it.</summary>
    public string? HostInstanceId { get; init; }

    /// <summary>Success or Failed for a backup set; Completed or Uploading for a binary log; null where the API says nothing.</summary>
    public string? Status { get; init; }

    /// <summary>Address on the internet; billed beyond a monthly quota. Null when the file cannot be downloaded.</summary>
    public SignedLink? DownloadLink { get; init; }

    /// <summary>Address inside the region's network, free of charge. Null when the file cannot be downloaded.</summary>
    public SignedLink? InternalDownloadLink { get; init; }

    /// <summary>From start to end, when both are known.</summary>
    public TimeSpan? Duration => EndTime - StartTime;

    /// <summary>Whether the API gave any address to download it from.</summary>
    public bool HasDownloadLink => DownloadLink is not null || InternalDownloadLink is not null;
}
