namespace RdsBackup.S3;

/// <summary>What the objects written are to be like. Null leaves the bucket's default.</summary>
public sealed class S3ObjectOptions
{
    private const string Kms = "aws:kms";
    private readonly string? _encryption;

    /// <summary>Storage class of the copy, such as STANDARD_IA or GLACIER_IR. Manifests stay in the default class.</summary>
    public string? StorageClass { get; init; }

    /// <summary>AES256, aws:kms or aws:kms:dsse; where only a key is named, aws:kms.</summary>
    public string? ServerSideEncryption
    {
        get => _encryption ?? (KmsKeyId is null ? null : Kms);
        init => _encryption = value;
    }

    /// <summary>Key id, ARN or alias for aws:kms; null takes the account's default key.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>At most ten tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>GOVERNANCE or COMPLIANCE; needs <see cref="ObjectLockRetainUntil"/> and a bucket with Object Lock.</summary>
    public string? ObjectLockMode { get; init; }

    /// <summary>Until when the copy and its manifest cannot be deleted (UTC).</summary>
    public DateTimeOffset? ObjectLockRetainUntil { get; init; }

    /// <summary>Whether objects come out the same with <paramref name="other"/>, but for the end of their lock.</summary>
    internal bool IsLike(S3ObjectOptions other) =>
        (StorageClass, ServerSideEncryption, KmsKeyId, ObjectLockMode) == (other.StorageClass, other.ServerSideEncryption, other.KmsKeyId, other.ObjectLockMode)
        && Tags.Count == other.Tags.Count && !Tags.Except(other.Tags).Any();

    /// <summary>The parameters that ask the store for something it may not know.</summary>
    internal IEnumerable<string> Asked
    {
        get
        {
            (string Name, bool IsGiven)[] parameters =
            [
                ("-StorageClass", StorageClass is not null),
                ("-ServerSideEncryption", ServerSideEncryption is not null),
                ("-KmsKeyId", KmsKeyId is not null),
                ("-Tag", Tags.Count > 0),
                ("-ObjectLockMode", ObjectLockMode is not null),
            ];
            return parameters.Where(parameter => parameter.IsGiven).Select(parameter => parameter.Name);
        }
    }
}
