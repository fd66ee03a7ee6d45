using System.Numerics;
using System.Runtime.InteropServices;

namespace RdsBackup.S3;

/// <summary>
/// The buffers of the parts under way, all cut from one piece of memory. Few parts get large ones, which cost less per byte; the more there
/// are, the smaller, so that memory does not grow with their number before each has the smallest.
/// </summary>
internal sealed class PartBuffers
{
    /// <summary>Bytes of the smallest buffer.</summary>
    public const int Smallest = 128 * 1024;

    /// <summary>Bytes of the largest buffer.</summary>
    public const int Largest = 512 * 1024;

    private const int Blocks = 32; // Of the smallest size: a bit each.
    private readonly Lazy<byte[]> _memory = new(() => GC.AllocateUninitializedArray<byte>(Blocks * Smallest));
    private readonly object _gate = new();
    private uint _used;
    private int _parts;

    /// <summary>One part more.</summary>
    /// <returns>Bytes of its buffer: a power of two.</returns>
    public int Enter()
    {
        uint share = (uint)(Blocks * Smallest / Interlocked.Increment(ref _parts));
        return (int)Math.Clamp(BitOperations.RoundUpToPowerOf2(share + 1) / 2, Smallest, Largest);
    }

    /// <summary>One part less.</summary>
    public void Leave() => Interlocked.Decrement(ref _parts);

    /// <summary>Takes a buffer; where parts that began earlier hold too much, memory of its own.</summary>
    /// <param name="size">What <see cref="Enter"/> said.</param>
    public Memory<byte> Rent(int size)
    {
        lock (_gate)
        {
            uint free = BlocksOf(size);
            for (int at = 0; at < Blocks; at += size / Smallest)
            {
                if ((_used & (free << at)) == 0)
                {
                    _used |= free << at;
                    return _memory.Value.AsMemory(at * Smallest, size);
                }
            }
        }

        return GC.AllocateUninitializedArray<byte>(size);
    }

    /// <summary>Gives back what <see cref="Rent"/> gave.</summary>
    public void Return(Memory<byte> buffer)
    {
        if (MemoryMarshal.TryGetArray<byte>(buffer, out ArraySegment<byte> segment) && segment.Array == _memory.Value)
        {
            lock (_gate)
            {
                _used &= ~(BlocksOf(buffer.Length) << (segment.Offset / Smallest));
            }
        }
    }

    private static uint BlocksOf(int size) => (1U << (size / Smallest)) - 1;
}
