using RdsBackup.Network;
using RdsBackup.Retrieval;

namespace RdsBackup.Exports;

/// <summary>
/// An object in S3 as a file one can seek in. Its end is read once and kept, since that is where a Parquet file is described; anything else is
/// read by range when it is asked for. Never is the whole object in memory.
/// </summary>
/// <param name="content">The object.</param>
/// <param name="length">Its bytes.</param>
internal sealed class StoredFile(StoredObject content, long length) : ReadOnlyStream
{
    private const int TailLength = 64 * 1024;
    private readonly long _tailStart = Math.Max(0, length - TailLength);
    private byte[]? _tail;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => length + offset,
    };

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        bool isTail = Position >= _tailStart;
        int count = (int)Math.Clamp((isTail ? length : _tailStart) - Position, 0, buffer.Length);
        if (isTail)
        {
            _tail ??= await ReadRangeAsync(_tailStart, new byte[length - _tailStart], cancellationToken).ConfigureAwait(false);
            _tail.AsMemory((int)(Position - _tailStart), count).CopyTo(buffer);
        }
        else
        {
            await ReadRangeAsync(Position, buffer[..count], cancellationToken).ConfigureAwait(false);
        }

        Position += count;
        return count;
    }

    private async Task<byte[]> ReadRangeAsync(long offset, byte[] buffer, CancellationToken cancellationToken)
    {
        await ReadRangeAsync(offset, buffer.AsMemory(), cancellationToken).ConfigureAwait(false);
        return buffer;
    }

    private async Task ReadRangeAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Stream range = content.Open((offset, buffer.Length));
        await using (range.ConfigureAwait(false))
        {
            await range.ReadExactlyAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
    }
}
