using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;
using RdsBackup.Network;

namespace RdsBackup.Alerting.WeCom;

/// <summary>
/// A group robot of WeCom: sends messages and files, keeps its rate, and tries again what may pass. Only the code in an answer says whether it
/// took a message; HTTP says 200 either way. Source: developer.work.weixin.qq.com/document/path/91770.
/// </summary>
internal sealed partial class WeComRobot : IDisposable
{
    /// <summary>How long it may take to answer.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private const int Retries = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    // Characters as they are: the robot is said to refuse \u escapes (40033; not confirmed for robots).
    private static readonly JsonSerializerOptions AsIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _channel;
    private readonly WeComAddress _address;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly HttpClient _http;
    private readonly WeComRate _rate;

    /// <summary>Reaches nothing yet.</summary>
    /// <param name="channel">The channel's name, for errors.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="proxy">Proxy to go through; null takes that of the environment.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Receives log lines.</param>
    /// <param name="rateFolder">Where the times of its messages are kept; null for the user's own folder.</param>
    public WeComRobot(string channel, WeComAddress address, Uri? proxy, TimeProvider clock, ILogger logger, string? rateFolder = null)
    {
        (_channel, _address, _clock, _logger) = (channel, address, clock, logger);
        string file = $"wecom-{address.Fingerprint}.rate";
        _rate = new WeComRate(rateFolder is null ? StateFolder.FileOf(file) : Path.Combine(rateFolder, file), clock);
        _http = HttpConnections.CreateClient(handler =>
        {
            if (proxy is not null)
            {
                handler.Proxy = new WebProxy(proxy);
            }
        });
    }

