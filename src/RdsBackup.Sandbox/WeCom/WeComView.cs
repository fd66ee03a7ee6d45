using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RdsBackup.Sandbox;

/// <summary>Shows messages as WeCom's client would, in a terminal: headings and bold without their marks, colours as words, cards in a box.</summary>
internal static partial class WeComView
{
    private static readonly Dictionary<string, string> Colours = new() { ["info"] = "32", ["comment"] = "90", ["warning"] = "33" };

    /// <summary>Shows markdown; colours as ANSI sequences, which a terminal shows.</summary>
    public static string Markdown(string content)
    {
        string text = Link().Replace(content, "$1 <$2>"); // First: the sequences have brackets, too.
        text = Font().Replace(text, match => Ansi(Colours.GetValueOrDefault(match.Groups["colour"].Value, "39"), match.Groups["text"].Value));
        text = Bold().Replace(text, match => Ansi("1", match.Groups[1].Value));
        text = Heading().Replace(text, match => Ansi("1", match.Groups[1].Value));
        text = Mention().Replace(text, "@$1");
        return Quote().Replace(text, "│ ");
    }

    /// <summary>Shows a list of articles.</summary>
    public static string News(JsonArray articles) => string.Join('\n', articles.Select(article => $"■ {article!["title"]}\n  {article["description"]}\n  {article["url"]}"));

    /// <summary>Shows a card.</summary>
    public static string Card(JsonNode card)
    {
        IEnumerable<string?> lines =
        [
            (string?)card["source"]?["desc"], (string?)card["main_title"]?["title"], (string?)card["main_title"]?["desc"],
            card["emphasis_content"] is { } emphasis ? $"{emphasis["title"]} {emphasis["desc"]}" : null,
            (string?)card["sub_title_text"],
            .. (card["horizontal_content_list"] as JsonArray ?? []).Select(row => $"{row!["keyname"]}: {row["value"]}"),
            (string?)card["card_action"]?["url"],
        ];
        return string.Join('\n', lines.Where(line => !string.IsNullOrWhiteSpace(line)).SelectMany(line => line!.Split('\n')).Select(line => $"│ {line}"));
    }

    private static string Ansi(string code, string text) => $"\e[{code}m{text}\e[0m";

    [GeneratedRegex("""<font color="(?<colour>[a-z]+)">(?<text>.*?)</font>""", RegexOptions.Singleline)]
    private static partial Regex Font();

    [GeneratedRegex(@"\*\*(.+?)\*\*")]
    private static partial Regex Bold();

    [GeneratedRegex("^#{1,6} (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("<@([^>]+)>")]
    private static partial Regex Mention();

    [GeneratedRegex("^> ?", RegexOptions.Multiline)]
    private static partial Regex Quote();
}
