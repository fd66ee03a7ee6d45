using System.Buffers;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using RdsBackup.Checksums;
using RdsBackup.Network;

namespace RdsBackup.S3;

/// <summary>
/// The body of one part on its way: read from the source, hashed and written to the socket through one small buffer, so that
/// memory does not grow with the part. Unless it is plain it is <c>aws-chunked</c>: it ends with the part's CRC-32, which is not known before,
/// or signs every chunk. Source of the framing: "Transfer payload in multiple chunks", S3 API reference.
/// </summary>
internal sealed class PartContent : HttpContent
{
    /// <summary>Bytes of a chunk. With its header and end it fills the buffer, a size that the pool of arrays has: one byte more takes twice that.</summary>
    public const int ChunkSize = BufferSize - HeaderReserve - EndReserve;

    private const int BufferSize = 128 * 1024;
    private const string TrailerName = "x-amz-checksum-crc32";
    private const string SignatureName = ";chunk-signature=";
    private const int HeaderReserve = 96; // Hexadecimal chunk length, signature and CRLF.
    private const int EndReserve = 2; // CRLF.
    private static readonly string NoSignature = new('0', ChunkSignatures.Length);
    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    private readonly Func<CancellationToken, ValueTask<Stream>> _open;
    private readonly Func<int, CancellationToken, ValueTask> _onChunk;
    private readonly RunningChecksum _checksum = new();
    private readonly IncrementalHash? _md5;

    /// <summary>Prepares a body.</summary>
    /// <param name="length">Bytes of the part.</param>
    /// <param name="open">Opens the source at the part's first byte; called once.</param>
    /// <param name="dialect">How to write it; signed chunks need <see cref="Signatures"/>.</param>
    /// <param name="hashesMd5">Whether to compute the MD5, several times as costly as both CRCs: for a store that checks nothing itself.</param>
    /// <param name="onChunk">Told the bytes of each chunk before it is sent; may wait, to hold a rate.</param>
    public PartContent(
        long length, Func<CancellationToken, ValueTask<Stream>> open, PartDialect dialect, bool hashesMd5, Func<int, CancellationToken, ValueTask> onChunk)
    {
        Length = length;
        _open = open;
        Dialect = dialect;
        _onChunk = onChunk;
        _md5 = hashesMd5 ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;
        Headers.ContentLength = dialect == PartDialect.Plain ? length : FramedLength(length);
        if (dialect != PartDialect.Plain)
        {
            Headers.ContentEncoding.Add("aws-chunked");
        }
    }

    /// <summary>How it is written.</summary>
    public PartDialect Dialect { get; }

    /// <summary>Bytes of the part without framing.</summary>
    public long Length { get; }

    /// <summary>CRC-32 of what was read. Complete once the body was sent.</summary>
    public uint Crc32 => _checksum.Value.Crc32;

    /// <summary>CRC-64/XZ of what was read. Complete once the body was sent.</summary>
    public ulong Crc64 => _checksum.Value.Crc64;

    /// <summary>MD5 of what was read, in lower-case hexadecimal; null when it is not computed. Complete once the body was sent.</summary>
    public string? Md5 => _md5 is null ? null : Convert.ToHexString(_md5.GetCurrentHash()).ToLowerInvariant();

    /// <summary>Signs the chunks of <see cref="PartDialect.SignedChunks"/>; null in every other dialect, for it costs more than both CRCs.</summary>
    public ChunkSignatures? Signatures { get; set; }

    /// <summary>Watches the destination while bytes are on their way to it, and after the last; null does not.</summary>
    public StallWatch? Stall { get; set; }

    /// <summary>What went wrong at the source while the body was being sent; null when nothing did.</summary>
    public Exception? SourceFailure { get; private set; }

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            Stream source = await FromSourceAsync(_open(cancellationToken)).ConfigureAwait(false);
            await using (source.ConfigureAwait(false))
            {
                for (long left = Length; left > 0;)
                {
                    int size = (int)Math.Min(ChunkSize, left);
                    await FromSourceAsync(source.ReadExactlyAsync(buffer.AsMemory(HeaderReserve, size), cancellationToken)).ConfigureAwait(false);
                    Hash(buffer.AsSpan(HeaderReserve, size));
                    await _onChunk(size, cancellationToken).ConfigureAwait(false);
                    Stall?.Arm();
                    await stream.WriteAsync(Frame(buffer, size), cancellationToken).ConfigureAwait(false);
                    Stall?.Rest();
                    left -= size;
                }
            }

            Stall?.Arm();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(End(Crc32Checksum.ToBase64(Crc32), Signatures?.Next([]))), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = Headers.ContentLength.GetValueOrDefault();
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _md5?.Dispose();
        }

        base.Dispose(disposing);
    }

    private long FramedLength(long length)
    {
        long framed = length / ChunkSize * FramedSize(ChunkSize);
        int rest = (int)(length % ChunkSize);
        return framed + (rest == 0 ? 0 : FramedSize(rest)) + End("AAAAAA==", NoSignature).Length;
    }

    private int FramedSize(int chunk) => ChunkHeader(chunk, NoSignature).Length + chunk + LineEnd.Length;

    private string ChunkHeader(int size, string? signature) =>
        size.ToString("x", CultureInfo.InvariantCulture) + (Dialect == PartDialect.SignedChunks ? SignatureName + signature : "") + "\r\n";

    private string End(string crc32, string? signature) => Dialect switch
    {
        PartDialect.Trailer => $"{ChunkHeader(0, null)}{TrailerName}:{crc32}\r\n\r\n",
        PartDialect.SignedChunks => ChunkHeader(0, signature) + "\r\n",
        _ => "",
    };

    // Puts the chunk's header right before the bytes and its end right behind, so that one write sends it all.
    private Memory<byte> Frame(byte[] buffer, int size)
    {
        Memory<byte> data = buffer.AsMemory(HeaderReserve, size);
        if (Dialect == PartDialect.Plain)
        {
            return data;
        }

        string header = ChunkHeader(size, Signatures?.Next(data.Span));
        int start = HeaderReserve - header.Length;
        Encoding.ASCII.GetBytes(header, buffer.AsSpan(start));
        LineEnd.CopyTo(buffer.AsSpan(HeaderReserve + size));
        return buffer.AsMemory(start, header.Length + size + LineEnd.Length);
    }

    private void Hash(ReadOnlySpan<byte> data)
    {
        _checksum.Append(data);
        _md5?.AppendData(data);
    }

    // A failure of the source and one of the destination reach the sender alike; this tells them apart.
    private async ValueTask<T> FromSourceAsync<T>(ValueTask<T> reading)
    {
        try
        {
            return await reading.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            SourceFailure = exception;
            throw;
        }
    }

    private async ValueTask FromSourceAsync(ValueTask reading) =>
        await FromSourceAsync(Finish(reading)).ConfigureAwait(false);

    private static async ValueTask<bool> Finish(ValueTask reading)
    {
        await reading.ConfigureAwait(false);
        return true;
    }
}
