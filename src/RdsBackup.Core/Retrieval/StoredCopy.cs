using System.Globalization;
using Amazon.S3.Model;
using RdsBackup.Checksums;
using RdsBackup.S3;
using RdsBackup.Transfer;

namespace RdsBackup.Retrieval;

/// <summary>A copy as it lies in S3, and what it should be by its manifest or, when that is lost, by its own metadata.</summary>
internal sealed class StoredCopy
{
    private static readonly string[] ArchiveClasses = ["GLACIER", "DEEP_ARCHIVE"];
    private readonly GetObjectMetadataResponse _head;
    private readonly CopyManifest? _manifest;

    private StoredCopy(string bucket, string key, GetObjectMetadataResponse head, CopyManifest? manifest)
    {
        _head = head;
        _manifest = manifest;
        Copy = manifest?.ToCopy(bucket, key + CopyManifest.KeySuffix);
    }

    /// <summary>What the manifest says; null when it is lost.</summary>
    public BackupCopy? Copy { get; }

    /// <summary>Bytes of the object.</summary>
    public long Length => _head.ContentLength;

    /// <summary>Tag of this state of the object.</summary>
    public string? ETag => _head.ETag;

    /// <summary>Version id, in a versioned bucket.</summary>
    public string? VersionId => _head.VersionId;

    /// <summary>Storage class; null is STANDARD.</summary>
    public string? StorageClass => _head.StorageClass?.Value;

    /// <summary>
    /// Whether the bytes cannot be read before they are restored. Source: "Working with archived objects", S3 user guide: the header
    /// x-amz-restore names the end of a restored copy; x-amz-archive-status the archive tiers of INTELLIGENT_TIERING.
    /// </summary>
    public bool IsArchived =>
        _head.RestoreExpiration is null && (ArchiveClasses.Contains(StorageClass) || !string.IsNullOrEmpty(_head.ArchiveStatus?.Value));

    /// <summary>CRC-32 that S3 reports for the whole object, or null.</summary>
    public uint? ReportedCrc32 => ParseCrc32(_head.ChecksumCRC32);

    /// <summary>CRC-32 that the manifest names, or null.</summary>
    public uint? ManifestCrc32 => ParseCrc32(_manifest?.Crc32);

    /// <summary>CRC-64/XZ that the manifest names, or null.</summary>
    public ulong? ManifestCrc64 => Copy?.Crc64;

    /// <summary>CRC-64/XZ of the source, which the copy was made from, as the object's metadata name it; or null.</summary>
    public ulong? SourceCrc64 => ParseCrc64(_head.Metadata[CopyMetadata.SourceCrc64]);

    /// <summary>CRC-32 the content should have, or null when nothing says.</summary>
    public uint? ExpectedCrc32 => ManifestCrc32 ?? ReportedCrc32;

    /// <summary>CRC-64/XZ the content should have, or null when nothing says.</summary>
    public ulong? ExpectedCrc64 => ManifestCrc64 ?? SourceCrc64;

    /// <summary>Looks at the object under <paramref name="key"/> and its manifest; null when there is no object.</summary>
    public static async Task<StoredCopy?> FindAsync(BackupBucket bucket, string key, CancellationToken cancellationToken)
    {
        if (await bucket.HeadAsync(key, cancellationToken).ConfigureAwait(false) is not { } head)
        {
            return null;
        }

        string? manifest = await bucket.ReadTextAsync(key + CopyManifest.KeySuffix, cancellationToken).ConfigureAwait(false);
        return new StoredCopy(bucket.Name, key, head, CopyJson.Read<CopyManifest>(manifest));
    }

    private static uint? ParseCrc32(string? text) => Crc32Checksum.TryParse(text, out uint crc) ? crc : null;

    private static ulong? ParseCrc64(string? text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong crc) ? crc : null;
}
