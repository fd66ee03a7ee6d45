namespace RdsBackup.Configuration;

/// <summary>Where backups are copied to, and what the copies are like.</summary>
public sealed class DestinationOptions : BucketOptions
{
    /// <summary>What every key starts with.</summary>
    public string? Prefix { get; init; }

    /// <summary>Template of the keys; the parameter -KeyTemplate of Send-AliyunBackupToS3 explains it.</summary>
    public string? KeyTemplate { get; init; }

    /// <summary>Storage class of the copies. Without it that of the bucket.</summary>
    public string? StorageClass { get; init; }

    /// <summary>How S3 encrypts the copies: AES256, aws:kms or aws:kms:dsse. Without it as the bucket says; with a key, aws:kms.</summary>
    public string? ServerSideEncryption { get; init; }

    /// <summary>Id, ARN or alias of the KMS key.</summary>
    public string? KmsKeyId { get; init; }
}
