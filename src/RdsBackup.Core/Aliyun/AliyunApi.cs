using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Timeout;
using RdsBackup.Aliyun.Credentials;
using RdsBackup.Diagnostics;
using RdsBackup.Network;

namespace RdsBackup.Aliyun;

/// <summary>
/// Calls RPC-style APIs of Alibaba Cloud: signs (<see cref="SignatureV3"/>), sends, classifies what comes back, and tries again where
/// that helps. Every attempt has a nonce, a date and a signature of its own. Safe for concurrent use.
/// </summary>
internal sealed class AliyunApi
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(2); // as in Alibaba Cloud's own SDK

    private readonly HttpClient _http;
    private readonly IAliyunCredentialProvider? _credentials;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<AliyunReply> _pipeline;
    private long _clockOffset; // ticks to add to the local clock to get the service's

    /// <summary>Prepares calls; sends nothing.</summary>
    /// <param name="http">From <see cref="CreateHttpClient"/>; stays the caller's.</param>
    /// <param name="credentials">Whom to call as; null calls anonymously, without a signature.</param>
    /// <param name="time">The clock: dates and delays.</param>
    /// <param name="logger">Receives one line per attempt and one per decision.</param>
    /// <param name="settings">How patient to be.</param>
    public AliyunApi(
        HttpClient http, IAliyunCredentialProvider? credentials, TimeProvider time, ILogger logger, AliyunRetrySettings settings)
    {
        _http = http;
        _credentials = credentials;
        _time = time;
        _logger = logger;
        _pipeline = AliyunRetry.CreatePipeline(settings, time, logger, OnClockSkew, OnCredentialsRefused);
    }

    /// <summary>An HTTP client for <see cref="AliyunApi"/>: it bounds connecting; the attempt as a whole is bounded by the retry settings.</summary>
    public static HttpClient CreateHttpClient()
    {
        HttpClient client = HttpConnections.CreateClient(handler =>
        {
            handler.AutomaticDecompression = DecompressionMethods.All;
            handler.PooledConnectionLifetime = ConnectionLifetime;
        });
        string version = typeof(AliyunApi).Assembly.GetName().Version?.ToString(3) ?? "0";
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("RdsBackup", version));
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return client;
    }

    /// <summary>Makes the call and returns its answer, which the caller disposes.</summary>
    /// <exception cref="AliyunApiException">The API answered with an error, and retrying did not help.</exception>
    /// <exception cref="RdsBackupException">The API could not be reached, or there are no credentials.</exception>
    public async Task<JsonDocument> CallAsync(AliyunCall call, CancellationToken cancellationToken)
    {
        try
        {
            AliyunReply reply = await _pipeline.ExecuteAsync(
                static (state, token) => state.Api.AttemptAsync(state.Call, token), (Api: this, Call: call), cancellationToken);
            return reply.Content ?? throw AliyunErrors.Create(call, reply, _credentials?.Name, _time.GetUtcNow());
        }
        catch (Exception exception) when (IsNetworkFailure(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw AliyunErrors.Unreachable(call, exception);
        }
        catch (JsonException exception)
        {
            throw AliyunErrors.InvalidResponse(call, exception.Message, exception);
        }
    }

    /// <summary>Whether an attempt failed below the API: name, connection, TLS, a time limit, an answer cut short.</summary>
    internal static bool IsNetworkFailure(Exception exception) =>
        exception is HttpRequestException or IOException or TimeoutRejectedException
            or OperationCanceledException { InnerException: TimeoutException }; // connect timeout of SocketsHttpHandler

    /// <summary>Whether such a failure may pass: not when the name does not exist or the certificate is refused.</summary>
    internal static bool IsTransientNetworkFailure(Exception exception) =>
        IsNetworkFailure(exception)
        && exception.InnerException is not (SocketException { SocketErrorCode: SocketError.HostNotFound } or AuthenticationException);

    private async ValueTask<AliyunReply> AttemptAsync(AliyunCall call, CancellationToken cancellationToken)
    {
        AliyunCredentials? credentials = _credentials is null ? null : await _credentials.GetAsync(cancellationToken);
        using HttpRequestMessage request = AliyunRequest.Create(call, credentials, Now());
        long started = _time.GetTimestamp();
        using HttpResponseMessage response =
            await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        string? requestId = Header(response, "x-acs-request-id");
        AliyunReply reply = await ReadAsync(response, requestId, credentials, cancellationToken);
        _logger.LogDebug(
            "{Action} {Host}: HTTP {Status} {Code} in {Milliseconds:F0} ms, request {RequestId}",
            call.Action, call.Endpoint.Authority, (int)response.StatusCode, reply.Error?.Code ?? "OK",
            _time.GetElapsedTime(started).TotalMilliseconds, requestId ?? reply.Error?.RequestId);
        return reply;
    }

    private static async Task<AliyunReply> ReadAsync(
        HttpResponseMessage response, string? requestId, AliyunCredentials? credentials, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return new AliyunReply { Content = await JsonDocument.ParseAsync(body, default, cancellationToken) };
        }

        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        return new AliyunReply
        {
            Error = AliyunError.Parse(response.StatusCode, text, requestId),
            Date = response.Headers.Date,
            RetryAfter = RetryAfter(response),
            Credentials = credentials,
        };
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        bool read = long.TryParse(
            Header(response, "x-acs-retry-after"), NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds);
        return !read || milliseconds == 0
            ? null
            : TimeSpan.FromMilliseconds(Math.Min(milliseconds, LongestRetryAfter.TotalMilliseconds));
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;

    private DateTimeOffset Now() => _time.GetUtcNow().AddTicks(Volatile.Read(ref _clockOffset));

    private void OnClockSkew(DateTimeOffset serverTime)
    {
        TimeSpan offset = serverTime - _time.GetUtcNow();
        Volatile.Write(ref _clockOffset, offset.Ticks);
        _logger.LogText(LogLevel.Warning, nameof(Messages.AliyunClockCorrected), AliyunErrors.Difference(offset));
    }

    private void OnCredentialsRefused(AliyunCredentials refused)
    {
        _logger.LogInformation("{Provider}: the API refused {AccessKeyId}; fetching new credentials", _credentials?.Name, refused);
        _credentials?.Invalidate(refused);
    }
}
