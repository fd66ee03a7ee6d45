using System.Numerics;

namespace RdsBackup.S3;

/// <summary>
/// How large the buffers of the parts under way may be. Few parts get large ones, which cost less per byte; the more there are, the smaller,
/// so that memory does not grow with their number before each has the smallest.
/// </summary>
internal sealed class PartBuffers
{
    /// <summary>Bytes of the smallest buffer.</summary>
    public const int Smallest = 128 * 1024;

    /// <summary>Bytes of the largest buffer.</summary>
    public const int Largest = 1024 * 1024;

    private const int Budget = 8 * Largest;
    private int _parts;

    /// <summary>One part more.</summary>
    /// <returns>Bytes of its buffer: a power of two, since the pool of arrays has such sizes and a byte more takes twice as much.</returns>
    public int Enter()
    {
        uint share = (uint)(Budget / Interlocked.Increment(ref _parts));
        return (int)Math.Clamp(BitOperations.RoundUpToPowerOf2(share + 1) / 2, Smallest, Largest);
    }

    /// <summary>One part less.</summary>
    public void Leave() => Interlocked.Decrement(ref _parts);
}
