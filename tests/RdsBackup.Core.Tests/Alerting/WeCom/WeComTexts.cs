using System.Text;
using CsCheck;

namespace RdsBackup.Core.Tests.Alerting.WeCom;

/// <summary>Texts that are hard to cut and to escape.</summary>
internal static class WeComTexts
{
    /// <summary>What a person sees as one character, of one to 28 bytes; a lone surrogate; words; line breaks.</summary>
    private static readonly string[] Parts =
    [
        "a", "backup ", "rm-bp1k2v3", "备份", "，", "é", "e\u0301", "👍🏽", "👨‍👩‍👧‍👦", "🇨🇳", "한", "\uD800", "\n", "\n\n", " ", "\t", "𠮷", "ﷺ",
    ];

    /// <summary>What would be markup, or a mention.</summary>
    private static readonly string[] Marks =
    [
        "<font color=\"warning\">", "</font>", "<@all>", "<@", "<", ">", "> ", "**", "*", "***", "`", "```", "[", "](", "]", ")", "(https://x.example)",
        "![", "# ", "###### ", "- ", "+ ", "1. ", "---", "|", "\n| - | - |\n", "\u0000", "\u001B[31m", "\r\n", "\u2028",
    ];

    /// <summary>Text without markup, of up to some 30,000 bytes.</summary>
    public static readonly Gen<string> Plain = OneOf(Parts).Array[1, 2000].Select(string.Concat);

    /// <summary>Text that somebody chose to do harm.</summary>
    public static readonly Gen<string> Hostile = OneOf([.. Parts, .. Marks, .. Marks]).Array[1, 40].Select(string.Concat);

    /// <summary>Well-formed markdown: marks that are closed, with any text in them, often over many lines and messages.</summary>
    public static readonly Gen<string> Markdown = Gen.Select(Gen.Int[0, 5], OneOf(Parts).Array[1, 300].Select(string.Concat), Wrap)
        .Array[1, 40].Select(string.Concat);

    /// <summary>Throws unless the text is one that UTF-8 has, but for surrogates that were alone from the start.</summary>
    public static int BytesOf(string text) => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)
        .GetByteCount(text.Replace("\uD800", "\uFFFD", StringComparison.Ordinal));

    /// <summary>Any of some values.</summary>
    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static string Wrap(int mark, string text) => mark switch
    {
        0 => $"**{text}**",
        1 => $"<font color=\"warning\">{text}</font>",
        2 => $"`{text.ReplaceLineEndings(" ")}`",
        3 => $"\n```\n{text}\n```\n",
        4 => $"[open](https://console.example/{text.Length})",
        _ => text,
    };
}
