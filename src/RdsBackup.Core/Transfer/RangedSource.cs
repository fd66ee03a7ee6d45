using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Polly;
using RdsBackup.Diagnostics;
using RdsBackup.Network;

namespace RdsBackup.Transfer;

/// <summary>
/// The bytes behind a link that expires, by range. Every answer is checked before a byte of it counts: OSS answers a range it
/// cannot serve with 200 and the whole object, so only 206 with the very range, length and version asked for is taken.
/// Source of the facts: OSS documentation, "GetObject" and "Signed URLs".
/// </summary>
internal sealed class RangedSource : IDisposable
{
    private const string Identity = "identity";
    private const int MostRedirects = 5;
    private const string Crc64Header = "x-oss-hash-crc64ecma";
    private readonly ISourceLinks _links;
    private readonly HttpClient _http;
    private readonly ResiliencePipeline _retry;
    private readonly string _name;
    private readonly TimeSpan _idle;
    private long _slowDowns;

    /// <summary>Reads through <paramref name="links"/>.</summary>
    /// <param name="links">Where the bytes are.</param>
    /// <param name="name">The backup, for errors.</param>
    /// <param name="connectTimeout">How long a connection may take to open.</param>
    /// <param name="patience">How long to wait, and how often.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onRetry">Told why a request is made again.</param>
    public RangedSource(ISourceLinks links, string name, TimeSpan connectTimeout, TransferPatience patience, TimeProvider time, Action<string> onRetry)
    {
        _links = links;
        _name = name;
        _idle = patience.Idle;
        Time = time;
        _http = HttpConnections.CreateClient(handler =>
        {
            handler.ConnectTimeout = connectTimeout;
            handler.AllowAutoRedirect = true; // From https to https only; .NET never follows one to http.
            handler.MaxAutomaticRedirections = MostRedirects;
        });
        _retry = patience.Retry(IsTransient, time, onRetry);
    }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>How often the source asked to slow down (503, 429).</summary>
    public long SlowDowns => Interlocked.Read(ref _slowDowns);

    /// <summary>Whether asking again may help.</summary>
    public static bool IsTransient(Exception exception) =>
        exception is IOException or SocketException or TimeoutException
        || exception is HttpRequestException { StatusCode: null or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError };

