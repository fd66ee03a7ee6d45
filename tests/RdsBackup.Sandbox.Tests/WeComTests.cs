using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace RdsBackup.Sandbox.Tests;

/// <summary>The group robots over plain sockets: WeCom's documented limits and errcodes, and the injected faults.</summary>
public sealed class WeComTests : IAsyncLifetime
{
    private const string Other = "other-robot";
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly HttpClient _http = new();
    private SandboxCloud _cloud = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private WeComStore Robots => _cloud.WeCom;

    public async ValueTask InitializeAsync()
    {
        _cloud = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false, TimeProvider = _clock }, Cancellation);
        Robots.Add(Other);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _cloud.DisposeAsync();
    }

    [Fact]
    public async Task A_text_is_kept_as_it_came_with_whom_it_calls()
    {
        string body = """{"msgtype":"text","text":{"content":"备份失败","mentioned_list":["ops01"],"mentioned_mobile_list":["@all"]}}""";

        Assert.Equal((0, "ok"), await SendAsync(body));

        WeComReceived message = Assert.Single(Robots.Messages);
        Assert.Equal(("text", body, "备份失败", "备份失败\n@ops01 @all"), (message.Type, message.Body, message.Text, message.Rendered));
        Assert.Equal(["ops01", "@all"], message.Mentions);
    }

    [Fact]
    public async Task Markdown_looks_as_in_the_client()
    {
        await SayAsync("markdown", "### Backup <font color=\"warning\">failed</font>\n> **rm-1**\n[Open](https://example.com/) <@ops01>");

        WeComReceived message = Assert.Single(Robots.Messages);
        Assert.Equal("\e[1mBackup \e[33mfailed\e[0m\e[0m\n│ \e[1mrm-1\e[0m\nOpen <https://example.com/> @ops01", message.Rendered);
        Assert.Equal(["ops01"], message.Mentions);
    }

    [Theory]
    [InlineData("text", 2048)]
    [InlineData("markdown", 4096)]
    [InlineData("markdown_v2", 4096)]
    public async Task The_limit_counts_bytes_not_characters(string type, int limit)
    {
        string longest = new string('备', limit / 3) + new string('a', limit % 3);

        Assert.Equal(0, (await SayAsync(type, longest)).Code);
        (int code, string text) = await SayAsync(type, longest + "a");

        Assert.Equal(40058, code);
        Assert.Contains($"{type}.content exceed max length {limit}", text, StringComparison.Ordinal);
        Assert.Single(Robots.Messages);
    }

    [Theory]
    [InlineData("", 44004)]
    [InlineData("""{"msgtype":"text","text":{"content":""}}""", 44004)]
    [InlineData("not json", 40008)]
    [InlineData("[]", 40008)]
    [InlineData("""{"msgtype":"song","song":{}}""", 40008)]
    [InlineData("""{"msgtype":"text","markdown":{"content":"x"}}""", 40008)]
    [InlineData("""{"text":{"content":"x"}}""", 40008)]
    public async Task What_is_no_message_is_refused_by_its_code_and_HTTP_says_200(string body, int code)
    {
        Assert.Equal(code, (await SendAsync(body)).Code);
        Assert.Empty(Robots.Messages);
    }

    [Theory]
    [InlineData("""{"msgtype":"text","text":{"content":"x"}}""")]
    [InlineData("")]
    public async Task A_key_that_is_wrong_or_revoked_is_looked_at_before_the_message(string body)
    {
        Robots.Revoke(Other);

        foreach (string key in (string[])["wrong", Other, ""])
        {
            (int code, string text) = await SendAsync(body, key);
            Assert.Equal(93000, code);
            Assert.Matches(@"^invalid webhook url, hint: \[\w+\], from ip: 127\.0\.0\.1, more info at https://open\.work\.weixin\.qq\.com/devtool/query\?e=93000$", text);
        }
    }

    [Fact]
    public async Task A_robot_takes_twenty_messages_in_any_minute_and_each_robot_its_own()
    {
        for (int message = 0; message < 20; message++)
        {
            Assert.Equal(0, (await SayAsync("text", "x")).Code);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(45009, (await SayAsync("text", "x")).Code);
        Assert.Equal(0, (await SayAsync("text", "x", Other)).Code);
        _clock.Advance(TimeSpan.FromSeconds(40)); // The first is a minute old, the second is not.
        Assert.Equal(0, (await SayAsync("text", "x")).Code);
        Assert.Equal(45009, (await SayAsync("text", "x")).Code);
    }

    [Fact]
    public async Task A_file_is_uploaded_and_sent_by_its_id_by_the_same_robot_within_three_days()
    {
        JsonNode uploaded = await UploadAsync(Part("report.csv", "a;b;c\n"u8.ToArray()));
        string file = $$$"""{"msgtype":"file","file":{"media_id":"{{{uploaded["media_id"]}}}"}}""";

        Assert.Equal(("file", _clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)), ((string)uploaded["type"]!, (string)uploaded["created_at"]!));
        Assert.Equal(0, (await SendAsync(file)).Code);
        Assert.Equal(40007, (await SendAsync(file, Other)).Code);
        _clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(40007, (await SendAsync(file)).Code);
        WeComReceived message = Assert.Single(Robots.Messages);
        Assert.Equal(("report.csv", "a;b;c\n"), (message.Text, Encoding.UTF8.GetString(message.File!.Value.Span)));
    }

    [Theory]
    [InlineData(5, 40006)]
    [InlineData(6, 0)]
    [InlineData(20 << 20, 0)]
    [InlineData((20 << 20) + 1, 40006)]
    public async Task A_file_has_more_than_five_bytes_and_at_most_20_MB(int bytes, int code) =>
        Assert.Equal(code, (int)(await UploadAsync(Part("a.bin", new byte[bytes])))["errcode"]!);

    [Fact]
    public async Task The_form_is_taken_as_curl_sends_it_over_a_socket()
    {
        string form = "--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.txt\"; filelength=6\r\nContent-Type: application/octet-stream\r\n\r\nabcdef\r\n--b--\r\n";
        string request = $"POST /cgi-bin/webhook/upload_media?key={Robots.Key}&type=file HTTP/1.1\r\nHost: {Robots.Endpoint.Authority}\r\n"
            + $"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {form.Length}\r\nConnection: close\r\n\r\n{form}";
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, Robots.Endpoint.Port, Cancellation);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Cancellation);
        using StreamReader reader = new(stream);
        string answer = await reader.ReadToEndAsync(Cancellation);

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains("\"media_id\":", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("form-data; name=\"file\"; filename=\"a.txt\"; filelength=6", "b")]
    [InlineData("form-data; name=\"media\"", "b")]
    [InlineData("form-data; name=\"media\"; filename=\"a.txt\"", "b")]
    [InlineData("form-data; name=\"media\"; filename=\"a.txt\"; filelength=6", "\"b\"")]
    public async Task A_form_that_is_not_as_WeCom_wants_it_is_refused(string disposition, string boundary)
    {
        MultipartFormDataContent form = Form(disposition, "abcdef"u8.ToArray());
        form.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={boundary}");

        Assert.Equal(40058, (int)(await UploadAsync(form))["errcode"]!);
    }

    [Fact]
    public async Task An_image_has_the_MD5_of_its_bytes_and_at_most_2_MB()
    {
        byte[] image = RandomNumberGenerator.GetBytes(2 << 20);

        Assert.Equal(0, (await SendAsync(Image(image, image))).Code);
        Assert.Equal(301019, (await SendAsync(Image(image, image[1..]))).Code);
        byte[] larger = [.. image, 1];
        Assert.Equal(40009, (await SendAsync(Image(larger, larger))).Code);
        Assert.Equal(image, Assert.Single(Robots.Messages).File!.Value.ToArray());
    }

    [Theory]
    [InlineData(0, 40058)]
    [InlineData(1, 0)]
    [InlineData(8, 0)]
    [InlineData(9, 40058)]
    public async Task News_have_one_to_eight_articles_whose_titles_are_cut(int articles, int code)
    {
        JsonArray list = [.. Enumerable.Range(0, articles).Select(_ => new JsonObject { ["title"] = new string('备', 50), ["url"] = "https://example.com/" })];

        Assert.Equal(code, (await SendAsync(new JsonObject { ["msgtype"] = "news", ["news"] = new JsonObject { ["articles"] = list } }.ToJsonString())).Code);
        Assert.All(Robots.Messages, message => Assert.Equal(new string('备', 42), message.Text.Split('\n')[0])); // 128 bytes, and no half character
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("card_type", 40058)]
    [InlineData("main_title", 40058)]
    [InlineData("card_action", 40058)]
    [InlineData("horizontal_content_list", 40058)]
    [InlineData("jump_list", 40058)]
    public async Task A_card_has_what_is_required_and_no_more_rows_than_it_can_show(string spoilt, int code)
    {
        JsonObject card = new()
        {
            ["card_type"] = "text_notice",
            ["main_title"] = new JsonObject { ["title"] = "Backup failed" },
            ["horizontal_content_list"] = Rows(6),
            ["jump_list"] = Rows(3),
            ["card_action"] = new JsonObject { ["type"] = 1, ["url"] = "https://example.com/run" },
        };
        if (spoilt.EndsWith("_list", StringComparison.Ordinal))
        {
            card[spoilt] = Rows(7);
        }
        else
        {
            card.Remove(spoilt);
        }

        Assert.Equal(code, (await SendAsync(new JsonObject { ["msgtype"] = "template_card", ["template_card"] = card }.ToJsonString())).Code);
        Assert.All(Robots.Messages, message => Assert.StartsWith("│ Backup failed\n│ name: value", message.Rendered, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Faults_are_told_as_WeCom_tells_them_or_as_a_proxy_would()
    {
        Robots.Faults.Inject(new Fault { Refuse = new Refusal(200, "-1", "system busy") }, times: 1);
        Assert.Equal(-1, (await SayAsync("text", "x")).Code);
        Robots.Faults.Inject(new Fault { Refuse = new Refusal(200, "-", "<html>sign in</html>") }, times: 1);
        using HttpResponseMessage page = await PostAsync("send", new StringContent("{}"));
        Robots.Faults.Inject(new Fault { Refuse = new Refusal(503, "-", "busy") }, times: 1);
        using HttpResponseMessage busy = await PostAsync("send", new StringContent("{}"));

        Assert.Equal((HttpStatusCode.OK, "<html>sign in</html>"), (page.StatusCode, await page.Content.ReadAsStringAsync(Cancellation)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, busy.StatusCode);
        Assert.Empty(Robots.Messages);
        Assert.Equal(0, (await SayAsync("text", "x")).Code);
    }

    [Fact]
    public async Task Another_address_is_not_found()
    {
        using HttpResponseMessage get = await _http.GetAsync(Robots.Webhook, Cancellation);
        using HttpResponseMessage other = await PostAsync("receive", new StringContent(""));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (get.StatusCode, other.StatusCode));
    }

    private Task<(int Code, string Text)> SayAsync(string type, string content, string? key = null) =>
        SendAsync(new JsonObject { ["msgtype"] = type, [type] = new JsonObject { ["content"] = content } }.ToJsonString(), key);

    private async Task<(int Code, string Text)> SendAsync(string body, string? key = null)
    {
        using HttpResponseMessage answer = await PostAsync("send", new StringContent(body, Encoding.UTF8, "application/json"), key);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        JsonNode said = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;
        return ((int)said["errcode"]!, (string)said["errmsg"]!);
    }

    private async Task<JsonNode> UploadAsync(MultipartFormDataContent form)
    {
        using HttpResponseMessage answer = await PostAsync("upload_media", form, query: "&type=file");
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;
    }

    private async Task<HttpResponseMessage> PostAsync(string operation, HttpContent content, string? key = null, string query = "")
    {
        using (content)
        {
            return await _http.PostAsync(new Uri(Robots.Endpoint, $"cgi-bin/webhook/{operation}?key={key ?? Robots.Key}{query}"), content, Cancellation);
        }
    }

    private static MultipartFormDataContent Part(string name, byte[] content) =>
        Form($"form-data; name=\"media\"; filename=\"{name}\"; filelength={content.Length}", content);

    // .NET quotes the boundary by itself, and the endpoint does not take that.
    private static MultipartFormDataContent Form(string disposition, byte[] content)
    {
        ByteArrayContent part = new(content);
        part.Headers.TryAddWithoutValidation("Content-Disposition", disposition);
        MultipartFormDataContent form = new("b") { part };
        form.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        return form;
    }

    private static string Image(byte[] content, byte[] announced) => new JsonObject
    {
        ["msgtype"] = "image",
        ["image"] = new JsonObject { ["base64"] = Convert.ToBase64String(content), ["md5"] = Convert.ToHexStringLower(MD5.HashData(announced)) },
    }.ToJsonString();

    private static JsonArray Rows(int count) => [.. Enumerable.Range(0, count).Select(_ => new JsonObject { ["keyname"] = "name", ["value"] = "value", ["title"] = "open" })];
}
