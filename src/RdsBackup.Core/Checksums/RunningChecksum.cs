namespace RdsBackup.Checksums;

/// <summary>The checksums of bytes as they pass by.</summary>
internal sealed class RunningChecksum
{
    private ulong _crc32;
    private ulong _crc64;
    private long _length;

    /// <summary>Of all bytes so far.</summary>
    public ChecksumChain Value => new(_length, (uint)_crc32, _crc64);

    /// <summary>Takes in the bytes that follow.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        _crc32 = Crc.Crc32.Append(_crc32, data);
        _crc64 = Crc.Crc64Xz.Append(_crc64, data);
        _length += data.Length;
    }
}