    /// <summary>Sends a message. Returns only once the robot took it.</summary>
    /// <exception cref="RdsBackupException">WeComRobotGone, WeComContentRefused, WeComRateExceeded, WeComUnreachable, …</exception>
    public async Task SendAsync(WeComMessage message, CancellationToken cancellationToken)
    {
        if (message.File is not { } file)
        {
            await PostAsync(BodyOf(message.Type, message.Payload!), cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            await SendFileAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (FileGoneException)
        {
            await SendFileAsync(file, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Asks whether the key is good without telling the group anything: a message without a body, which cannot be taken. That WeCom looks at the key before
    /// the body is not documented, nor confirmed.
    /// </summary>
    /// <returns>The code of the refusal, which is not about the key.</returns>
    /// <exception cref="RdsBackupException">WeComRobotGone, WeComUnreachable, …</exception>
    public async Task<int> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            JsonObject answer = await SendOnceAsync((_address.Operation("send"), new StringContent("")), cancellationToken).ConfigureAwait(false);
            RdsBackupException refusal = FailureOf(answer);
            return refusal.ErrorId == nameof(Messages.WeComRobotGone) ? throw refusal : (int)answer["errcode"]!;
        }
        catch (Exception exception) when (IsUnreachable(exception))
        {
            throw Unreachable(exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // Even the relaxed encoder escapes what is beyond the basic plane (emoji) and the spaces of other scripts.
    private static string BodyOf(string type, JsonObject payload) => JsonEscape().Replace(
        new JsonObject { ["msgtype"] = type, [type] = payload.DeepClone() }.ToJsonString(AsIs),
        escape => escape.Groups[1].Success && (char)int.Parse(escape.Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) is >= '\u00A0' and char character
            ? character.ToString()
            : escape.Value);

    private async Task SendFileAsync(WeComFile file, CancellationToken cancellationToken)
    {
        JsonObject uploaded = await CallAsync(() => (_address.Operation("upload_media", "&type=file"), FormOf(file)), isCounted: false, cancellationToken).ConfigureAwait(false);
        string id = TextOf(uploaded, "media_id") ?? throw Unreadable(uploaded.ToJsonString());
        await PostAsync(BodyOf("file", new JsonObject { ["media_id"] = id }), cancellationToken).ConfigureAwait(false);
    }

    private Task<JsonObject> PostAsync(string body, CancellationToken cancellationToken) => CallAsync(
        () =>
        {
            StringContent content = new(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
            return (_address.Operation("send"), content);
        },
        isCounted: true,
        cancellationToken);

    // The robot is picky: no quotes around the boundary, and these quotes around name and file name. Names beyond ASCII are not documented.
    private static MultipartFormDataContent FormOf(WeComFile file)
    {
        string boundary = $"----rdsbackup{Guid.NewGuid():N}";
        MultipartFormDataContent form = new(boundary);
        form.Headers.Remove("Content-Type");
        form.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={boundary}");
        ByteArrayContent content = new(file.Content);
        content.Headers.TryAddWithoutValidation(
            "Content-Disposition",
            string.Create(CultureInfo.InvariantCulture, $"form-data; name=\"media\"; filename=\"{Uri.EscapeDataString(file.Name)}\"; filelength={file.Content.Length}"));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(content);
        return form;
    }

    // A message whose answer was lost may have arrived; told twice is better than not told.
    private async Task<JsonObject> CallAsync(Func<(Uri Address, HttpContent Content)> request, bool isCounted, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            if (isCounted)
            {
                await KeepRateAsync(cancellationToken).ConfigureAwait(false);
            }

            RdsBackupException failure;
            TimeSpan pause = FirstPause * (1 << attempt);
            try
            {
                JsonObject answer = await SendOnceAsync(request(), cancellationToken).ConfigureAwait(false);
                int code = (int)answer["errcode"]!;
                if (code == WeComErrors.Ok)
                {
                    WarnOf(SaidIn(answer));
                    return answer;
                }

                failure = FailureOf(answer);
                switch (WeComErrors.ClassOf(code))
                {
                    case WeComErrorClass.UploadAgain:
                        throw new FileGoneException(failure);
                    case WeComErrorClass.Permanent:
                        throw failure;
                    case WeComErrorClass.Wait:
                        pause = WeComRate.Window;
                        break;
                }
            }
            catch (Exception exception) when (IsUnreachable(exception))
            {
                failure = Unreachable(exception);
            }

            if (attempt == Retries)
            {
                throw failure;
            }

            TimeSpan jittered = pause * (1 + (Random.Shared.NextDouble() / 4));
            _logger.LogInformation("{Channel}: {Cause} Trying again in {Pause:F0} s", _channel, failure.Message, jittered.TotalSeconds);
            await Task.Delay(jittered, _clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<JsonObject> SendOnceAsync((Uri Address, HttpContent Content) request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(RequestTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using HttpRequestMessage message = new(HttpMethod.Post, request.Address) { Content = request.Content };
            using HttpResponseMessage response = await _http.SendAsync(message, either.Token).ConfigureAwait(false);
            string text = await response.Content.ReadAsStringAsync(either.Token).ConfigureAwait(false);
            _logger.LogDebug("{Channel} {Operation}: HTTP {Status} {Answer}", _channel, request.Address.AbsolutePath, (int)response.StatusCode, Redaction.Redact(text, _address.Key));
            return (int)response.StatusCode switch
            {
                >= 500 => throw new HttpRequestException($"HTTP {(int)response.StatusCode}", null, response.StatusCode),
                >= 300 => throw Errors.Create(nameof(Messages.WeComRefused), RdsBackupErrorKind.Service, _channel, $"HTTP {(int)response.StatusCode}", Short(text)),
                _ => Read(text),
            };
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(Errors.Text(nameof(Messages.WeComTimeout), RequestTimeout.TotalSeconds));
        }
    }

    private RdsBackupException FailureOf(JsonObject answer) =>
        WeComErrors.Create(_channel, (int)answer["errcode"]!, SaidIn(answer));

    private string SaidIn(JsonObject answer) => Short(TextOf(answer, "errmsg") ?? "");

    private static bool IsUnreachable(Exception exception) => exception is HttpRequestException or TimeoutException or IOException;

    private RdsBackupException Unreachable(Exception exception) => Errors.Create(
        nameof(Messages.WeComUnreachable), RdsBackupErrorKind.Connection, exception, _channel, exception.GetBaseException().Message);

    private JsonObject Read(string text)
    {
        try
        {
            if (JsonNode.Parse(text) is JsonObject answer && answer["errcode"] is JsonValue code && code.TryGetValue(out int _))
            {
                return answer;
            }
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // Told below, with what it is instead.
        }

        throw Unreadable(text);
    }

    private RdsBackupException Unreadable(string text) =>
        Errors.Create(nameof(Messages.WeComAnswerUnreadable), RdsBackupErrorKind.Service, _channel, Short(text));

    // Redacted before it is cut: half a key is one, too.
    private string Short(string text) => Utf8Text.CutCharacters(Redaction.Redact(text, _address.Key), 200);

    private static string? TextOf(JsonObject answer, string name) =>
        answer[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    // A body that it could not read in full is taken all the same, with a warning behind the "ok".
    private void WarnOf(string said)
    {
        if (said.Contains("warning", StringComparison.OrdinalIgnoreCase))
        {
            _logger.LogText(LogLevel.Warning, nameof(Messages.WeComTakenWithWarning), _channel, said);
        }
    }

    // The robot itself still refuses what is too much: better told late than not at all.
    private async Task KeepRateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _rate.TakeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _logger.LogText(LogLevel.Warning, nameof(Messages.WeComRateUnkept), _channel, exception.Message);
        }
    }

    [GeneratedRegex(@"\\(?:u([0-9A-Fa-f]{4})|.)")]
    private static partial Regex JsonEscape();

    private sealed class FileGoneException(RdsBackupException failure)
        : RdsBackupException(failure.ErrorId, failure.Kind, failure.Message, failure.Recommendation, failure);
}
