using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using RdsBackup.Network;

namespace RdsBackup.Sandbox;

/// <summary>
/// Decodes an <c>aws-chunked</c> body while it comes: checks every chunk's signature (when <paramref name="signature"/> is given)
/// at the chunk's end, and keeps the trailing headers.
/// </summary>
internal sealed class AwsChunkedStream(Stream body, SigV4? signature, bool hasTrailer) : ReadOnlyStream
{
    private readonly PipeReader _reader = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 128 * 1024, leaveOpen: true));
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private string _previous = signature?.Signature ?? "";
    private string? _expected;
    private long _remaining;
    private bool _isAtEnd;
    private bool _isInChunk;

    /// <summary>The trailing headers; complete once the stream has ended.</summary>
    public Dictionary<string, string> Trailers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_remaining == 0 && !_isAtEnd)
        {
            await NextChunkAsync(cancellationToken);
        }

        if (_isAtEnd)
        {
            return 0;
        }

        ReadResult result = await _reader.ReadAsync(cancellationToken);
        int count = (int)Math.Min(Math.Min(_remaining, buffer.Length), result.Buffer.Length);
        if (count == 0)
        {
            throw Incomplete();
        }

        ReadOnlySequence<byte> data = result.Buffer.Slice(0, count);
        data.CopyTo(buffer.Span);
        _reader.AdvanceTo(data.End);
        _remaining -= count;
        if (signature is not null)
        {
            _hash.AppendData(buffer.Span[..count]);
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        _reader.Complete();
        base.Dispose(disposing);
    }

    private async Task NextChunkAsync(CancellationToken cancellationToken)
    {
        if (_isInChunk)
        {
            CheckChunk();
            await ReadLineAsync(cancellationToken);
        }

        string[] header = (await ReadLineAsync(cancellationToken)).Split(";chunk-signature=");
        if (!long.TryParse(header[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _remaining) || (signature is not null && header.Length != 2))
        {
            throw Incomplete();
        }

        _expected = header.ElementAtOrDefault(1);
        _isInChunk = true;
        if (_remaining == 0)
        {
            CheckChunk();
            await ReadTrailersAsync(cancellationToken);
            _isAtEnd = true;
        }
    }

    private void CheckChunk()
    {
        if (signature is null)
        {
            return;
        }

        if (signature.SignChunk(_previous, _hash.GetHashAndReset()) != _expected)
        {
            throw new RefusedException(SigV4Dialect.S3.Mismatch);
        }

        _previous = _expected;
    }

    private async Task ReadTrailersAsync(CancellationToken cancellationToken)
    {
        StringBuilder signed = new();
        string? trailerSignature = null;
        for (string line = await ReadLineAsync(cancellationToken); line.Length > 0; line = await ReadLineAsync(cancellationToken))
        {
            string[] field = line.Split(':', 2);
            if (field[0].Equals("x-amz-trailer-signature", StringComparison.OrdinalIgnoreCase))
            {
                trailerSignature = field[1].Trim();
            }
            else
            {
                Trailers[field[0]] = field[1].Trim();
                signed.Append(CultureInfo.InvariantCulture, $"{field[0].ToLowerInvariant()}:{field[1].Trim()}\n");
            }
        }

        if (hasTrailer && signature is not null && signature.SignTrailer(_previous, signed.ToString()) != trailerSignature)
        {
            throw new RefusedException(SigV4Dialect.S3.Mismatch);
        }
    }

    // The line after the last one may be missing at the end of the body: it counts as empty.
    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await _reader.ReadAsync(cancellationToken);
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                string line = Encoding.ASCII.GetString(result.Buffer.Slice(0, end)).TrimEnd('\r');
                _reader.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line;
            }

            if (result.IsCompleted)
            {
                return _remaining == 0 && result.Buffer.IsEmpty ? "" : throw Incomplete();
            }

            _reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static RefusedException Incomplete() =>
        new(400, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");
}
