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
