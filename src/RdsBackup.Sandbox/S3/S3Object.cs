namespace RdsBackup.Sandbox;

/// <summary>A version of an object in the emulated S3.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="ETag">Its ETag, quotes included.</param>
/// <param name="LastModified">When it was completed.</param>
/// <param name="Attributes">What it was created with.</param>
/// <param name="Checksum">The checksum kept with it.</param>
/// <param name="VersionId">Its version; null in a bucket without versioning.</param>
public sealed record S3Object(string Key, long Size, string ETag, DateTimeOffset LastModified, S3Attributes Attributes, S3ObjectChecksum Checksum, string? VersionId)
{
    /// <summary>Until when an archived object can be read; null when nobody restored it.</summary>
    public DateTimeOffset? RestoredUntil { get; init; }

    internal bool IsArchived => Attributes.StorageClass is "GLACIER" or "DEEP_ARCHIVE";

    internal IReadOnlyList<S3Part> Parts { get; init; } = [];

    /// <summary>Its bytes where they are not those of its parts.</summary>
    internal Content? Held { get; init; }

    /// <summary>Whether it stands for a deletion in a versioned bucket.</summary>
    public bool IsDeleteMarker { get; init; }
}
