namespace RdsBackup.Snapshots;

/// <summary>How a snapshot is copied.</summary>
public sealed record SnapshotCopyOptions
{
    /// <summary>Template of the copy's identifier, or the identifier itself; null takes <see cref="SnapshotName.DefaultOfCopy"/>.</summary>
    public string? Template { get; init; }

    /// <summary>Key to encrypt the copy with, of the region it will lie in: id, alias or ARN. Null keeps the source's.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>Whether the copy gets the tags of the source.</summary>
    public bool CopyTags { get; init; }

    /// <summary>Tags of the copy.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
