using RdsBackup.Checksums;

namespace RdsBackup.S3;

/// <summary>A part that S3 has acknowledged.</summary>
/// <param name="Number">1 to 10,000.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ETag">As S3 returned it.</param>
/// <param name="Crc32">CRC-32 of its bytes; null when it was not computed.</param>
/// <param name="Crc64">CRC-64/XZ of its bytes.</param>
/// <param name="Proof">How S3 showed that it has these bytes.</param>
internal sealed record UploadedPart(int Number, long Length, string ETag, uint? Crc32, ulong Crc64, PartProof Proof)
{
    /// <summary>The checksums of its bytes.</summary>
    public ChecksumChain Checksums => new(Length, Crc32, Crc64);
}
