namespace RdsBackup.Sandbox;

/// <summary>What an object is created with: the headers of PutObject or CreateMultipartUpload.</summary>
public sealed record S3Attributes
{
    /// <summary>Content-Type.</summary>
    public string ContentType { get; init; } = "binary/octet-stream";

    /// <summary>User metadata by name, without the <c>x-amz-meta-</c> prefix.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Storage class.</summary>
    public string StorageClass { get; init; } = "STANDARD";

    /// <summary>Server-side encryption: AES256, aws:kms or aws:kms:dsse.</summary>
    public string ServerSideEncryption { get; init; } = "AES256";

    /// <summary>The KMS key of the encryption; null for none or the default key.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>Tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Object Lock mode: GOVERNANCE or COMPLIANCE; null for none.</summary>
    public string? LockMode { get; init; }

    /// <summary>Until when Object Lock keeps the object, as sent; null for none.</summary>
    public string? RetainUntil { get; init; }

    /// <summary>Legal hold: ON or OFF; null for none.</summary>
    public string? LegalHold { get; init; }
}

/// <summary>A checksum that S3 keeps with an object.</summary>
/// <param name="Algorithm">CRC32, CRC32C, CRC64NVME, SHA1 or SHA256.</param>
/// <param name="Type">FULL_OBJECT or COMPOSITE.</param>
/// <param name="Value">Base64; with <c>-N</c> for a composite one.</param>
public sealed record S3ObjectChecksum(string Algorithm, string Type, string Value);

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
    internal IReadOnlyList<S3Part> Parts { get; init; } = [];

    /// <summary>Whether it stands for a deletion in a versioned bucket.</summary>
    public bool IsDeleteMarker { get; init; }
}

/// <summary>A received part, or the whole body of a PutObject.</summary>
/// <param name="Number">Its number, 1 to 10,000.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Md5">Its MD5.</param>
/// <param name="LastModified">When it arrived.</param>
/// <param name="Checksum">The checksum that will count for the object.</param>
public sealed record S3Part(int Number, long Size, string Md5, DateTimeOffset LastModified, string Checksum)
{
    /// <summary>The file with its bytes; null in sink mode.</summary>
    internal FileInfo? File { get; init; }

    /// <summary>Its ETag, quotes included.</summary>
    public string ETag => $"\"{Md5}\"";
}
