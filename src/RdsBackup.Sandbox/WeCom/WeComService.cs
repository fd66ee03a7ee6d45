using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace RdsBackup.Sandbox;

/// <summary>
/// Group robots with WeCom's documented limits (developer.work.weixin.qq.com/document/path/91770): HTTP says 200, and the errcode whether a message was
/// taken. Not confirmed: that a key is looked at before the body, and that the window of the rate rolls.
/// </summary>
internal sealed partial class WeComService(WeComStore store, TimeProvider time) : EmulatedService(time, store.Faults, store.Requests)
{
    private const int TextBytes = 2048;
    private const int MarkdownBytes = 4096;
    private const int ImageBytes = 2 << 20;
    private const int FileBytes = 20 << 20;
    private const int TitleBytes = 128;
    private const int DescriptionBytes = 512;

    protected override ValueTask<SandboxRequest> DescribeAsync(HttpContext http, string listener) => new(new SandboxRequest
    {
        Method = http.Request.Method,
        Operation = http.Request.Path.Value?.Split('/')[^1] ?? "",
        Query = QueryOf(http),
        Headers = HeadersOf(http),
        Time = Time.GetUtcNow(),
    });

    protected override async Task HandleAsync(HttpContext http, SandboxRequest request, Fault fault)
    {
        if (!HttpMethods.IsPost(request.Method) || request.Operation is not ("send" or "upload_media"))
        {
            throw new RefusedException(404, "-", "404 page not found");
        }

        string? key = request.Query.GetValueOrDefault("key");
        WeComRobotState robot = store.Find(key) ?? throw Refused(93000, "invalid webhook url");
        await using MemoryStream body = new();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        JsonObject answer = request.Operation == "send" ? Send(robot, key!, body.ToArray()) : await UploadAsync(robot, request, body, http.RequestAborted);
        await WriteAsync(http, 0, "ok", answer);
    }

    protected override Task WriteErrorAsync(HttpContext http, SandboxRequest request, Refusal refusal)
    {
        if (refusal.Status == StatusCodes.Status200OK && int.TryParse(refusal.Code, CultureInfo.InvariantCulture, out int code))
        {
            return WriteAsync(http, code, refusal.Message, []);
        }

        http.Response.ContentType = "text/plain";
        return http.Response.WriteAsync(refusal.Message, http.RequestAborted);
    }

    private static Task WriteAsync(HttpContext http, int code, string message, JsonObject rest)
    {
        http.Response.ContentType = "application/json; charset=UTF-8";
        string said = code == 0 ? message : $"{message}, hint: [{Guid.NewGuid():N}], from ip: 127.0.0.1, more info at https://open.work.weixin.qq.com/devtool/query?e={code}";
        JsonObject answer = new() { ["errcode"] = code, ["errmsg"] = said };
        foreach ((string name, JsonNode? value) in rest)
        {
            answer[name] = value?.DeepClone();
        }

        return http.Response.WriteAsync(answer.ToJsonString(), http.RequestAborted);
    }

    private JsonObject Send(WeComRobotState robot, string key, byte[] body)
    {
        JsonObject message = Parse(body);
        WeComReceived received = Take(robot, key, message, Encoding.UTF8.GetString(body));
        if (!store.TryCount(robot))
        {
            throw Refused(45009, "api freq out of limit");
        }

        store.Messages.Enqueue(received);
        return [];
    }

    private static JsonObject Parse(byte[] body)
    {
        if (body.Length == 0)
        {
            throw Refused(44004, "empty content");
        }

        try
        {
            return JsonNode.Parse(body) as JsonObject ?? throw Refused(40008, "invalid message type");
        }
        catch (JsonException)
        {
            throw Refused(40008, "invalid message type. Warning: wrong json format.");
        }
    }

    private WeComReceived Take(WeComRobotState robot, string key, JsonObject message, string body)
    {
        string type = Text(message["msgtype"]);
        if (message[type.Length > 0 ? type : "-"] is not JsonObject part)
        {
            throw Refused(40008, "invalid message type");
        }

        WeComReceived Of(string text, string rendered, IEnumerable<string>? mentions = null, byte[]? file = null) =>
            new(key, type, body, text, rendered, [.. mentions ?? []], file, Time.GetUtcNow());
        switch (type)
        {
            case "text":
                string content = Content(part, type, TextBytes);
                string[] called = [.. Strings(part["mentioned_list"]), .. Strings(part["mentioned_mobile_list"])];
                return Of(content, called.Length == 0 ? content : $"{content}\n{string.Join(' ', called.Select(who => "@" + who.TrimStart('@')))}", called);
            case "markdown" or "markdown_v2":
                string markdown = Content(part, type, MarkdownBytes);
                return Of(markdown, WeComView.Markdown(markdown), type == "markdown" ? Mention().Matches(markdown).Select(match => match.Groups[1].Value) : []);
            case "news":
                JsonArray articles = Articles(part);
                return Of(string.Join('\n', articles.Select(article => article!["title"])), WeComView.News(articles));
            case "template_card":
                CheckCard(part);
                return Of(Text(part["main_title"]?["title"]), WeComView.Card(part));
            case "image":
                return Of("", "[image]", file: Image(part));
            case "file" or "voice":
                WeComMedia media = store.MediaOf(robot, Text(part["media_id"])) ?? throw Refused(40007, "invalid media_id");
                return Of(media.Name, $"[{type}] {media.Name} ({media.Content.Length} B)", file: media.Content);
            default:
                throw Refused(40008, "invalid message type");
        }
    }

