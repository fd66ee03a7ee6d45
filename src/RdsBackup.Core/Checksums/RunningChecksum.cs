namespace RdsBackup.Checksums;

/// <summary>The checksums of bytes as they pass by.</summary>
/// <param name="withCrc32">Whether to compute the CRC-32, which only S3 asks for.</param>
internal sealed class RunningChecksum(bool withCrc32 = true)
{
    private ulong _crc32;
    private ulong _crc64;
    private long _length;

    /// <summary>Of all bytes so far.</summary>
    public ChecksumChain Value => new(_length, withCrc32 ? (uint)_crc32 : null, _crc64);

    /// <summary>Takes in the bytes that follow.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        if (withCrc32)
        {
            _crc32 = Crc.Crc32.Append(_crc32, data);
        }

        _crc64 = Crc.Crc64Xz.Append(_crc64, data);
        _length += data.Length;
    }
}
