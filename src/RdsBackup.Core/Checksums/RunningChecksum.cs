using System.IO.Hashing;

namespace RdsBackup.Checksums;

/// <summary>The checksums of bytes as they pass by.</summary>
internal sealed class RunningChecksum
{
    private readonly Crc32 _crc32 = new();
    private ulong _crc64;
    private long _length;

    /// <summary>Of all bytes so far.</summary>
    public ChecksumChain Value => new(_length, _crc32.GetCurrentHashAsUInt32(), _crc64);

    /// <summary>Takes in the bytes that follow.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        _crc32.Append(data);
        _crc64 = Crc64.Xz.Append(_crc64, data);
        _length += data.Length;
    }
}
