using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;

namespace RdsBackup.Sandbox;

/// <summary>What a body's headers announce about it.</summary>
internal sealed class S3Payload
{
    private const int BufferSize = 256 * 1024;
    private readonly HttpRequest _request;
    private readonly SigV4 _signature;
    private readonly string _contentHash;
    private readonly string? _trailer;

    public S3Payload(HttpRequest request, SigV4 signature, bool isChecksumOfBody = true)
    {
        _request = request;
        _signature = signature;
        _contentHash = request.Headers["x-amz-content-sha256"].FirstOrDefault(SigV4.UnsignedPayload)!;
        _trailer = request.Headers["x-amz-trailer"].FirstOrDefault();
        Algorithm = !isChecksumOfBody ? null : S3Checksum.Algorithms.FirstOrDefault(algorithm =>
            S3Checksum.Header(algorithm).Equals(_trailer, StringComparison.OrdinalIgnoreCase) || request.Headers.ContainsKey(S3Checksum.Header(algorithm)));
    }

    /// <summary>Whether checksums that come with the body count for nothing.</summary>
    public bool IgnoresChecksums { get; init; }

    /// <summary>Whether the signatures of chunks count for nothing.</summary>
    public bool IgnoresChunkSignatures { get; init; }

    /// <summary>Whether each chunk of the body is signed.</summary>
    public bool HasSignedChunks => _contentHash.StartsWith("STREAMING-AWS4-", StringComparison.Ordinal);

    /// <summary>Whether the body ends with a trailer.</summary>
    public bool HasTrailer => _trailer is not null;

    /// <summary>The algorithm of the checksum that comes with the body; null for none.</summary>
    public string? Algorithm { get; }

    /// <summary>Reads the body into a file, checking all it announces; nothing is left behind when a check fails.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="number">The part's number.</param>
    /// <param name="keptAlgorithm">The checksum to keep with the part.</param>
    /// <param name="now">The time of arrival.</param>
    public async Task<S3Part> ReceiveAsync(S3Store store, int number, string keptAlgorithm, DateTimeOffset now)
    {
        FileInfo? file = store.IsSink ? null : new FileInfo(Path.Combine(store.Data.FullName, Guid.NewGuid().ToString("N")));
        try
        {
            return await CopyAsync(file, number, keptAlgorithm, now);
        }
        catch
        {
            file?.Delete();
            throw;
        }
    }

    /// <summary>Reads a small body, checking all it announces.</summary>
    public async Task<byte[]> ReadAsync()
    {
        using MemoryStream target = new();
        using Digests digests = new(this, keptAlgorithm: null, isMd5Wanted: true);
        await PumpAsync(target, digests);
        return target.ToArray();
    }

    private async Task<S3Part> CopyAsync(FileInfo? file, int number, string keptAlgorithm, DateTimeOffset now)
    {
        await using Stream target = file?.Create() ?? Stream.Null;
        using Digests digests = new(this, keptAlgorithm, isMd5Wanted: file is not null || _request.Headers.ContainsKey("Content-MD5"));
        long size = await PumpAsync(target, digests);
        return new S3Part(number, size, digests.Md5, now, digests.Kept) { File = file };
    }

    private async Task<long> PumpAsync(Stream target, Digests digests)
    {
        CancellationToken cancellationToken = _request.HttpContext.RequestAborted;
        bool isStreaming = _contentHash.StartsWith("STREAMING-", StringComparison.Ordinal);
        await using AwsChunkedStream? chunked = isStreaming ? new AwsChunkedStream(_request.Body, HasSignedChunks && !IgnoresChunkSignatures ? _signature : null, _trailer is not null) : null;
        Stream source = chunked ?? _request.Body;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long size = 0;
            for (int read = await source.ReadAsync(buffer, cancellationToken); read > 0; read = await source.ReadAsync(buffer, cancellationToken))
            {
                digests.Append(buffer.AsSpan(0, read));
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                size += read;
            }

            CheckLength(size);
            digests.Check(_request.Headers, _contentHash, chunked?.Trailers);
            return size;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void CheckLength(long size)
    {
        string? decoded = _request.Headers["x-amz-decoded-content-length"].FirstOrDefault();
        if (decoded is not null && decoded != size.ToString(CultureInfo.InvariantCulture))
        {
            throw new RefusedException(400, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");
        }
    }

    /// <summary>All digests of one body, computed together.</summary>
    private sealed class Digests : IDisposable
    {
        private readonly IncrementalHash? _md5;
        private readonly IncrementalHash? _sha256;
        private readonly S3Checksum? _kept;
        private readonly S3Checksum? _announced;
        private readonly string? _announcedAlgorithm;
        private byte[] _md5Value = [];

        public Digests(S3Payload payload, string? keptAlgorithm, bool isMd5Wanted)
        {
            _md5 = isMd5Wanted ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;
            _sha256 = payload._contentHash.Length == 64 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
            _kept = keptAlgorithm is null ? null : S3Checksum.Create(keptAlgorithm);
            _announcedAlgorithm = payload.IgnoresChecksums ? null : payload.Algorithm;
            _announced = _announcedAlgorithm is null ? null : _announcedAlgorithm == keptAlgorithm ? _kept : S3Checksum.Create(_announcedAlgorithm);
        }

        /// <summary>Hex of the MD5; of no bytes when it was not wanted.</summary>
        public string Md5 => Convert.ToHexStringLower(_md5Value.Length > 0 ? _md5Value : MD5.HashData([]));

        public string Kept => _kept!.Finish();

        public void Append(ReadOnlySpan<byte> data)
        {
            _md5?.AppendData(data);
            _sha256?.AppendData(data);
            _kept?.Append(data);
            if (_announced != _kept)
            {
                _announced?.Append(data);
            }
        }

        public void Check(IHeaderDictionary headers, string contentHash, Dictionary<string, string>? trailers)
        {
            if (_sha256 is not null && Convert.ToHexStringLower(_sha256.GetHashAndReset()) != contentHash)
            {
                throw new RefusedException(400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
            }

            _md5Value = _md5?.GetHashAndReset() ?? [];
            if (headers.TryGetValue("Content-MD5", out var contentMd5) && contentMd5 != Convert.ToBase64String(_md5Value))
            {
                throw new RefusedException(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
            }

            if (_announcedAlgorithm is not null)
            {
                string header = S3Checksum.Header(_announcedAlgorithm);
                string? announced = headers[header].FirstOrDefault() ?? trailers?.GetValueOrDefault(header);
                if (announced != _announced!.Finish())
                {
                    throw new RefusedException(400, "BadDigest", $"The {_announcedAlgorithm} you specified did not match the calculated checksum.");
                }
            }
        }

        public void Dispose()
        {
            _md5?.Dispose();
            _sha256?.Dispose();
            _kept?.Dispose();
            _announced?.Dispose();
        }
    }
}
