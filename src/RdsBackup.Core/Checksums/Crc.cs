using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;

namespace RdsBackup.Checksums;

/// <summary>
/// A reflected CRC of 32 or 64 bits with all-ones initial value and final inversion. Where the processor multiplies without carries, 64
/// bytes a step are folded into four lanes (method: Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction",
/// 2009); elsewhere, and for what is left over, tables take sixteen bytes a step. Everything is computed in 64 bits: the remainders of a
/// CRC of 32 bits are those of its polynomial times x^32, whose low half is always zero, and which reflected is the upper half.
/// </summary>
/// <remarks>
/// The loops are compiled optimised at once: a copy of one GiB is over before the runtime would have found out that they matter. That is
/// also why CRC-32 is not that of System.IO.Hashing.
/// </remarks>
internal sealed class Crc
{
    private const int Slices = 16;
    private const int BlockSize = 16;
    private const int StrideSize = 4 * BlockSize;
    private readonly ulong _polynomial;
    private readonly ulong _allOnes;
    private readonly ulong[] _tables;
    private readonly Vector128<ulong> _foldOneBlock;
    private readonly Vector128<ulong> _foldFourBlocks;

    private Crc(ulong reflectedPolynomial, ulong allOnes = ulong.MaxValue)
    {
        _polynomial = reflectedPolynomial;
        _allOnes = allOnes;
        _tables = BuildTables(reflectedPolynomial);
        _foldOneBlock = FoldBy(BlockSize);
        _foldFourBlocks = FoldBy(StrideSize);
    }

    /// <summary>CRC-32 (IEEE), which S3 takes as <c>x-amz-checksum-crc32</c>; check value of "123456789": 0xCBF43926.</summary>
    public static Crc Crc32 { get; } = new(0xEDB88320, uint.MaxValue);

    /// <summary>CRC-64/XZ (ECMA-182), which OSS serves as <c>x-oss-hash-crc64ecma</c>; check value 0x995DC9BBDF1939FA.</summary>
    public static Crc Crc64Xz { get; } = new(0xC96C5795D7870F42);

    /// <summary>CRC-64/NVME, which S3 offers; check value 0xAE8B14860A799888.</summary>
    public static Crc Crc64Nvme { get; } = new(0x9A6C9329AC4BC9B5);

    /// <summary>The CRC of some bytes and <paramref name="data"/> after them.</summary>
    /// <param name="crc">The CRC of the bytes before; 0 when there are none.</param>
    /// <param name="data">The bytes that follow.</param>
    public ulong Append(ulong crc, ReadOnlySpan<byte> data)
    {
        ulong state = crc ^ _allOnes;
        if ((Pclmulqdq.IsSupported || ArmAes.IsSupported) && data.Length >= 2 * StrideSize)
        {
            int folded = data.Length / BlockSize * BlockSize;
            state = AppendFolded(state, MemoryMarshal.Cast<byte, Vector128<ulong>>(data[..folded]));
            data = data[folded..];
        }

        return AppendByTable(state, data) ^ _allOnes;
    }

    /// <summary>The CRC of two byte sequences one after the other, from the CRC of each.</summary>
    /// <param name="first">CRC of the first sequence.</param>
    /// <param name="second">CRC of the second.</param>
    /// <param name="secondLength">Bytes in the second, at least 0.</param>
    public ulong Combine(ulong first, ulong second, long secondLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(secondLength);
        return CrcShift.ByBytes(first, secondLength, _polynomial) ^ second;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private ulong AppendByTable(ulong state, ReadOnlySpan<byte> data)
    {
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

        return state;
    }

    // Each lane holds a block that stands for all blocks before it; folding moves it along to the place of the next one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private ulong AppendFolded(ulong state, ReadOnlySpan<Vector128<ulong>> blocks)
    {
        Vector128<ulong> lane0 = blocks[0] ^ Vector128.CreateScalar(state);
        Vector128<ulong> lane1 = blocks[1], lane2 = blocks[2], lane3 = blocks[3];
        blocks = blocks[4..];
        Vector128<ulong> factors = _foldFourBlocks;
        while (blocks.Length >= 4)
        {
            lane0 = Fold(lane0, factors) ^ blocks[0];
            lane1 = Fold(lane1, factors) ^ blocks[1];
            lane2 = Fold(lane2, factors) ^ blocks[2];
            lane3 = Fold(lane3, factors) ^ blocks[3];
            blocks = blocks[4..];
        }

        Vector128<ulong> last = Fold(Fold(Fold(lane0, _foldOneBlock) ^ lane1, _foldOneBlock) ^ lane2, _foldOneBlock) ^ lane3;
        foreach (Vector128<ulong> block in blocks)
        {
            last = Fold(last, _foldOneBlock) ^ block;
        }

        return AppendByTable(0, MemoryMarshal.AsBytes(new ReadOnlySpan<Vector128<ulong>>(in last)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Fold(Vector128<ulong> block, Vector128<ulong> factors) => Pclmulqdq.IsSupported
        ? Pclmulqdq.CarrylessMultiply(block, factors, 0x00) ^ Pclmulqdq.CarrylessMultiply(block, factors, 0x11)
        : ArmAes.PolynomialMultiplyWideningLower(block.GetLower(), factors.GetLower())
            ^ ArmAes.PolynomialMultiplyWideningUpper(block, factors);

    // A block's first half lies 64 bits further from the place it moves to than its second. The reflected product of two halves
    // comes out one power too high, hence the 7 in place of an 8: x^7 times whole bytes.
    private Vector128<ulong> FoldBy(int bytes)
    {
        const ulong XToThe7 = 1UL << 56;
        return Vector128.Create(
            CrcShift.ByBytes(XToThe7, bytes + 7, _polynomial), CrcShift.ByBytes(XToThe7, bytes - 1, _polynomial));
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
