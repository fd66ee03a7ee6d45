using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RdsBackup.Alerting.WeCom;
using RdsBackup.Core.Tests.Network;
using RdsBackup.Core.Tests.Scripting;
using RdsBackup.Core.Tests.Transfer;
using RdsBackup.Diagnostics;

namespace RdsBackup.Core.Tests.Alerting.WeCom;

/// <summary>The client of a robot, over a socket: what it sends, what it makes of the answers, and what it keeps to itself.</summary>
public sealed class WeComRobotTests : IDisposable
{
    private const string Key = "693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa";
    private static readonly ScriptedAnswer Ok = new(200, """{"errcode":0,"errmsg":"ok"}""");
    private static readonly ScriptedAnswer Uploaded = new(200, """{"errcode":0,"errmsg":"ok","type":"file","media_id":"3a8asd892asd8asd","created_at":"1380000000"}""");

    private readonly string _folder = Directory.CreateTempSubdirectory("rdsbackup-robot-").FullName;
    private readonly SkippingTimeProvider _clock = new(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero), [WeComRobot.RequestTimeout]);
    private readonly ConcurrentQueue<string> _lines = new();

    // Waits for what it tries again, without those for a lock or a rate.
    private IEnumerable<double> Pauses => _clock.Delays.Select(delay => delay.TotalSeconds).Where(seconds => seconds >= 1);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_message_is_posted_as_the_robot_wants_it()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => Ok);

        await SendAsync(server, WeComMessage.OfText("备份失败", new AlertMentions { Users = ["zhang3", "@all"], Mobiles = ["13800000000"] }));

        ScriptedRequest request = Assert.Single(server.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal($"/cgi-bin/webhook/send?key={Key}", request.Target);
        Assert.Equal("application/json; charset=utf-8", request.Headers["content-type"]);
        Assert.Equal("""{"msgtype":"text","text":{"content":"备份失败","mentioned_list":["zhang3","@all"],"mentioned_mobile_list":["13800000000"]}}""", request.Body);
    }

    [Theory]
    [InlineData("备份 <font color=\"warning\">失败</font> & 'x' + `y`")]
    [InlineData("👍🏽👨‍👩‍👧‍👦𠮷🇨🇳")]
    [InlineData("full　width\u00A0space\u200Band \u2028 separator")]
    public async Task Characters_are_sent_as_they_are_and_not_as_escapes(string content)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => Ok);

        await SendAsync(server, WeComMessage.OfMarkdown("markdown", content));

        string body = Assert.Single(server.Requests).Body;
        Assert.DoesNotContain("\\u", body, StringComparison.Ordinal);
        Assert.Equal(content, (string?)JsonNode.Parse(body)!["markdown"]!["content"]);
    }

    [Theory]
    [InlineData("C:\\users \\u4e2d \\\\u4e2d \"quoted\"\n\ttab")]
    [InlineData("\u0001\u001F\u007F")]
    public async Task What_JSON_must_escape_arrives_as_it_was(string content)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => Ok);

        await SendAsync(server, WeComMessage.OfMarkdown("markdown", content));

        Assert.Equal(content, (string?)JsonNode.Parse(Assert.Single(server.Requests).Body)!["markdown"]!["content"]);
    }

    [Fact]
    public async Task A_lone_surrogate_arrives_as_the_replacement_character()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => Ok);

        await SendAsync(server, WeComMessage.OfText("a\uD800b", AlertMentions.None));

        Assert.Equal("""{"msgtype":"text","text":{"content":"a�b"}}""", Assert.Single(server.Requests).Body);
    }

    [Fact]
    public async Task A_file_is_uploaded_and_then_sent_by_its_id()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(request => request.Number == 1 ? Uploaded : Ok);

        await SendAsync(server, WeComMessage.OfFile(WeComFile.OfText("夜间 report.md", "第一行\r\nsecond line\n")));

        Assert.Equal(2, server.Requests.Count);
        ScriptedRequest upload = server.Requests[0];
        Assert.Equal($"/cgi-bin/webhook/upload_media?key={Key}&type=file", upload.Target);
        const string type = "multipart/form-data; boundary=";
        Assert.StartsWith(type, upload.Headers["content-type"], StringComparison.Ordinal);
        string boundary = upload.Headers["content-type"][type.Length..];
        Assert.Matches("^[-0-9a-z]{20,70}$", boundary);
        string form = $"--{boundary}\r\n"
            + "Content-Disposition: form-data; name=\"media\"; filename=\"%E5%A4%9C%E9%97%B4%20report.md\"; filelength=23\r\n"
            + "Content-Type: application/octet-stream\r\n"
            + "\r\n"
            + "第一行\r\nsecond line\n"
            + $"\r\n--{boundary}--\r\n";
        Assert.Equal(form, upload.Body);
        Assert.Equal(Encoding.UTF8.GetByteCount(form).ToString(CultureInfo.InvariantCulture), upload.Headers["content-length"]);
        Assert.Equal("""{"msgtype":"file","file":{"media_id":"3a8asd892asd8asd"}}""", server.Requests[1].Body);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_uploaded_again_once()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(request => request.Number switch
        {
            2 => Refusal(40007, "invalid media_id"),
            4 => Ok,
            _ => Uploaded,
        });

        await SendAsync(server, WeComMessage.OfFile(WeComFile.OfText("report.md", "all of it")));

        Assert.Equal(["upload_media", "send", "upload_media", "send"], server.Requests.Select(OperationOf));
        Assert.Empty(Pauses);
    }

    [Fact]
    public async Task A_file_that_is_gone_twice_is_an_error()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(request => OperationOf(request) == "send" ? Refusal(40007, "invalid media_id") : Uploaded);

        RdsBackupException error = await RefusedAsync(server, WeComMessage.OfFile(WeComFile.OfText("report.md", "all of it")));

        Assert.Equal("WeComFileRefused", error.ErrorId);
        Assert.Equal(4, server.Requests.Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(6000)]
    [InlineData(45033)]
    public async Task What_passes_by_itself_is_tried_three_times_more(int code)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => Refusal(code, "system busy"));

        RdsBackupException error = await RefusedAsync(server);

        Assert.Equal("WeComBusy", error.ErrorId);
        Assert.Equal(4, server.Requests.Count);
        Assert.Collection(Pauses, first => Assert.InRange(first, 1, 1.25), second => Assert.InRange(second, 2, 2.5), third => Assert.InRange(third, 4, 5));
    }

    [Fact]
    public async Task What_passed_by_itself_is_no_error()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(request => request.Number < 4 ? Refusal(-1, "system busy") : Ok);

        await SendAsync(server);

        Assert.Equal(4, server.Requests.Count);
        Assert.Single(server.Requests.Select(request => request.Body).Distinct());
    }

    [Fact]
    public async Task Too_many_messages_wait_for_a_minute()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(request => request.Number == 1 ? Refusal(45009, "api freq out of limit") : Ok);

        await SendAsync(server);

        Assert.Equal(2, server.Requests.Count);
        Assert.InRange(Assert.Single(Pauses), 60, 75);
    }

    [Theory]
    [InlineData(93000, "WeComRobotGone", RdsBackupErrorKind.NotFound)]
    [InlineData(93004, "WeComRobotGone", RdsBackupErrorKind.NotFound)]
    [InlineData(93008, "WeComRobotGone", RdsBackupErrorKind.NotFound)]
    [InlineData(40058, "WeComContentRefused", RdsBackupErrorKind.InvalidInput)]
    [InlineData(45002, "WeComContentRefused", RdsBackupErrorKind.InvalidInput)]
    [InlineData(44004, "WeComContentRefused", RdsBackupErrorKind.InvalidInput)]
    [InlineData(40004, "WeComFileRefused", RdsBackupErrorKind.InvalidInput)]
    [InlineData(40006, "WeComFileRefused", RdsBackupErrorKind.InvalidInput)]
    [InlineData(40008, "WeComRefused", RdsBackupErrorKind.Service)]
    [InlineData(40035, "WeComRefused", RdsBackupErrorKind.Service)]
    [InlineData(123456, "WeComRefused", RdsBackupErrorKind.Service)]
    public async Task What_trying_again_does_not_change_is_an_error_at_once(int code, string id, RdsBackupErrorKind kind)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => Refusal(code, "it will not, hint: [1700000000]"));

        RdsBackupException error = await RefusedAsync(server);

        Assert.Equal((id, kind), (error.ErrorId, error.Kind));
        Assert.Contains($"{code}", error.Message, StringComparison.Ordinal);
        Assert.Contains("hint: [1700000000]", error.Message, StringComparison.Ordinal);
        Assert.Contains("ops", error.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(error.Recommendation));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("<html>Sign in to the network</html>")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"errcode":"0","errmsg":"ok"}""")]
    [InlineData("""{"errcode":0.5}""")]
    [InlineData("""{"errcode":null}""")]
    [InlineData("""{"errcode":0,"errcode":93000}""")]
    [InlineData("""{"errcode":0""")]
    public async Task What_is_no_answer_of_a_robot_is_an_error(string body)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => new ScriptedAnswer(200, body));

        RdsBackupException error = await RefusedAsync(server);

        Assert.Equal("WeComAnswerUnreadable", error.ErrorId);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("""{"errcode":93000,"errmsg":42}""", "WeComRobotGone")]
    [InlineData("""{"errcode":93000}""", "WeComRobotGone")]
    public async Task An_answer_without_a_sentence_is_understood(string body, string id)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => new ScriptedAnswer(200, body));

        Assert.Equal(id, (await RefusedAsync(server)).ErrorId);
    }

    [Theory]
    [InlineData("""{"errcode":0,"errmsg":"ok","media_id":7}""")]
    [InlineData("""{"errcode":0,"errmsg":"ok"}""")]
    public async Task An_upload_without_an_id_is_an_error(string body)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => new ScriptedAnswer(200, body));

        Assert.Equal("WeComAnswerUnreadable", (await RefusedAsync(server, WeComMessage.OfFile(WeComFile.OfText("a.txt", "all of it")))).ErrorId);
    }

    [Fact]
    public async Task A_message_that_was_taken_with_a_warning_is_warned_of()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => new ScriptedAnswer(200, """{"errcode":0,"errmsg":"ok. Warning: wrong json format. "}"""));

        await SendAsync(server);

        Assert.Contains(_lines, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("wrong json format", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task A_server_that_fails_is_asked_again(int status)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(request => request.Number < 3 ? new ScriptedAnswer(status, "oops") : Ok);

        await SendAsync(server);

        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(404)]
    public async Task A_wrong_place_is_not_asked_again(int status)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => new ScriptedAnswer(status, "not here"));

        RdsBackupException error = await RefusedAsync(server);

        Assert.Equal("WeComRefused", error.ErrorId);
        Assert.Contains($"HTTP {status}", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_robot_that_does_not_answer_is_given_thirty_seconds_each_time()
    {
        using SemaphoreSlim arrived = new(0);
        TaskCompletionSource never = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => Ok with
        {
            BeforeBody = () =>
            {
                arrived.Release();
                return never.Task;
            },
        });

        Task<RdsBackupException> sending = RefusedAsync(server);
        for (int attempt = 0; attempt < 4; attempt++)
        {
            await arrived.WaitAsync(CopyScene.Token);
            _clock.Advance(TimeSpan.FromSeconds(29));
            Assert.False(sending.IsCompleted);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        never.SetResult();
        RdsBackupException error = await sending;
        Assert.Equal(("WeComUnreachable", RdsBackupErrorKind.Connection), (error.ErrorId, error.Kind));
        Assert.Contains("30", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task A_connection_that_is_refused_is_tried_again_and_named()
    {
        using WeComRobot robot = RobotAt(new Uri("http://127.0.0.1:9"));

        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(() => robot.SendAsync(Text("x"), CopyScene.Token));

        Assert.Equal("WeComUnreachable", error.ErrorId);
        Assert.Equal(3, Pauses.Count());
    }

    [Fact]
    public async Task A_canceled_message_is_not_tried_again()
    {
        using CancellationTokenSource canceled = new();
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => Refusal(-1, "busy") with { BeforeBody = canceled.CancelAsync });
        using WeComRobot robot = RobotAt(server.Address);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => robot.SendAsync(Text("x"), canceled.Token));

        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(200, "{{\"errcode\":93000,\"errmsg\":\"invalid webhook url https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={0} or {0}\"}}")]
    [InlineData(200, "{{\"errcode\":-1,\"errmsg\":\"busy: {0}\"}}")]
    [InlineData(200, "<html>{0} is no key</html>")]
    [InlineData(200, "{{\"errcode\":0,\"errmsg\":\"ok. Warning: {0}\"}}")]
    [InlineData(404, "cannot POST /cgi-bin/webhook/send?key={0}")]
    [InlineData(503, "{0}")]
    public async Task The_key_shows_nowhere_even_if_the_server_repeats_it(int status, string body)
    {
        string said = string.Format(CultureInfo.InvariantCulture, body, Key);
        for (int padding = 0; padding < 200; padding += 37)
        {
            await using ScriptedServer server = await ScriptedServer.StartAsync(_ => new ScriptedAnswer(status, said.Replace("is no", new string('.', padding), StringComparison.Ordinal)));

            Exception? error = await Record.ExceptionAsync(() => SendAsync(server));

            // No part of it either, such as a cut leaves.
            Assert.DoesNotContain(Key[..9], $"{error}{(error as RdsBackupException)?.Recommendation}{string.Join('\n', _lines)}", StringComparison.Ordinal);
            Assert.NotEmpty(_lines);
        }
    }

    [Fact]
    public async Task A_key_is_not_left_in_part_where_an_answer_is_cut()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => new ScriptedAnswer(200, new string('.', 180) + Key));

        RdsBackupException error = await RefusedAsync(server);

        Assert.DoesNotContain(Key[..4], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_go_through_the_proxy_of_the_channel()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => Ok);
        await using LoopbackProxy proxy = new();

        await SendAsync(server, proxy: new Uri(proxy.AddressFor()));

        Assert.StartsWith($"POST {server.Address}cgi-bin/webhook/send?", Assert.Single(proxy.Passed), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task The_nineteenth_message_of_a_minute_waits_and_uploads_do_not_count()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => Uploaded);
        DateTimeOffset start = _clock.GetUtcNow();
        using WeComRobot robot = RobotAt(server.Address);

        for (int number = 0; number < 18; number++)
        {
            await robot.SendAsync(WeComMessage.OfFile(WeComFile.OfText("a.txt", "all of it")), CopyScene.Token);
        }

        Assert.Equal(start, _clock.GetUtcNow());
        await robot.SendAsync(Text("one more"), CopyScene.Token);
        Assert.InRange(_clock.GetUtcNow() - start, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(61));
    }

    [Fact]
    public async Task Where_the_rate_cannot_be_kept_a_message_is_sent_all_the_same_with_a_warning()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => Ok);
        string file = Path.Combine(_folder, "no-folder");
        await File.WriteAllTextAsync(file, "", CopyScene.Token);
        using WeComRobot robot = RobotAt(server.Address, rateFolder: file);

        await robot.SendAsync(Text("x"), CopyScene.Token);

        Assert.Single(server.Requests);
        Assert.Contains(_lines, line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_rate_file_does_not_tell_the_key()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => Ok);

        await SendAsync(server);

        string file = Assert.Single(Directory.GetFiles(_folder));
        Assert.DoesNotContain(Key[..4], Path.GetFileName(file) + await File.ReadAllTextAsync(file, CopyScene.Token), StringComparison.Ordinal);
    }

    private async Task SendAsync(ScriptedServer server, WeComMessage? message = null, Uri? proxy = null)
    {
        using WeComRobot robot = RobotAt(server.Address, proxy);
        await robot.SendAsync(message ?? Text("hello"), CopyScene.Token);
    }

    private async Task<RdsBackupException> RefusedAsync(ScriptedServer server, WeComMessage? message = null) =>
        await Assert.ThrowsAnyAsync<RdsBackupException>(() => SendAsync(server, message));

    private WeComRobot RobotAt(Uri endpoint, Uri? proxy = null, string? rateFolder = null) => new(
        "ops", WeComAddress.Parse(Key, endpoint), proxy, _clock, OperationLogger.For((level, line) => _lines.Enqueue($"{level} {line}")), rateFolder ?? _folder);

    private static WeComMessage Text(string content) => WeComMessage.OfText(content, AlertMentions.None);

    private static string OperationOf(ScriptedRequest request) => new Uri("http://robot" + request.Target).Segments[^1];

    private static ScriptedAnswer Refusal(int code, string message) => new(200, new JsonObject { ["errcode"] = code, ["errmsg"] = message }.ToJsonString());
}
