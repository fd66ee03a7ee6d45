using Polly;

namespace RdsBackup.Network;

/// <summary>
/// A range of bytes that lie elsewhere as one stream. When its connection breaks or ends early, the rest is asked for again from the byte
/// where it stopped, with pauses as long as not a single byte comes.
/// </summary>
internal sealed class ReopeningStream : ReadOnlyStream
{
    private readonly Func<long, long, CancellationToken, Task<Stream>> _open;
    private readonly Func<Exception, bool> _isTransient;
    private readonly ResiliencePipeline _retry;
    private readonly Func<long, Exception, Exception> _giveUp;
    private readonly long _end;
    private long _position;
    private Stream? _connection;

    /// <summary>Covers <paramref name="length"/> bytes from <paramref name="offset"/>; nothing is asked for before the first read.</summary>
    /// <param name="offset">Where the range starts.</param>
    /// <param name="length">Bytes of the range.</param>
    /// <param name="open">Opens a connection over so many bytes (second) from an offset (first). Tries again by itself as it sees fit.</param>
    /// <param name="isTransient">Which failures of reading may pass, <see cref="EndOfStreamException"/> among them; any other comes through.</param>
    /// <param name="retry">How often, and after which pauses, the rest is asked for again without a byte in between.</param>
    /// <param name="giveUp">The error for bytes that keep ending at a position, with the last failure of reading.</param>
    public ReopeningStream(
        long offset, long length, Func<long, long, CancellationToken, Task<Stream>> open, Func<Exception, bool> isTransient, ResiliencePipeline retry,
        Func<long, Exception, Exception> giveUp)
    {
        _position = offset;
        _end = offset + length;
        _open = open;
        _isTransient = isTransient;
        _retry = retry;
        _giveUp = giveUp;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == _end || buffer.IsEmpty)
        {
            return 0;
        }

        int count = 0;
        try
        {
            count = _connection is null ? 0 : await _connection.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (_isTransient(exception))
        {
            // The rest is asked for again, as after an end that came early.
        }

        if (count == 0)
        {
            count = await ReopenAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        _position += count;
        return count;
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

    private async Task<int> ReopenAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count = 0;
        try
        {
            await _retry.ExecuteAsync(OpenAndReadAsync, cancellationToken).ConfigureAwait(false);
            return count;
        }
        catch (Exception exception) when (_isTransient(exception))
        {
            throw _giveUp(_position, exception);
        }

        async ValueTask OpenAndReadAsync(CancellationToken token)
        {
            if (_connection is not null)
            {
                await _connection.DisposeAsync().ConfigureAwait(false);
                _connection = null;
            }

            _connection = await _open(_position, _end - _position, token).ConfigureAwait(false);
            count = await _connection.ReadAsync(buffer, token).ConfigureAwait(false);
            if (count == 0)
            {
                throw new EndOfStreamException($"The answer ended at byte {_position}.");
            }
        }
    }
}
