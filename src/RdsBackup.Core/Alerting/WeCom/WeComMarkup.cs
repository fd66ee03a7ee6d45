using System.Text.RegularExpressions;
using RdsBackup.Configuration;

namespace RdsBackup.Alerting.WeCom;

/// <summary>
/// The markup of WeCom's messages. No way to escape is documented, so what would be markup is replaced by what looks like it. Source of the elements:
/// developer.work.weixin.qq.com/document/path/91770.
/// </summary>
internal static partial class WeComMarkup
{
    private const char Nothing = '\u200B'; // A space without a width.
    private const string EndOfColour = "</font>";
    private const string EndOfFence = "\n```";
    private const int LongestMark = 2048; // A link with an address as long as browsers take.

    /// <summary>Text that is shown as it is.</summary>
    public static string Escape(string text, AlertMessageType type)
    {
        text = Control().Replace(text.ReplaceLineEndings("\n"), "");
        if (type is not (AlertMessageType.Markdown or AlertMessageType.MarkdownV2))
        {
            return text.Replace("<@", "＜@", StringComparison.Ordinal); // The one thing that plain text knows.
        }

        text = text.Replace('<', '＜').Replace('`', 'ˋ').Replace('*', '＊').Replace("]", $"]{Nothing}", StringComparison.Ordinal);
        if (type == AlertMessageType.MarkdownV2)
        {
            text = text.Replace('|', '｜');
        }

        return LineMarkup(type).Replace(text, $"{Nothing}$0");
    }

    /// <summary>Markup that is open at the end of a text, the innermost last: what opens it again, and what closes it.</summary>
    public static IReadOnlyList<(string Opening, string Closing)> Unclosed(string text)
    {
        List<(string Opening, string Closing)> open = [];
        foreach (string mark in Mark().Matches(text).Select(match => match.Groups[1].Value).Where(mark => mark.Length > 0))
        {
            (string Opening, string Closing) pair = mark switch
            {
                "```" => ("```\n", EndOfFence),
                ['`', ..] => ("`", "`"),
                ['<', 'f', ..] => (mark, EndOfColour),
                _ => (mark, mark),
            };
            if (open is [.., { Closing: EndOfFence }] && pair.Closing != EndOfFence)
            {
                continue; // Within code it is none.
            }

            bool isColour = mark != pair.Closing && pair.Closing == EndOfColour;
            if (!isColour && open.FindLastIndex(opened => opened.Closing == pair.Closing) is >= 0 and int at)
            {
                open.RemoveAt(at);
            }
            else if (mark != EndOfColour)
            {
                open.Add(pair);
            }
        }

        return open;
    }

    /// <summary>The place nearest before <paramref name="index"/> at which a text can be cut without cutting a mark, a link or a mention.</summary>
    public static int BorderBefore(string text, int index)
    {
        foreach (ValueMatch mark in Whole().EnumerateMatches(text.AsSpan(0, Math.Min(text.Length, index + LongestMark))))
        {
            if (mark.Index < index && mark.Index + mark.Length > index)
            {
                return mark.Index;
            }
        }

        return index;
    }

    private static Regex LineMarkup(AlertMessageType type) => type == AlertMessageType.Markdown ? HeadingOrQuote() : AnyLineMarkup();

    [GeneratedRegex(@"[\x00-\x08\x0B-\x1F\x7F]")]
    private static partial Regex Control();

    [GeneratedRegex("^(?=[ \t]*(#{1,6} |>))", RegexOptions.Multiline)]
    private static partial Regex HeadingOrQuote();

    [GeneratedRegex(@"^(?=[ \t]*(#{1,6} |>|[-+] |\d+\. |-{3,}|_{3,}))", RegexOptions.Multiline)]
    private static partial Regex AnyLineMarkup();

    // Code within a line is passed over as a whole, with what looks like marks in it; at the end of the text it may be open.
    [GeneratedRegex(@"(?!```)`[^`\n]*`|(<font color=""[a-z]+"">|</font>|```|`[^`\n]*\z|\*\*)")]
    private static partial Regex Mark();

    [GeneratedRegex(@"<font color=""[a-z]+"">|</font>|<@[^>\n]*>|\[[^\]\n]*\]\([^)\n]*\)|```|\*\*")]
    private static partial Regex Whole();
}
