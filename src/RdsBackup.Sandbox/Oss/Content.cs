using System.Buffers;

namespace RdsBackup.Sandbox;

/// <summary>The bytes of an object, wherever they come from: random access, immutable.</summary>
public abstract class Content
{
    private const int BufferSize = 256 * 1024;
    private readonly Lock _gate = new();
    private ulong? _crc64;

    /// <summary>Length in bytes.</summary>
    public abstract long Length { get; }

    /// <summary>CRC-64/XZ of all bytes; computed when first asked for.</summary>
    public ulong Crc64
    {
        get
        {
            lock (_gate)
            {
                return _crc64 ??= ComputeCrc64();
            }
        }
    }

    /// <summary>Pseudo-random bytes, the same for the same seed; no disk is used whatever the length.</summary>
    /// <param name="seed">Chooses the bytes.</param>
    /// <param name="length">Length in bytes, at least 0.</param>
    /// <param name="magic">What the content begins with, at most 64 KiB; clipped to <paramref name="length"/>.</param>
    public static Content Generated(int seed, long length, ReadOnlySpan<byte> magic = default) => new GeneratedContent(seed, length, magic);

    /// <summary>The bytes of a file.</summary>
    /// <param name="path">An existing file, which must not change.</param>
    public static Content File(string path) => new FileContent([(path, new FileInfo(path).Length)]);

    /// <summary>Fills the buffer from an offset.</summary>
    /// <param name="offset">First byte wanted, from 0.</param>
    /// <param name="buffer">Filled entirely; it must not reach beyond <see cref="Length"/>.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public abstract ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default);

    /// <summary>Writes a range to a stream.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="offset">First byte, from 0.</param>
    /// <param name="length">How many bytes; the range must lie inside the content.</param>
    /// <param name="flipByteAt">The offset of a byte whose lowest bit is flipped on the way; null for none.</param>
    /// <param name="cancellationToken">Cancels the copy.</param>
    public async Task CopyToAsync(Stream target, long offset, long length, long? flipByteAt = null, CancellationToken cancellationToken = default)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (long end = offset + length; offset < end;)
            {
                int count = (int)Math.Min(BufferSize, end - offset);
                await ReadAsync(offset, buffer.AsMemory(0, count), cancellationToken);
                if (flipByteAt >= offset && flipByteAt < offset + count)
                {
                    buffer[flipByteAt.Value - offset] ^= 1;
                }

                await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                offset += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Computes <see cref="Crc64"/>.</summary>
    protected abstract ulong ComputeCrc64();
}
