namespace RdsBackup;

/// <summary>What was compared to prove that a copy equals its source.</summary>
public sealed class BackupCopyProof
{
    /// <summary>CRC-64/XZ that the source announces (<c>x-oss-hash-crc64ecma</c>); null when it announces none.</summary>
    public ulong? SourceCrc64 { get; init; }

    /// <summary>CRC-64/XZ of the bytes that were sent.</summary>
    public ulong? SentCrc64 { get; init; }

    /// <summary>CRC-32 of the bytes that were sent, base64 of its big-endian bytes as S3 writes it; null when the endpoint checks none.</summary>
    public string? SentCrc32 { get; init; }

    /// <summary>Full-object CRC-32 that S3 reports for what it stored; null when the endpoint reports none.</summary>
    public string? DestinationCrc32 { get; init; }

    /// <summary>Everything that was proved, in the order of <see cref="BackupCopyGuarantee"/>. What is not listed is not known.</summary>
    public IReadOnlyList<BackupCopyGuarantee> Guarantees { get; init; } = [];

    /// <summary>True when the bytes sent have the checksum that the source announces, or else the one that its API lists.</summary>
    public bool IsSourceProved => Has(BackupCopyGuarantee.SourceCrc64) || Has(BackupCopyGuarantee.ApiCrc64);

    /// <summary>
    /// True when the destination holds the bytes that were sent: by the checksum of the whole object, by reading it back, or by a proof of
    /// every part and of their order.
    /// </summary>
    public bool IsDestinationProved =>
        Has(BackupCopyGuarantee.ObjectCrc32) || Has(BackupCopyGuarantee.ReadBack)
        || (Has(BackupCopyGuarantee.MultipartETag)
            && (Has(BackupCopyGuarantee.PartCrc32) || Has(BackupCopyGuarantee.PartSha256) || Has(BackupCopyGuarantee.PartMd5)));

    /// <summary>
    /// True when an existing object could not be overwritten by the copy even in a race. Amazon S3 heeds that condition; another endpoint
    /// is asked for it too, but counts only once it was seen to refuse a completion.
    /// </summary>
    public bool IsConditional => Has(BackupCopyGuarantee.ConditionalComplete);

    /// <summary>Which ends were proved.</summary>
    public override string ToString() => (IsSourceProved, IsDestinationProved) switch
    {
        (true, true) => "Source+Destination",
        (true, false) => "Source",
        (false, true) => "Destination",
        _ => "None",
    };

    private bool Has(BackupCopyGuarantee guarantee) => Guarantees.Contains(guarantee);
}