    /// <summary>Asks for the first byte to learn what lies behind the link. A HEAD would not do: a signed link is good for GET only.</summary>
    /// <exception cref="RdsBackupException">SourceAccessDenied, SourceNotFound, SourceUnreachable.</exception>
    /// <param name="retry">False gives up at the first failure: for finding out whether an address can be reached at all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<SourceObject> ProbeAsync(bool retry, CancellationToken cancellationToken) => GuardAsync(
        retry ? _retry : ResiliencePipeline.Empty,
        async token =>
        {
            using HttpResponseMessage response = await GetAsync(new RangeHeaderValue(0, 0), eTag: null, token).ConfigureAwait(false);
            bool hasRange = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange is { From: 0 };
            long? length = hasRange ? response.Content.Headers.ContentRange!.Length : response.Content.Headers.ContentLength;
            return new SourceObject(length, EntityTag(response), ReadCrc64(response), hasRange && length is not null);
        },
        cancellationToken);

    /// <summary>Opens a stream over <paramref name="length"/> bytes from <paramref name="offset"/> that reopens itself when its connection breaks.</summary>
    public Stream Open(SourceObject source, long offset, long length) => new ReopeningStream(
        offset, length, (from, count, token) => OpenRangeAsync(source, from, count, token), IsTransient, _retry,
        (position, failure) => Broken(source, position, failure));

    /// <summary>Opens the whole object once, for a source without ranges.</summary>
    public Task<Stream> OpenWholeAsync(SourceObject source, CancellationToken cancellationToken) => GuardAsync<Stream>(
        _retry,
        async token =>
        {
            HttpResponseMessage response = await GetAsync(range: null, source.ETag, token).ConfigureAwait(false);
            return await IdleTimeoutStream.OpenAsync(response, _idle, Time, token).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Opens one connection over a range, checked.</summary>
    /// <exception cref="RdsBackupException">SourceChanged, SourceRangeRefused, or what <see cref="ProbeAsync"/> throws.</exception>
    public Task<Stream> OpenRangeAsync(SourceObject source, long offset, long length, CancellationToken cancellationToken) => GuardAsync<Stream>(
        _retry,
        async token =>
        {
            HttpResponseMessage response =
                await GetAsync(new RangeHeaderValue(offset, offset + length - 1), source.ETag, token).ConfigureAwait(false);
            try
            {
                Check(response, source, offset, length);
                return await IdleTimeoutStream.OpenAsync(response, _idle, Time, token).ConfigureAwait(false);
            }
            catch
            {
                response.Dispose();
                throw;
            }
        },
        cancellationToken);

    /// <summary>The error for bytes that end at a position for good: SourceTruncated when they ended in good order, SourceUnreachable when the network failed.</summary>
    public RdsBackupException Broken(SourceObject source, long position, Exception failure) =>
        failure is EndOfStreamException or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }
            ? Truncated(position, source.Length.GetValueOrDefault())
            : Unreachable(failure);

    /// <summary>The error for bytes that ended before the length that was announced.</summary>
    public RdsBackupException Truncated(long position, long expected) =>
        Errors.Create(nameof(Messages.SourceTruncated), RdsBackupErrorKind.CorruptData, _name, position, expected);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<T> GuardAsync<T>(ResiliencePipeline retry, Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await retry.ExecuteAsync(token => new ValueTask<T>(request(token)), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsTransient(exception))
        {
            throw Unreachable(exception);
        }
    }

    private RdsBackupException Unreachable(Exception failure) => Errors.Create(
        nameof(Messages.SourceUnreachable), RdsBackupErrorKind.Connection, failure, _name, failure.GetBaseException().Message);

    // A link may have expired while it waited for its turn; it is renewed once per request.
    private async Task<HttpResponseMessage> GetAsync(RangeHeaderValue? range, string? eTag, CancellationToken cancellationToken)
    {
        SignedLink link = await _links.GetAsync(cancellationToken).ConfigureAwait(false);
        for (bool isRenewed = false; ; isRenewed = true)
        {
            HttpResponseMessage response = await SendAsync(link, range, eTag, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return TakeUnencoded(response);
            }

            if (response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
            {
                Interlocked.Increment(ref _slowDowns);
            }

            using (response)
            {
                string body = await ReadErrorAsync(response, cancellationToken).ConfigureAwait(false);
                bool expired = response.StatusCode == HttpStatusCode.Forbidden && body.Contains("expired", StringComparison.OrdinalIgnoreCase);
                if (!expired || isRenewed)
                {
                    throw Refusal(response, expired);
                }
            }

            link = await _links.RenewAsync(link, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(SignedLink link, RangeHeaderValue? range, string? eTag, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, link.Reveal());
        request.Headers.Range = range;
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(Identity));
        if (eTag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", eTag);
        }

        using StallWatch stall = new(_idle, Time, cancellationToken);
        stall.Arm();
        return await stall.RunAsync(
            token => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), $"{link.Host} did not answer in time.").ConfigureAwait(false);
    }

    private async Task<string> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        const int MostCharacters = 4096;
        using StreamReader reader = new(await IdleTimeoutStream.OpenAsync(response, _idle, Time, cancellationToken).ConfigureAwait(false));
        char[] text = new char[MostCharacters];
        int count = await reader.ReadBlockAsync(text, cancellationToken).ConfigureAwait(false);
        return new string(text, 0, count);
    }

    // What arrives encoded is not what is stored, and no checksum would fit it.
    private HttpResponseMessage TakeUnencoded(HttpResponseMessage response)
    {
        string encodings = string.Join(", ", response.Content.Headers.ContentEncoding.Where(encoding => encoding != Identity));
        if (encodings.Length == 0)
        {
            return response;
        }

        using (response)
        {
            throw Errors.Create(nameof(Messages.SourceEncoded), RdsBackupErrorKind.NotSupported, _name, HostOf(response), encodings);
        }
    }

    private Exception Refusal(HttpResponseMessage response, bool expired)
    {
        string host = HostOf(response);
        int status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            HttpStatusCode.Forbidden when expired => Errors.Create(nameof(Messages.SourceLinkExpired), RdsBackupErrorKind.Connection, _name, host),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                Errors.Create(nameof(Messages.SourceAccessDenied), RdsBackupErrorKind.PermissionDenied, _name, host),
            HttpStatusCode.NotFound => Errors.Create(nameof(Messages.SourceNotFound), RdsBackupErrorKind.NotFound, _name, host),
            HttpStatusCode.PreconditionFailed => Errors.Create(nameof(Messages.SourceChanged), RdsBackupErrorKind.CorruptData, _name),
            HttpStatusCode.RequestedRangeNotSatisfiable => Errors.Create(nameof(Messages.SourceEmpty), RdsBackupErrorKind.CorruptData, _name),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
                Errors.Create(nameof(Messages.SourceRedirected), RdsBackupErrorKind.Connection, _name, host, Target(response), MostRedirects),
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
                new HttpRequestException($"{host} answered {status}.", null, response.StatusCode),
            _ => Errors.Create(nameof(Messages.SourceRefused), RdsBackupErrorKind.Service, _name, host, status),
        };
    }

    private static string HostOf(HttpResponseMessage response) => response.RequestMessage!.RequestUri!.Host;

    private static string Target(HttpResponseMessage response) =>
        response.Headers.Location is { } location
            ? new Uri(response.RequestMessage!.RequestUri!, location).GetLeftPart(UriPartial.Authority)
            : "?";

    private void Check(HttpResponseMessage response, SourceObject source, long offset, long length)
    {
        ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
        if (response.StatusCode != HttpStatusCode.PartialContent || range is null)
        {
            throw new IOException($"A range was asked for and {(int)response.StatusCode} without one came.");
        }

        if ((range.Length is { } total && total != source.Length) || (source.ETag is not null && EntityTag(response) is { } tag && tag != source.ETag))
        {
            throw Errors.Create(nameof(Messages.SourceChanged), RdsBackupErrorKind.CorruptData, _name);
        }

        if (range.From != offset || range.To != offset + length - 1)
        {
            throw new IOException($"Bytes {offset}-{offset + length - 1} were asked for and {range.From}-{range.To} came.");
        }
    }

    private static string? EntityTag(HttpResponseMessage response) =>
        response.Headers.TryGetValues("ETag", out IEnumerable<string>? values) ? values.First() : null;

    private static ulong? ReadCrc64(HttpResponseMessage response) =>
        response.Headers.TryGetValues(Crc64Header, out IEnumerable<string>? values)
        && ulong.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out ulong crc)
            ? crc
            : null;
}
