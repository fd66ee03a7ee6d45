using System.Numerics;
using System.Runtime.InteropServices;
using RdsBackup.Checksums;

namespace RdsBackup.Sandbox;

/// <summary>
/// Pseudo-random bytes by arithmetic. Every 1 MiB block is one fixed random block XORed with a 64-bit mask that depends on
/// the seed and the block's number. A CRC is linear over XOR, so a block's CRC follows from its mask's set bits, and the
/// CRC of a terabyte takes seconds instead of the time to make the bytes.
/// </summary>
internal sealed class GeneratedContent : Content
{
    private const int BlockSize = 1 << 20;
    private const int LongestMagic = 64 * 1024;
    private static readonly byte[] Block = MakeBlock();
    private static readonly Lazy<BlockCrc> Crcs = new(() => new BlockCrc());
    private readonly int _seed;
    private readonly byte[] _magic;

    public GeneratedContent(int seed, long length, ReadOnlySpan<byte> magic)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(magic.Length, LongestMagic);
        _seed = seed;
        Length = length;
        _magic = magic[..(int)Math.Min(magic.Length, length)].ToArray();
    }

    public override long Length { get; }

    public override ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Fill(offset, buffer.Span);
        return ValueTask.CompletedTask;
    }

    protected override ulong ComputeCrc64()
    {
        // The first block may hold the magic, the last one may be short: both are read.
        ulong crc = CrcByReading(0, (int)Math.Min(Length, BlockSize));
        long block = 1;
        for (; (block + 1) * BlockSize <= Length; block++)
        {
            crc = Crcs.Value.Append(crc, Mask(block));
        }

        int tail = (int)Math.Max(0, Length - (block * BlockSize));
        return Crc.Crc64Xz.Combine(crc, CrcByReading(block * BlockSize, tail), tail);
    }

    private ulong CrcByReading(long offset, int count)
    {
        byte[] bytes = new byte[count];
        Fill(offset, bytes);
        return Crc.Crc64Xz.Append(0, bytes);
    }

    private void Fill(long offset, Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int start = (int)(offset % BlockSize);
            int count = Math.Min(BlockSize - start, buffer.Length);
            Xor(Block.AsSpan(start, count), Mask(offset / BlockSize), start, buffer[..count]);
            if (offset < _magic.Length)
            {
                ReadOnlySpan<byte> magic = _magic.AsSpan((int)offset);
                magic[..Math.Min(magic.Length, count)].CopyTo(buffer);
            }

            offset += count;
            buffer = buffer[count..];
        }
    }

    private static void Xor(ReadOnlySpan<byte> block, ulong mask, int start, Span<byte> target)
    {
        // The mask's byte that meets the first byte of the range.
        ulong turned = BitOperations.RotateRight(mask, start % sizeof(ulong) * 8);
        ReadOnlySpan<Vector<ulong>> blockVectors = MemoryMarshal.Cast<byte, Vector<ulong>>(block);
        Span<Vector<ulong>> targetVectors = MemoryMarshal.Cast<byte, Vector<ulong>>(target);
        Vector<ulong> maskVector = new(turned);
        for (int index = 0; index < targetVectors.Length; index++)
        {
            targetVectors[index] = blockVectors[index] ^ maskVector;
        }

        for (int index = targetVectors.Length * Vector<byte>.Count; index < target.Length; index++)
        {
            target[index] = (byte)(block[index] ^ (byte)(turned >> (index % sizeof(ulong) * 8)));
        }
    }

    // SplitMix64: well-mixed masks from consecutive numbers.
    private ulong Mask(long block)
    {
        ulong value = ((ulong)(uint)_seed << 32) + (ulong)(block + 1) * 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private static byte[] MakeBlock()
    {
        byte[] block = new byte[BlockSize];
        new Random(20_140_815).NextBytes(block);
        return block;
    }

    /// <summary>What CRCs of blocks follow from, computed once: both are linear, and known by what they do to single bits.</summary>
    private sealed class BlockCrc
    {
        private readonly ulong _unmasked = Crc.Crc64Xz.Append(0, Block);
        private readonly ulong[] _ofMaskBit = new ulong[64];
        private readonly ulong[] _shiftOfBit = new ulong[64];

        public BlockCrc()
        {
            byte[] pattern = new byte[BlockSize];
            ulong ofZeros = Crc.Crc64Xz.Append(0, pattern);
            for (int bit = 0; bit < 64; bit++)
            {
                MemoryMarshal.Cast<byte, ulong>(pattern.AsSpan()).Fill(1UL << bit);
                _ofMaskBit[bit] = Crc.Crc64Xz.Append(0, pattern) ^ ofZeros;
                _shiftOfBit[bit] = Crc.Crc64Xz.Combine(1UL << bit, 0, BlockSize);
            }
        }

        /// <summary>The CRC of some bytes and a masked block after them.</summary>
        public ulong Append(ulong crc, ulong mask) => Map(_shiftOfBit, crc) ^ _unmasked ^ Map(_ofMaskBit, mask);

        private static ulong Map(ulong[] ofBit, ulong value)
        {
            ulong image = 0;
            for (; value != 0; value &= value - 1)
            {
                image ^= ofBit[BitOperations.TrailingZeroCount(value)];
            }

            return image;
        }
    }
}
