using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace RdsBackup.Checksums;

/// <summary>CRC-32 (IEEE) as S3 uses it: base64 of the big-endian value (<c>x-amz-checksum-crc32</c>).</summary>
internal static class Crc32Checksum
{
    /// <summary>The value as S3 writes it; null when there is none.</summary>
    [return: NotNullIfNotNull(nameof(crc))]
    public static string? ToBase64(uint? crc)
    {
        if (crc is not { } value)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>Reads what S3 wrote; false when <paramref name="text"/> is no CRC-32, such as a composite <c>…-N</c>.</summary>
    public static bool TryParse(string? text, out uint crc)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        bool read = text is { Length: 8 } && Convert.TryFromBase64String(text, bytes, out int length) && length == sizeof(uint);
        crc = read ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
        return read;
    }
}