    private static string Content(JsonObject part, string type, int limit)
    {
        string content = Text(part["content"]);
        int bytes = Encoding.UTF8.GetByteCount(content);
        return bytes switch
        {
            0 => throw Refused(44004, "empty content"),
            _ when bytes > limit => throw Refused(40058, $"{type}.content exceed max length {limit}. invalid Request Parameter"),
            _ => content,
        };
    }

    // Titles and descriptions that are too long are cut, not refused.
    private static JsonArray Articles(JsonObject part)
    {
        if (part["articles"] is not JsonArray { Count: >= 1 and <= 8 } articles)
        {
            throw Refused(40058, "news.articles: 1 to 8 articles. invalid Request Parameter");
        }

        return
        [
            .. articles.Select(article => new JsonObject
            {
                ["title"] = Cut(Required(article?["title"], "title"), TitleBytes),
                ["description"] = Cut(Text(article?["description"]), DescriptionBytes),
                ["url"] = Required(article?["url"], "url"),
            }),
        ];
    }

    private static void CheckCard(JsonObject card)
    {
        if (Text(card["card_type"]) is not ("text_notice" or "news_notice"))
        {
            throw Refused(40058, "template_card.card_type. invalid Request Parameter");
        }

        if (Text(card["main_title"]?["title"]).Length == 0 && Text(card["sub_title_text"]).Length == 0)
        {
            throw Refused(40058, "template_card.main_title missing. invalid Request Parameter");
        }

        _ = Required(card["card_action"]?["url"], "template_card.card_action.url");
        if (card["horizontal_content_list"] is JsonArray { Count: > 6 } || card["jump_list"] is JsonArray { Count: > 3 })
        {
            throw Refused(40058, "template_card: too many rows. invalid Request Parameter");
        }
    }

    private static byte[] Image(JsonObject part)
    {
        byte[] content = new byte[Text(part["base64"]).Length];
        if (!Convert.TryFromBase64String(Text(part["base64"]), content, out int length) || length is 0 or > ImageBytes)
        {
            throw Refused(40009, "invalid image size");
        }

        byte[] image = content[..length];
        return Convert.ToHexStringLower(MD5.HashData(image)) == Text(part["md5"]) ? image : throw Refused(301019, "media file md5 mismatch");
    }

    // One part named "media" with a file name, and a boundary without quotes: what the real one insists on.
    private async Task<JsonObject> UploadAsync(WeComRobotState robot, SandboxRequest request, Stream body, CancellationToken cancellationToken)
    {
        string type = request.Query.GetValueOrDefault("type") ?? "";
        if (type is not ("file" or "voice"))
        {
            throw Refused(40005, "invalid file type");
        }

        string contentType = request.Headers.GetValueOrDefault("Content-Type") ?? "";
        Match boundary = Boundary().Match(contentType);
        body.Position = 0;
        MultipartSection? section = boundary.Success ? await new MultipartReader(boundary.Groups[1].Value, body).ReadNextSectionAsync(cancellationToken) : null;
        if (section?.ContentDisposition is not { } said || !said.Contains("name=\"media\"", StringComparison.Ordinal)
            || !said.Contains("filename=\"", StringComparison.Ordinal) || !said.Contains("filelength=", StringComparison.Ordinal))
        {
            throw Refused(40058, "media missing. invalid Request Parameter");
        }

        await using MemoryStream content = new();
        await section.Body.CopyToAsync(content, cancellationToken);
        if (content.Length is <= 5 or > FileBytes)
        {
            throw Refused(40006, "invalid file size");
        }

        string name = ContentDispositionHeaderValue.Parse(said).FileName!.Trim('"');
        return new JsonObject
        {
            ["type"] = type,
            ["media_id"] = store.Keep(robot, Uri.UnescapeDataString(name), content.ToArray()),
            ["created_at"] = Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        };
    }

    private static string Cut(string text, int bytes)
    {
        byte[] all = Encoding.UTF8.GetBytes(text);
        return all.Length <= bytes ? text : Encoding.UTF8.GetString(all[..bytes]).TrimEnd('\uFFFD');
    }

    private static string Required(JsonNode? value, string name) =>
        Text(value) is { Length: > 0 } text ? text : throw Refused(40058, $"{name} missing. invalid Request Parameter");

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    private static IEnumerable<string> Strings(JsonNode? node) => (node as JsonArray ?? []).Select(Text).Where(text => text.Length > 0);

    private static RefusedException Refused(int code, string message) =>
        new(StatusCodes.Status200OK, code.ToString(CultureInfo.InvariantCulture), message);

    [GeneratedRegex("boundary=([^\";]+)$")]
    private static partial Regex Boundary();

    [GeneratedRegex("<@([^>]+)>")]
    private static partial Regex Mention();
}
