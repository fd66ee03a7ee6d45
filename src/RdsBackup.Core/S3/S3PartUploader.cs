using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.S3;
using Polly;
using RdsBackup.Aws;
using RdsBackup.Diagnostics;
using RdsBackup.Network;

namespace RdsBackup.S3;

/// <summary>
/// Sends the parts of multipart uploads. The SDK's UploadPart wants a seekable body and over http hashes it twice; here the body
/// streams. Where the upload has checksums, its CRC-32 follows as a signed-for trailer (<c>STREAMING-UNSIGNED-PAYLOAD-TRAILER</c>) and S3 checks
/// it. A store without gets chunks signed over their SHA-256 (<c>STREAMING-AWS4-HMAC-SHA256-PAYLOAD</c>) if it was seen to check them,
/// else plain bytes. A part that fails is sent again from its first byte.
/// </summary>
internal sealed class S3PartUploader : IDisposable
{
    private const string UnsignedTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    private const string SignedChunks = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    private const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    private readonly BackupBucket _bucket;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline _retry;
    private readonly TimeSpan _idle;
    private long _slowDowns;
    private TimeSpan _clockOffset;
    private readonly SemaphoreSlim _trial = new(1, 1);
    private bool? _checksSignedChunks; // Unknown until tried.
    private volatile bool _takesTrailers = true;

    /// <summary>Sends into <paramref name="bucket"/>.</summary>
    public S3PartUploader(BackupBucket bucket, TransferPatience patience, TimeProvider time, Action<string> onRetry)
    {
        _bucket = bucket;
        _idle = patience.Idle;
        _time = time;
        _http = HttpConnections.CreateClient();
        _retry = patience.Retry(S3Errors.IsTransient, time, onRetry);
    }

    /// <summary>How often S3 asked to slow down (503, 429).</summary>
    public long SlowDowns => Interlocked.Read(ref _slowDowns);

    /// <summary>The buffers of all bodies that are sent or read.</summary>
    public PartBuffers Buffers { get; } = new();

