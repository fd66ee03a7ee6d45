using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RdsBackup.Transfer;

/// <summary>
/// A reflected 64-bit CRC with all-ones initial value and final inversion, computed sixteen bytes a step from tables.
/// Two are in use: CRC-64/XZ, which OSS serves as <c>x-oss-hash-crc64ecma</c> (check value of "123456789":
/// 0x995DC9BBDF1939FA), and CRC-64/NVME, which S3 offers (check value: 0xAE8B14860A799888).
/// </summary>
internal sealed class Crc64
{
    private const int Slices = 16;
    private readonly ulong _polynomial;
    private readonly ulong[] _tables;

    private Crc64(ulong reflectedPolynomial)
    {
        _polynomial = reflectedPolynomial;
        _tables = BuildTables(reflectedPolynomial);
    }

    /// <summary>CRC-64/XZ: polynomial ECMA-182, reflected.</summary>
    public static Crc64 Xz { get; } = new(0xC96C5795D7870F42);

    /// <summary>CRC-64/NVME.</summary>
    public static Crc64 Nvme { get; } = new(0x9A6C9329AC4BC9B5);

    /// <summary>The CRC of some bytes and <paramref name="data"/> after them.</summary>
    /// <param name="crc">The CRC of the bytes before; 0 when there are none.</param>
    /// <param name="data">The bytes that follow.</param>
    public ulong Append(ulong crc, ReadOnlySpan<byte> data)
    {
        ulong state = ~crc;
        ref ulong table = ref _tables[0];
        while (data.Length >= Slices)
        {
            ulong low = state ^ BinaryPrimitives.ReadUInt64LittleEndian(data);
            ulong high = BinaryPrimitives.ReadUInt64LittleEndian(data[8..]);
            state = FoldWord(ref table, low, 8) ^ FoldWord(ref table, high, 0);
            data = data[Slices..];
        }

        foreach (byte value in data)
        {
            state = Unsafe.Add(ref table, (byte)(state ^ value)) ^ (state >> 8);
        }

        return ~state;
    }

    /// <summary>The CRC of two byte sequences one after the other, from the CRC of each.</summary>
    /// <param name="first">CRC of the first sequence.</param>
    /// <param name="second">CRC of the second.</param>
    /// <param name="secondLength">Bytes in the second, at least 0.</param>
    public ulong Combine(ulong first, ulong second, long secondLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(secondLength);
        return CrcShift.ByBytes(first, secondLength, _polynomial, width: 64) ^ second;
    }

    // The eight bytes of one word; the byte that lies deepest in the step needs the table furthest along.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong FoldWord(ref ulong table, ulong word, int bytesAfter) =>
        Unsafe.Add(ref table, ((bytesAfter + 7) * 256) + (int)(byte)word)
        ^ Unsafe.Add(ref table, ((bytesAfter + 6) * 256) + (int)(byte)(word >> 8))
        ^ Unsafe.Add(ref table, ((bytesAfter + 5) * 256) + (int)(byte)(word >> 16))
        ^ Unsafe.Add(ref table, ((bytesAfter + 4) * 256) + (int)(byte)(word >> 24))
        ^ Unsafe.Add(ref table, ((bytesAfter + 3) * 256) + (int)(byte)(word >> 32))
        ^ Unsafe.Add(ref table, ((bytesAfter + 2) * 256) + (int)(byte)(word >> 40))
        ^ Unsafe.Add(ref table, ((bytesAfter + 1) * 256) + (int)(byte)(word >> 48))
        ^ Unsafe.Add(ref table, (bytesAfter * 256) + (int)(byte)(word >> 56));

    private static ulong[] BuildTables(ulong polynomial)
    {
        ulong[] tables = new ulong[Slices * 256];
        for (int value = 0; value < 256; value++)
        {
            ulong remainder = (ulong)value;
            for (int bit = 0; bit < 8; bit++)
            {
                remainder = (remainder >> 1) ^ ((remainder & 1) == 0 ? 0 : polynomial);
            }

            tables[value] = remainder;
        }

        for (int index = 256; index < tables.Length; index++)
        {
            ulong previous = tables[index - 256];
            tables[index] = tables[(byte)previous] ^ (previous >> 8);
        }

        return tables;
    }
}
