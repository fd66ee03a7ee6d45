using RdsBackup.S3;

namespace RdsBackup.Checksums;

/// <summary>The checksums of some bytes, and how those of a whole come from those of its parts.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Crc32">CRC-32.</param>
/// <param name="Crc64">CRC-64/XZ.</param>
internal readonly record struct ChecksumChain(long Length, uint Crc32, ulong Crc64)
{
    /// <summary>Joins <paramref name="parts"/> in the order of their numbers.</summary>
    public static ChecksumChain Of(IEnumerable<UploadedPart> parts) => Of(parts.OrderBy(part => part.Number).Select(part => part.Checksums));

    /// <summary>Joins what follows one another.</summary>
    public static ChecksumChain Of(IEnumerable<ChecksumChain> pieces) => pieces.Aggregate(
        new ChecksumChain(0, 0, 0),
        (whole, piece) => new ChecksumChain(
            whole.Length + piece.Length,
            (uint)Crc.Crc32.Combine(whole.Crc32, piece.Crc32, piece.Length),
            Crc.Crc64Xz.Combine(whole.Crc64, piece.Crc64, piece.Length)));
}
