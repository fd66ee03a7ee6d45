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

    /// <summary>Text that is shown as it is.</summary>
    public static string Escape(string text, AlertMessageType type)
    {
        text = Control().Replace(text.ReplaceLineEndings("\n"), "");
        if (type is not (AlertMessageType.Markdown or AlertMessageType.MarkdownV2))
        {
            return text.Replace("<@", "＜@", StringComparison.Ordinal); // The one thing that plain text knows.
        }

        text = text.Replace('<', '＜').Replace('`', 'ˋ').Replace("](", $"]{Nothing}(", StringComparison.Ordinal);
        text = type == AlertMessageType.Markdown
            ? text.Replace("**", $"*{Nothing}*", StringComparison.Ordinal)
            : text.Replace('*', '＊').Replace('|', '｜').Replace("![", $"!{Nothing}[", StringComparison.Ordinal);
        return LineMarkup(type).Replace(text, $"{Nothing}$0");
    }

    /// <summary>Markup that is open at the end of a text, the innermost last: as it was opened, and what closes it.</summary>
    public static IReadOnlyList<(string Opening, string Closing)> Unclosed(string text)
    {
        List<(string Opening, string Closing)> open = [];
        foreach (string mark in Mark().Matches(text).Select(match => match.Value))
        {
            if (mark.StartsWith("<font", StringComparison.Ordinal))
            {
                open.Add((mark, "</font>"));
            }
            else if (open.FindLastIndex(opened => opened.Closing == mark) is >= 0 and int at)
            {
                open.RemoveAt(at);
            }
            else if (mark != "</font>")
            {
                open.Add((mark, mark));
            }
        }

        return open;
    }

    private static Regex LineMarkup(AlertMessageType type) => type == AlertMessageType.Markdown ? HeadingOrQuote() : AnyLineMarkup();

    [GeneratedRegex(@"[\x00-\x08\x0B-\x1F\x7F]")]
    private static partial Regex Control();

    [GeneratedRegex("^(?=[ \t]*(#{1,6} |>))", RegexOptions.Multiline)]
    private static partial Regex HeadingOrQuote();

    [GeneratedRegex(@"^(?=[ \t]*(#{1,6} |>|[-+] |\d+\. |-{3,}|_{3,}))", RegexOptions.Multiline)]
    private static partial Regex AnyLineMarkup();

    [GeneratedRegex(@"<font color=""[a-z]+"">|</font>|```|\*\*|`")]
    private static partial Regex Mark();
}