    /// <summary>Sends one part, several times if it must be.</summary>
    /// <param name="target">The upload, and the part's number.</param>
    /// <param name="createBody">Makes a fresh body for each try; told how it will be written.</param>
    /// <param name="onFailedTry">Told when a try failed and its bytes do not count.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RdsBackupException">The source's own error, or what S3 answered.</exception>
    public async Task<UploadedPart> UploadAsync(
        (string Key, OpenUpload Upload, int Number) target, Func<PartDialect, PartContent> createBody, Action onFailedTry, CancellationToken cancellationToken)
    {
        try
        {
            return await _retry.ExecuteAsync(
                token => new ValueTask<UploadedPart>(_bucket.Credentials.UseAsync(() => TryAsync(target, createBody, onFailedTry, token), token)),
                cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonS3Exception exception) when (DemandsChecksum(exception))
        {
            throw Errors.Create(
                nameof(Messages.PartChecksumDemanded), RdsBackupErrorKind.NotSupported, exception, _bucket.Name, target.Key, exception.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw S3Errors.Translate(exception, "s3:PutObject", _bucket.Name, target.Key);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _trial.Dispose();
    }

    private async Task<UploadedPart> TryAsync(
        (string Key, OpenUpload Upload, int Number) target, Func<PartDialect, PartContent> createBody, Action onFailedTry, CancellationToken cancellationToken)
    {
        PartDialect dialect = await ChooseDialectAsync(target, cancellationToken).ConfigureAwait(false);
        using PartContent body = createBody(dialect);
        try
        {
            return await SendAsync(target, body, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonS3Exception exception) when (dialect == PartDialect.Trailer && RefusesTrailer(exception))
        {
            onFailedTry();
            _takesTrailers = false;
            return await TryAsync(target, createBody, onFailedTry, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonS3Exception exception) when (dialect == PartDialect.SignedChunks && exception.ErrorCode is "SignatureDoesNotMatch" or "XAmzContentSHA256Mismatch")
        {
            onFailedTry();
            throw PartReceipt.OtherBytes("SHA-256", exception.ErrorCode);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            onFailedTry();
            if (body.SourceFailure is RdsBackupException known)
            {
                throw known;
            }

            throw;
        }
    }

    // Where the upload has no checksums, the first part finds out for all whether a byte that was changed on the way would be noticed.
    private async Task<PartDialect> ChooseDialectAsync((string Key, OpenUpload Upload, int Number) target, CancellationToken cancellationToken)
    {
        if (_takesTrailers && target.Upload.HasChecksums)
        {
            return PartDialect.Trailer;
        }

        await _trial.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _checksSignedChunks ??= await TakesChunkAsync(target, signed: "0", sent: "0", cancellationToken).ConfigureAwait(false)
                && !await TakesChunkAsync(target, signed: "0", sent: "1", cancellationToken).ConfigureAwait(false);
            return _checksSignedChunks.Value ? PartDialect.SignedChunks : PartDialect.Plain;
        }
        finally
        {
            _trial.Release();
        }
    }

    // A part of one byte, in the place of one that is to be sent anyway and then replaces it.
    private async Task<bool> TakesChunkAsync(
        (string Key, OpenUpload Upload, int Number) target, string signed, string sent, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Put, AddressOf(target));
        ChunkSignatures signatures = await SignAsync(request, PartDialect.SignedChunks, length: 1).ConfigureAwait(false);
        string ofChunk = Encoding.ASCII.GetString(signatures.Next(Encoding.ASCII.GetBytes(signed)));
        string ofEnd = Encoding.ASCII.GetString(signatures.Next([]));
        request.Content = new StringContent($"1;chunk-signature={ofChunk}\r\n{sent}\r\n0;chunk-signature={ofEnd}\r\n\r\n", Encoding.ASCII);
        request.Content.Headers.ContentEncoding.Add("aws-chunked");
        using StallWatch stall = new(_idle, _time, cancellationToken);
        stall.Arm();
        try
        {
            using HttpResponseMessage response = await PutAsync(request, stall, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (AmazonS3Exception exception) when (IsVerdict(exception))
        {
            return false;
        }
    }

    // Not a failure that passes, nor one that another signature or upload would not meet.
    private static bool IsVerdict(AmazonS3Exception exception) =>
        exception.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.MethodNotAllowed
            or HttpStatusCode.LengthRequired or HttpStatusCode.NotImplemented
        && exception.ErrorCode != "RequestTimeout" && !SignatureRefusal.IsExpiry(exception) && !SignatureRefusal.IsClockSkew(exception);

    private async Task<UploadedPart> SendAsync(
        (string Key, OpenUpload Upload, int Number) target, PartContent body, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Put, AddressOf(target)) { Content = body };
        // A body can be read once: a proxy that first asks for a password must do so before the body is on its way.
        request.Headers.ExpectContinue = HttpConnections.ProxyFor(request.RequestUri!) is not null;
        ChunkSignatures signatures = await SignAsync(request, body.Dialect, body.Length).ConfigureAwait(false);
        body.Signatures = body.Dialect == PartDialect.SignedChunks ? signatures : null;
        using StallWatch stall = new(_idle, _time, cancellationToken);
        body.Stall = stall;
        using HttpResponseMessage response = await PutAsync(request, stall, cancellationToken).ConfigureAwait(false);
        string? eTag = response.Headers.TryGetValues("ETag", out IEnumerable<string>? values) ? values.First() : null;
        return eTag is null
            ? throw new HttpRequestException($"S3 acknowledged part {target.Number} without an ETag.")
            : new UploadedPart(target.Number, body.Length, eTag, body.Crc32, body.Crc64, PartReceipt.Check(response, eTag, body));
    }

    private async Task<HttpResponseMessage> PutAsync(HttpRequestMessage request, StallWatch stall, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await stall.RunAsync(
            token => _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, token), "S3 stopped taking or answering.").ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ReadErrorAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    private Uri AddressOf((string Key, OpenUpload Upload, int Number) target) => new(string.Create(
        CultureInfo.InvariantCulture, $"{_bucket.AddressOf(target.Key).AbsoluteUri}?partNumber={target.Number}&uploadId={Uri.EscapeDataString(target.Upload.Id)}"));

    private async Task<ChunkSignatures> SignAsync(HttpRequestMessage request, PartDialect dialect, long length)
    {
        string payload = dialect switch
        {
            PartDialect.Trailer => UnsignedTrailer,
            PartDialect.SignedChunks => SignedChunks,
            _ => UnsignedPayload,
        };
        ImmutableCredentials credentials = await _bucket.Credentials.GetCredentialsAsync().ConfigureAwait(false);
        Uri uri = request.RequestUri!;
        SortedList<string, string> headers = new(StringComparer.Ordinal)
        {
            ["host"] = uri.Authority,
            ["x-amz-content-sha256"] = payload,
            ["x-amz-date"] = SignatureV4.Timestamp(_time.GetUtcNow() + _clockOffset),
        };
        if (dialect != PartDialect.Plain)
        {
            headers["content-encoding"] = "aws-chunked";
            headers["x-amz-decoded-content-length"] = length.ToString(CultureInfo.InvariantCulture);
        }

        if (dialect == PartDialect.Trailer)
        {
            headers["x-amz-trailer"] = "x-amz-checksum-crc32";
            headers["x-amz-sdk-checksum-algorithm"] = "CRC32";
        }

        if (credentials.UseToken)
        {
            headers["x-amz-security-token"] = credentials.Token;
        }

        if (_bucket.ExpectedOwner is { } owner)
        {
            headers["x-amz-expected-bucket-owner"] = owner;
        }

        foreach (string name in headers.Keys.Where(name => name.StartsWith("x-amz-", StringComparison.Ordinal)))
        {
            request.Headers.TryAddWithoutValidation(name, headers[name]);
        }

        (string Region, string Service) scope = (_bucket.Region, "s3");
        string authorization = SignatureV4.Authorize(
            ("PUT", uri.AbsolutePath, uri.Query[1..]), headers, payload, scope, (credentials.AccessKey, credentials.SecretKey));
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return SignatureV4.Chunks(authorization, headers["x-amz-date"], scope, credentials.SecretKey);
    }

    private async Task<AmazonS3Exception> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        string text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        XElement? error = ParseError(text);
        string code = error?.Element("Code")?.Value ?? response.StatusCode.ToString();
        if (response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
        {
            Interlocked.Increment(ref _slowDowns);
        }

        AmazonS3Exception refusal = new(
            error?.Element("Message")?.Value ?? response.ReasonPhrase ?? "", ErrorType.Unknown, code, error?.Element("RequestId")?.Value ?? "", response.StatusCode);
        if (SignatureRefusal.IsClockSkew(refusal) && response.Headers.Date is { } serverTime)
        {
            _clockOffset = serverTime - _time.GetUtcNow();
        }

        return refusal;
    }

    private static XElement? ParseError(string text)
    {
        try
        {
            return text.Length == 0 ? null : XElement.Parse(text.TrimStart());
        }
        catch (System.Xml.XmlException)
        {
            return null; // A proxy's page, say; the status then has to do.
        }
    }

    // Amazon's own words: "Checksum Type mismatch occurred, expected checksum Type: crc32, actual checksum Type: null".
    private static bool DemandsChecksum(AmazonS3Exception exception) =>
        exception.ErrorCode is "InvalidRequest" or "InvalidArgument" && exception.Message.Contains("checksum", StringComparison.OrdinalIgnoreCase);

    // What endpoints without trailers answer: Ceph 16, R2, Storj, OSS and COS (facts collected in docs/architecture.md).
    private bool RefusesTrailer(AmazonS3Exception exception) =>
        !_bucket.IsAmazon
        && (exception.StatusCode == HttpStatusCode.NotImplemented
            || exception.ErrorCode is "XAmzContentSHA256Mismatch" or "NotImplemented" or "MissingContentLength" or "InvalidArgument"
            || exception.Message.Contains("aws-chunked", StringComparison.OrdinalIgnoreCase));
}
