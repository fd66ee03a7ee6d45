namespace RdsBackup;

/// <summary>What was compared to prove that a copy equals its source.</summary>
public sealed class BackupCopyProof
{
    /// <summary>CRC-64/XZ that the source announces (<c>x-oss-hash-crc64ecma</c>); null when it announces none.</summary>
    public ulong? SourceCrc64 { get; init; }

    /// <summary>CRC-64/XZ of the bytes that were sent.</summary>
    public ulong? SentCrc64 { get; init; }

    /// <summary>CRC-32 of the bytes that were sent, base64 of its big-endian bytes as S3 writes it.</summary>
    public string? SentCrc32 { get; init; }

    /// <summary>Full-object CRC-32 that S3 reports for what it stored; null when the endpoint reports none.</summary>
    public string? DestinationCrc32 { get; init; }

    /// <summary>True when the bytes sent have the checksum the source announced.</summary>
    public bool IsSourceProved => SourceCrc64 is not null && SourceCrc64 == SentCrc64;

    /// <summary>True when the destination stored bytes with the checksum of those sent.</summary>
    public bool IsDestinationProved => DestinationCrc32 is not null && DestinationCrc32 == SentCrc32;

    /// <summary>True when an existing object could not be overwritten by the copy even in a race (conditional write).</summary>
    public bool IsConditional { get; init; }

    /// <summary>Which ends were proved.</summary>
    public override string ToString() => (IsSourceProved, IsDestinationProved) switch
    {
        (true, true) => "Source+Destination",
        (true, false) => "Source",
        (false, true) => "Destination",
        _ => "None",
    };
}
