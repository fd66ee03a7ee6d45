namespace RdsBackup.Network;

/// <summary>
/// A range of bytes that lie elsewhere as one stream. When its connection breaks or ends early, the rest is asked for again from the byte
/// where it stopped; it gives up after several times without a single byte in between.
/// </summary>
internal sealed class ReopeningStream : ReadOnlyStream
{
    private const int MostFailuresWithoutProgress = 5;
    private readonly Func<long, long, CancellationToken, Task<Stream>> _open;
    private readonly Func<Exception, bool> _isTransient;
    private readonly Func<long, Exception?, Exception> _giveUp;
    private readonly long _end;
    private long _position;
    private Stream? _connection;
    private Exception? _lastFailure;

    /// <summary>Covers <paramref name="length"/> bytes from <paramref name="offset"/>; nothing is asked for before the first read.</summary>
    /// <param name="offset">Where the range starts.</param>
    /// <param name="length">Bytes of the range.</param>
    /// <param name="open">Opens a connection over so many bytes (second) from an offset (first). Tries again by itself as it sees fit.</param>
    /// <param name="isTransient">Which failures of reading may pass; any other comes through.</param>
    /// <param name="giveUp">The error for bytes that keep ending at a position, with the last failure of reading, if there was one.</param>
    public ReopeningStream(
        long offset, long length, Func<long, long, CancellationToken, Task<Stream>> open, Func<Exception, bool> isTransient,
        Func<long, Exception?, Exception> giveUp)
    {
        _position = offset;
        _end = offset + length;
        _open = open;
        _isTransient = isTransient;
        _giveUp = giveUp;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == _end || buffer.IsEmpty)
        {
            return 0;
        }

        for (int failures = 0; failures <= MostFailuresWithoutProgress; failures++)
        {
            int count = await TryReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count > 0)
            {
                _position += count;
                return count;
            }

            await DropConnectionAsync().ConfigureAwait(false);
        }

        throw _giveUp(_position, _lastFailure);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _connection?.Dispose();
        }

        base.Dispose(disposing);
    }

    // Zero means that the connection broke or ended; either way the rest is missing.
    private async ValueTask<int> TryReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _connection ??= await _open(_position, _end - _position, cancellationToken).ConfigureAwait(false);
        try
        {
            return await _connection.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (_isTransient(exception))
        {
            _lastFailure = exception;
            return 0;
        }
    }

    private async ValueTask DropConnectionAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
            _connection = null;
        }
    }
}
