using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RdsBackup.Configuration;

/// <summary>Writes YAML.</summary>
internal static partial class YamlText
{
    /// <summary>The text of a document.</summary>
    public static string Of(JsonObject root)
    {
        using StringWriter text = new() { NewLine = "\n" };
        Emitter emitter = new(text, EmitterSettings.Default.WithNewLine("\n"));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart());
        Write(root, emitter);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Write(JsonNode? node, Emitter emitter)
    {
        switch (node)
        {
            case JsonObject section:
                emitter.Emit(new MappingStart());
                foreach ((string key, JsonNode? value) in section)
                {
                    emitter.Emit(Text(key));
                    Write(value, emitter);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
                foreach (JsonNode? item in list)
                {
                    Write(item, emitter);
                }

                emitter.Emit(new SequenceEnd());
                break;
            default:
                emitter.Emit(node?.GetValueKind() == JsonValueKind.String ? Text(node.GetValue<string>()) : new Scalar(node?.ToJsonString() ?? "null"));
                break;
        }
    }

    // Quoted wherever some reader could take it for anything but text.
    private static Scalar Text(string text)
    {
        ScalarStyle style = Word().IsMatch(text) && !Reserved().IsMatch(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted;
        return new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true);
    }

    [GeneratedRegex(@"^[$A-Za-z_][\w./-]*$")]
    private static partial Regex Word();

    [GeneratedRegex("^(null|true|false|yes|no|on|off|y|n)$", RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();
}
