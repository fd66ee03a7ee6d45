using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using RdsBackup.Aliyun;
using RdsBackup.Aliyun.Credentials;
using RdsBackup.Core.Tests.Scripting;
using RdsBackup.Diagnostics;

namespace RdsBackup.Core.Tests.Aliyun;

public sealed class AliyunApiRetryTests : IDisposable
{
    private const string Secret = "theAccessKeySecretOfTheTest";
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly HttpClient _http = AliyunApi.CreateHttpClient();
    private readonly SkippingTimeProvider _time = new(Start);
    private readonly ConcurrentQueue<string> _log = new();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Every_attempt_has_its_own_nonce_date_and_signature()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(request =>
        {
            _time.Advance(TimeSpan.FromSeconds(1)); // dates have seconds only
            return request.Number < 3 ? ScriptedAnswer.Error(503, "ServiceUnavailable") : new(200, "{}");
        });

        await CallAsync(server);

        Assert.Equal(3, server.Requests.Count);
        foreach (string header in new[] { "x-acs-signature-nonce", "x-acs-date", "authorization" })
        {
            Assert.Equal(3, server.Requests.Select(request => request.Headers[header]).Distinct().Count());
        }
    }

    [Fact]
    public async Task A_call_is_a_POST_with_its_parameters_in_the_query_and_without_a_content_type()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => new(200, "{}"));

        await CallAsync(Api(), Call(server) with
        {
            Query = new Dictionary<string, string?> { ["SearchKey"] = "备份(x)!'y' ~*+", ["Unset"] = null },
        });

        ScriptedRequest request = Assert.Single(server.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("/?SearchKey=%E5%A4%87%E4%BB%BD%28x%29%21%27y%27%20~%2A%2B", request.Target);
        Assert.Empty(request.Body);
        Assert.DoesNotContain("content-type", request.Headers.Keys);
        Assert.Equal("2014-08-15", request.Headers["x-acs-version"]);
        Assert.Equal("2026-01-02T03:04:05Z", request.Headers["x-acs-date"]);
    }

    [Fact]
    public async Task A_form_is_sent_with_its_type_and_both_are_signed()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => new(200, "{}"));

        await CallAsync(Api(), Call(server) with { Form = new Dictionary<string, string> { ["B"] = "2 3", ["A"] = "1" } });

        ScriptedRequest request = Assert.Single(server.Requests);
        Assert.Equal("A=1&B=2%203", request.Body);
        Assert.Equal("application/x-www-form-urlencoded", request.Headers["content-type"]);
        Assert.Contains("SignedHeaders=content-type;host;", request.Headers["authorization"], StringComparison.Ordinal);
        Assert.Equal(SignatureV3.Hash("A=1&B=2%203"u8), request.Headers["x-acs-content-sha256"]);
    }

    [Fact]
    public async Task An_anonymous_call_asks_for_JSON_and_carries_no_authorization()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => new(200, "{}"));

        await CallAsync(Api(null), Call(server));

        ScriptedRequest request = Assert.Single(server.Requests);
        Assert.Equal("json", request.Query["Format"]);
        Assert.DoesNotContain("authorization", request.Headers.Keys);
    }

    [Fact]
    public async Task A_throttled_call_waits_as_long_as_the_service_says()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(request => request.Number switch
        {
            1 => ScriptedAnswer.Error(400, "Throttling.User").WithHeader("x-acs-retry-after", "2500"),
            2 => ScriptedAnswer.Error(429, "TooManyRequests").WithHeader("x-acs-retry-after", "80"),
            3 => ScriptedAnswer.Error(400, "Throttling.Api").WithHeader("x-acs-retry-after", "86400000"),
            _ => new(200, "{}"),
        });

        await CallAsync(server);

        Assert.Equal([TimeSpan.FromSeconds(2.5), TimeSpan.FromMilliseconds(80), TimeSpan.FromMinutes(2)], _time.Delays);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("soon")]
    public async Task A_wait_that_makes_no_sense_is_replaced_by_a_backoff(string retryAfter)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(request => request.Number == 1
            ? ScriptedAnswer.Error(400, "Throttling.User").WithHeader("x-acs-retry-after", retryAfter)
            : new(200, "{}"));

        await CallAsync(server);

        Assert.InRange(Assert.Single(_time.Delays), TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Throttling_without_end_is_an_error_after_half_a_minute_at_least()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => ScriptedAnswer.Error(400, "Throttling"));

        var error = await Assert.ThrowsAsync<AliyunApiException>(() => CallAsync(server));

        Assert.Equal("AliyunThrottled", error.ErrorId);
        Assert.Equal(RdsBackupErrorKind.Throttled, error.Kind);
        Assert.InRange(_time.GetUtcNow() - Start, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(4));
    }

    [Theory]
    [InlineData(500, "InternalError")]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(400, "SqlExecuteFailedOrTimeout")]
    [InlineData(400, "SignatureNonceUsed")]
    [InlineData(502, "")]
    public async Task A_failure_that_may_pass_is_tried_again_a_few_times(int status, string code)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(request =>
            request.Number == 5 ? new(200, "{}") : ScriptedAnswer.Error(status, code));

        await CallAsync(server);

        Assert.Equal(5, server.Requests.Count);
        Assert.Equal(4, _time.Delays.Count);
    }

    [Fact]
    public async Task A_failure_of_the_service_that_lasts_is_an_error_with_its_request_id()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => ScriptedAnswer.Error(500, "InternalError", "Oops."));

        var error = await Assert.ThrowsAsync<AliyunApiException>(() => CallAsync(server));

        Assert.Equal(5, server.Requests.Count);
        Assert.Equal("AliyunServiceError", error.ErrorId);
        Assert.Equal(("InternalError", "REQ-1", 500), (error.Code, error.RequestId, error.HttpStatus));
        Assert.Contains("Oops.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_of_the_caller_is_not_tried_again()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => ScriptedAnswer.Error(400, "InvalidParameter"));

        await Assert.ThrowsAsync<AliyunApiException>(() => CallAsync(server));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_wrong_clock_is_corrected_once_and_stays_corrected()
    {
        DateTimeOffset serverTime = Start.AddMinutes(20);
        await using ScriptedServer server = await ScriptedServer.StartAsync(request => AnswerByClock(request, serverTime));
        AliyunApi api = Api();

        await CallAsync(api, Call(server));
        await CallAsync(api, Call(server));

        Assert.Equal(
            ["2026-01-02T03:04:05Z", "2026-01-02T03:24:05Z", "2026-01-02T03:24:05Z"],
            server.Requests.Select(request => request.Headers["x-acs-date"]));
        Assert.Contains(_log, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("+00:20:00", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clock_that_is_refused_again_after_correction_is_an_error_that_says_by_how_much()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => ScriptedAnswer
            .Error(400, "InvalidTimeStamp.Expired")
            .WithHeader("Date", Start.AddHours(-2).ToString("R", CultureInfo.InvariantCulture)));

        var error = await Assert.ThrowsAsync<AliyunApiException>(() => CallAsync(server));

        Assert.Equal(2, server.Requests.Count);
        Assert.Equal("AliyunClockSkew", error.ErrorId);
        Assert.Contains("-02:00:00", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_token_is_replaced_once()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(request =>
            request.Headers["x-acs-security-token"] == "token-1"
                ? ScriptedAnswer.Error(400, "InvalidSecurityToken.Expired")
                : new(200, "{}"));
        var credentials = new RotatingCredentials();

        await CallAsync(Api(credentials), Call(server));

        Assert.Equal(["token-1", "token-2"], server.Requests.Select(request => request.Headers["x-acs-security-token"]));
        Assert.Equal(["key-1", "key-2"], server.Requests.Select(request => request.Headers["x-acs-accesskey-id"]));
    }

    [Fact]
    public async Task A_token_that_is_refused_after_replacement_is_an_error_that_names_the_source()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(
            _ => ScriptedAnswer.Error(400, "InvalidSecurityToken.Expired"));

        var error = await Assert.ThrowsAsync<AliyunApiException>(() => CallAsync(Api(new RotatingCredentials()), Call(server)));

        Assert.Equal(2, server.Requests.Count);
        Assert.Equal("AliyunTokenExpired", error.ErrorId);
        Assert.Equal(RdsBackupErrorKind.Authentication, error.Kind);
        Assert.Contains("rotating test credentials", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_a_wait_ends_it_at_once()
    {
        using var stop = new CancellationTokenSource();
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => ScriptedAnswer.Error(400, "Throttling"));
        var api = new AliyunApi(_http, Credentials(), TimeProvider.System, Logger(line =>
        {
            if (line.Contains("retry 1", StringComparison.Ordinal))
            {
                stop.Cancel(); // the wait for the first retry begins now
            }
        }), new AliyunRetrySettings { ThrottledDelay = TimeSpan.FromHours(1) });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => api.CallAsync(Call(server), stop.Token));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Cancelling_while_the_body_arrives_ends_the_call()
    {
        using var stop = new CancellationTokenSource();
        using var ended = new CancellationTokenSource();
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => new(200, """{"Items":{""")
        {
            BreakAfterBody = async () =>
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, ended.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            },
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Api().CallAsync(Call(server), stop.Token));
        await ended.CancelAsync();

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_answer_cut_short_is_asked_for_again()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(request => request.Number == 1
            ? new(200, """{"A":1""") { BreakAfterBody = () => Task.CompletedTask }
            : new(200, """{"A":1}"""));

        using JsonDocument answer = await Api().CallAsync(Call(server), TestContext.Current.CancellationToken);

        Assert.Equal(1, answer.RootElement.GetProperty("A").GetInt32());
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_given_up_and_tried_again()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(request =>
        {
            if (request.Number == 1)
            {
                _time.Advance(new AliyunRetrySettings().AttemptTimeout);
            }

            return new(200, "{}");
        });

        await CallAsync(server);

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_service_that_does_not_listen_is_an_error_naming_the_host()
    {
        ScriptedServer server = await ScriptedServer.StartAsync(_ => new(200, "{}"));
        AliyunCall call = Call(server);
        await server.DisposeAsync();

        var error = await Assert.ThrowsAsync<RdsBackupException>(
            () => CallAsync(Api(), call));

        Assert.Equal("AliyunUnreachable", error.ErrorId);
        Assert.Equal(RdsBackupErrorKind.Connection, error.Kind);
        Assert.Contains(call.Endpoint.Authority, error.Message, StringComparison.Ordinal);
        Assert.Equal(4, _time.Delays.Count);
    }

    [Fact]
    public async Task A_host_that_does_not_exist_is_an_error_naming_it()
    {
        var call = new AliyunCall(
            AliyunProduct.Rds, new Uri("http://rds.nowhere.invalid"), "DescribeBackups", new Dictionary<string, string?>());

        var error = await Assert.ThrowsAsync<RdsBackupException>(
            () => CallAsync(Api(), call));

        Assert.Equal("AliyunUnreachable", error.ErrorId);
        Assert.Contains("rds.nowhere.invalid", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_TLS_handshake_is_an_error_at_once()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => new(200, "{}"));
        AliyunCall call = Call(server);

        var error = await Assert.ThrowsAsync<RdsBackupException>(
            () => CallAsync(Api(), call with { Endpoint = new UriBuilder(call.Endpoint) { Scheme = "https" }.Uri }));

        Assert.Equal("AliyunUnreachable", error.ErrorId);
        Assert.Empty(_time.Delays);
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, false)]
    [InlineData(SocketError.TryAgain, true)]
    [InlineData(SocketError.ConnectionReset, true)]
    public void A_name_that_does_not_exist_is_not_worth_another_try(SocketError error, bool mayPass) => Assert.Equal(
        mayPass, AliyunApi.IsTransientNetworkFailure(new HttpRequestException("x", new SocketException((int)error))));

    [Fact]
    public async Task Log_lines_and_errors_never_show_a_secret()
    {
        string? signature = null;
        await using ScriptedServer server = await ScriptedServer.StartAsync(request =>
        {
            string token = request.Headers["x-acs-security-token"];
            signature = request.Headers["authorization"].Split("Signature=")[1];
            return ScriptedAnswer.Error(
                request.Number == 1 ? 500 : 400, "InvalidParameter",
                $"server string to sign is: x-acs-security-token:{token} {Uri.EscapeDataString(token)} Signature={signature} secret-1");
        });

        var error = await Assert.ThrowsAsync<AliyunApiException>(() => CallAsync(Api(new RotatingCredentials()), Call(server)));

        string shown = string.Join('\n', [.. _log, error.ToString(), error.Recommendation ?? ""]);
        Assert.Contains("server string to sign", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("token-", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(signature!, shown, StringComparison.Ordinal);
    }

    private static ScriptedAnswer AnswerByClock(ScriptedRequest request, DateTimeOffset serverTime)
    {
        var date = DateTimeOffset.Parse(request.Headers["x-acs-date"], CultureInfo.InvariantCulture);
        return (serverTime - date).Duration() > TimeSpan.FromMinutes(15)
            ? ScriptedAnswer.Error(400, "InvalidTimeStamp.Expired").WithHeader("Date", serverTime.ToString("R", CultureInfo.InvariantCulture))
            : new ScriptedAnswer(200, "{}");
    }

    private static AliyunCall Call(ScriptedServer server) =>
        new(AliyunProduct.Rds, server.Address, "DescribeBackups", new Dictionary<string, string?>());

    private static StaticCredentialProvider Credentials() => new("test", new AliyunCredentials("key", Secret));

    private static Microsoft.Extensions.Logging.ILogger Logger(Action<string> write) =>
        OperationLogger.For((level, line) => write($"{level}: {line}"));

    private AliyunApi Api() => Api(Credentials());

    private AliyunApi Api(IAliyunCredentialProvider? credentials) =>
        new(_http, credentials, _time, Logger(_log.Enqueue), new AliyunRetrySettings());

    private Task CallAsync(ScriptedServer server) => CallAsync(Api(), Call(server));

    private static async Task CallAsync(AliyunApi api, AliyunCall call) =>
        (await api.CallAsync(call, TestContext.Current.CancellationToken)).Dispose();

    private sealed class RotatingCredentials : IAliyunCredentialProvider
    {
        private int _generation = 1;

        public string Name => "rotating test credentials";

        public ValueTask<AliyunCredentials> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(
            new AliyunCredentials($"key-{_generation}", $"secret-{_generation}", $"token-{_generation}"));

        public void Invalidate(AliyunCredentials expired) => _generation++;
    }
}
