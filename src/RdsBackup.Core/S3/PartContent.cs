using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using RdsBackup.Checksums;
using RdsBackup.Network;

namespace RdsBackup.S3;

/// <summary>
/// The body of one part on its way: read from the source, hashed and written to the socket through one buffer, so that
/// memory does not grow with the part. Unless it is plain it is <c>aws-chunked</c>: it ends with the part's CRC-32, which is not known before,
/// or signs every chunk. Source of the framing: "Transfer payload in multiple chunks", S3 API reference.
/// </summary>
internal sealed class PartContent : HttpContent
{
    /// <summary>Bytes of a chunk in the largest buffer, which it fills with its header and end.</summary>
    public const int LargestChunk = PartBuffers.Largest - HeaderReserve - EndReserve;

    private const int SliceSize = PartBuffers.Smallest; // What a slow line has to take within the time that is given to a stall.
    private const string TrailerName = "x-amz-checksum-crc32";
    private const int HeaderReserve = 96; // Hexadecimal chunk length, signature and CRLF.
    private const int EndReserve = 2; // CRLF.

    private readonly PartBuffers _buffers;
    private readonly int _bufferSize;
    private readonly Func<Stream> _open;
    private readonly Func<int, CancellationToken, ValueTask> _onBytes;
    private readonly RunningChecksum _checksum;
    private readonly IncrementalHash? _md5;
    private bool _isDisposed;

    /// <summary>Prepares a body.</summary>
    /// <param name="buffers">Says how much may be held at a time.</param>
    /// <param name="length">Bytes of the part.</param>
    /// <param name="open">Opens the source at the part's first byte; called once.</param>
    /// <param name="dialect">How to write it; signed chunks need <see cref="Signatures"/>.</param>
    /// <param name="hashesCrc32">Whether to compute the CRC-32: for a store that checks it.</param>
    /// <param name="hashesMd5">Whether to compute the MD5, several times as costly as both CRCs: for a store that checks nothing itself.</param>
    /// <param name="onBytes">Told of every few bytes before they are sent; may wait, to hold a rate.</param>
    public PartContent(
        PartBuffers buffers, long length, Func<Stream> open, PartDialect dialect, bool hashesCrc32, bool hashesMd5,
        Func<int, CancellationToken, ValueTask> onBytes)
    {
        _buffers = buffers;
        _bufferSize = buffers.Enter();
        Length = length;
        _open = open;
        Dialect = dialect;
        _onBytes = onBytes;
        _checksum = new RunningChecksum(hashesCrc32);
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

    /// <summary>CRC-32 of what was read; null when it is not computed. Complete once the body was sent.</summary>
    public uint? Crc32 => _checksum.Value.Crc32;

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
        Memory<byte> buffer = _buffers.Rent(_bufferSize);
        try
        {
            Stream source = _open();
            await using (source.ConfigureAwait(false))
            {
                for (long left = Length; left > 0;)
                {
                    int size = (int)Math.Min(ChunkSize, left);
                    Memory<byte> data = buffer.Slice(HeaderReserve, size);
                    await ReadAsync(source, data, cancellationToken).ConfigureAwait(false);
                    Hash(data.Span);
                    await WriteAsync(stream, Frame(buffer, size), size, cancellationToken).ConfigureAwait(false);
                    left -= size;
                }
            }

            Stall?.Arm();
            await stream.WriteAsync(End(), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _buffers.Return(buffer);
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
        if (disposing && !_isDisposed)
        {
            _isDisposed = true; // A request disposes its content, too.
            _md5?.Dispose();
            _buffers.Leave();
        }

        base.Dispose(disposing);
    }

    private int ChunkSize => _bufferSize - HeaderReserve - EndReserve;

    private static ReadOnlySpan<byte> SignatureName => ";chunk-signature="u8;

    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    private long FramedLength(long length)
    {
        long framed = length / ChunkSize * FramedSize(ChunkSize);
        int rest = (int)(length % ChunkSize);
        return framed + (rest == 0 ? 0 : FramedSize(rest)) + EndLength;
    }

    private int FramedSize(int chunk) => HeaderLength(chunk) + chunk + LineEnd.Length;

    private int HeaderLength(int chunk)
    {
        int digits = (BitOperations.Log2((uint)chunk) / 4) + 1;
        return digits + (Dialect == PartDialect.SignedChunks ? SignatureName.Length + ChunkSignatures.Length : 0) + LineEnd.Length;
    }

    private int EndLength => Dialect switch
    {
        PartDialect.Trailer => HeaderLength(0) + Trailer("AAAAAA==").Length,
        PartDialect.SignedChunks => HeaderLength(0) + LineEnd.Length,
        _ => 0,
    };

    // The last chunk, which is empty, and what follows it.
    private byte[] End()
    {
        byte[] end = new byte[EndLength];
        if (Dialect != PartDialect.Plain)
        {
            WriteHeader(end, []);
            string trailer = Dialect == PartDialect.Trailer ? Trailer(Crc32Checksum.ToBase64(Crc32)!) : "\r\n";
            Encoding.ASCII.GetBytes(trailer, end.AsSpan(HeaderLength(0)));
        }

        return end;
    }

    private static string Trailer(string crc32) => $"{TrailerName}:{crc32}\r\n\r\n";

    private void WriteHeader(Span<byte> header, ReadOnlySpan<byte> chunk)
    {
        Utf8Formatter.TryFormat(chunk.Length, header, out int length, new StandardFormat('x'));
        header = header[length..];
        if (Dialect == PartDialect.SignedChunks)
        {
            SignatureName.CopyTo(header);
            header = header[SignatureName.Length..];
            Signatures!.Next(chunk).CopyTo(header);
            header = header[ChunkSignatures.Length..];
        }

        LineEnd.CopyTo(header);
    }

    // Puts the chunk's header right before the bytes and its end right behind, so that they are sent together.
    private Memory<byte> Frame(Memory<byte> buffer, int size)
    {
        Memory<byte> data = buffer.Slice(HeaderReserve, size);
        if (Dialect == PartDialect.Plain)
        {
            return data;
        }

        int start = HeaderReserve - HeaderLength(size);
        WriteHeader(buffer.Span[start..], data.Span);
        LineEnd.CopyTo(buffer.Span[(HeaderReserve + size)..]);
        return buffer.Slice(start, FramedSize(size));
    }

    // The frame is not counted.
    private async ValueTask WriteAsync(Stream stream, ReadOnlyMemory<byte> framed, int uncounted, CancellationToken cancellationToken)
    {
        while (framed.Length > 0)
        {
            ReadOnlyMemory<byte> slice = framed[..Math.Min(framed.Length, SliceSize)];
            int counted = Math.Min(slice.Length, uncounted);
            await _onBytes(counted, cancellationToken).ConfigureAwait(false);
            Stall?.Arm();
            await stream.WriteAsync(slice, cancellationToken).ConfigureAwait(false);
            Stall?.Rest();
            uncounted -= counted;
            framed = framed[slice.Length..];
        }
    }

    private void Hash(ReadOnlySpan<byte> data)
    {
        _checksum.Append(data);
        _md5?.AppendData(data);
    }

    // A failure of the source and one of the destination reach the sender alike; SourceFailure tells them apart.
    private async ValueTask ReadAsync(Stream source, Memory<byte> data, CancellationToken cancellationToken)
    {
        try
        {
            await source.ReadExactlyAsync(data, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            SourceFailure = exception;
            throw;
        }
    }
}
