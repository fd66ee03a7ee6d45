using RdsBackup.Network;

namespace RdsBackup.Transfer;

/// <summary>
/// A range of a source as one stream. When its connection breaks or ends early, the rest is asked for again from the byte where
/// it stopped; it gives up after several times without a single byte in between.
/// </summary>
internal sealed class RangedSourceStream : ReadOnlyStream
{
    private const int MostFailuresWithoutProgress = 5;
    private readonly RangedSource _owner;
    private readonly SourceObject _source;
    private readonly long _end;
    private long _position;
    private int _failures;
    private Stream? _connection;

    /// <summary>Covers <paramref name="length"/> bytes from <paramref name="offset"/>; nothing is asked for before the first read.</summary>
    public RangedSourceStream(RangedSource owner, SourceObject source, long offset, long length)
    {
        _owner = owner;
        _source = source;
        _position = offset;
        _end = offset + length;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == _end || buffer.IsEmpty)
        {
            return 0;
        }

        while (true)
        {
            int count = await TryReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count > 0)
            {
                _position += count;
                _failures = 0;
                return count;
            }

            await DropConnectionAsync().ConfigureAwait(false);
            if (++_failures > MostFailuresWithoutProgress)
            {
                throw _owner.Truncated(_position, _source.Length.GetValueOrDefault());
            }
        }
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
        _connection ??= await _owner.OpenRangeAsync(_source, _position, _end - _position, cancellationToken).ConfigureAwait(false);
        try
        {
            return await _connection.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (RangedSource.IsTransient(exception))
        {
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
