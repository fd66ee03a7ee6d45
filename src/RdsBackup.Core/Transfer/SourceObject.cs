namespace RdsBackup.Transfer;

/// <summary>What a source says of the object behind a link.</summary>
/// <param name="Length">Bytes; null when it does not say.</param>
/// <param name="ETag">Its version, as sent, quotes included; null when it has none.</param>
/// <param name="Crc64">CRC-64/XZ of the whole object (<c>x-oss-hash-crc64ecma</c>); null when it has none.</param>
/// <param name="SupportsRanges">Whether it answers ranges with 206.</param>
internal sealed record SourceObject(long? Length, string? ETag, ulong? Crc64, bool SupportsRanges);
