using RdsBackup.S3;

namespace RdsBackup.Checksums;

/// <summary>The checksums of some bytes, and how those of a whole come from those of its parts.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Crc32">CRC-32; null when it was not computed.</param>
/// <param name="Crc64">CRC-64/XZ.</param>
internal readonly record struct ChecksumChain(long Length, uint? Crc32, ulong Crc64)
{
    /// <summary>Whether both are of the same bytes, by all that was computed of both.</summary>
    public bool IsLike(ChecksumChain other) =>
        Length == other.Length && Crc64 == other.Crc64 && (Crc32 is null || other.Crc32 is null || Crc32 == other.Crc32);

    /// <summary>The checksum to name to people: that of S3 if it was computed.</summary>
    public override string ToString() => Crc32 is null ? $"CRC-64 {Crc64}" : $"CRC-32 {Crc32Checksum.ToBase64(Crc32)}";

    /// <summary>Joins <paramref name="parts"/> in the order of their numbers.</summary>
    public static ChecksumChain Of(IEnumerable<UploadedPart> parts) => Of(parts.OrderBy(part => part.Number).Select(part => part.Checksums));

    /// <summary>Joins what follows one another.</summary>
    public static ChecksumChain Of(IEnumerable<ChecksumChain> pieces) => pieces.Aggregate(
        new ChecksumChain(0, 0, 0),
        (whole, piece) => new ChecksumChain(
            whole.Length + piece.Length,
            whole.Crc32 is { } before && piece.Crc32 is { } after ? (uint)Crc.Crc32.Combine(before, after, piece.Length) : null,
            Crc.Crc64Xz.Combine(whole.Crc64, piece.Crc64, piece.Length)));
}
