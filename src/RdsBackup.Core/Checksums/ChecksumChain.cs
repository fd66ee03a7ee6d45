using RdsBackup.S3;

namespace RdsBackup.Checksums;

/// <summary>The checksums of a whole object, from those of its parts.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Crc32">CRC-32.</param>
/// <param name="Crc64">CRC-64/XZ.</param>
internal readonly record struct ChecksumChain(long Length, uint Crc32, ulong Crc64)
{
    /// <summary>Joins <paramref name="parts"/> in the order of their numbers.</summary>
    public static ChecksumChain Of(IEnumerable<UploadedPart> parts) => parts.OrderBy(part => part.Number).Aggregate(
        new ChecksumChain(0, 0, 0),
        (whole, part) => new ChecksumChain(
            whole.Length + part.Length,
            Crc32Checksum.Combine(whole.Crc32, part.Crc32, part.Length),
            Checksums.Crc64.Xz.Combine(whole.Crc64, part.Crc64, part.Length)));
}
