using System.Text.Json.Nodes;

namespace RdsBackup.Alerting.WeCom;

/// <summary>One message as a robot takes it.</summary>
/// <param name="Type">WeCom's name of its type: text, markdown, markdown_v2, news, template_card, file.</param>
/// <param name="Text">What a person reads of it.</param>
/// <param name="Payload">What is under the type's name in the body; null of a file, which is uploaded first.</param>
internal sealed record WeComMessage(string Type, string Text, JsonObject? Payload)
{
    /// <summary>Most bytes that the content of a text may have.</summary>
    public const int TextLimit = 2048;

    /// <summary>Most bytes that the content of markdown may have.</summary>
    public const int MarkdownLimit = 4096;

    /// <summary>The file; null when it is no file.</summary>
    public WeComFile? File { get; private init; }

    /// <summary>Bytes of UTF-8, or of the file.</summary>
    public long Bytes => File?.Content.Length ?? Utf8Text.Bytes(Text);

    /// <summary>A text, which may call people.</summary>
    public static WeComMessage OfText(string content, AlertMentions mentions)
    {
        JsonObject payload = new() { ["content"] = content };
        if (mentions.Users.Count > 0)
        {
            payload["mentioned_list"] = ArrayOf(mentions.Users);
        }

        if (mentions.Mobiles.Count > 0)
        {
            payload["mentioned_mobile_list"] = ArrayOf(mentions.Mobiles);
        }

        return new WeComMessage("text", content, payload);
    }

    /// <summary>Markdown of the given version.</summary>
    public static WeComMessage OfMarkdown(string type, string content) => new(type, content, new JsonObject { ["content"] = content });

    /// <summary>A file.</summary>
    public static WeComMessage OfFile(WeComFile file) => new("file", file.Name, null) { File = file };

    private static JsonArray ArrayOf(IEnumerable<string> values) => [.. values.Select(value => (JsonNode?)value)];
}
