using System.Text.RegularExpressions;
using CsCheck;
using RdsBackup.Alerting.WeCom;
using RdsBackup.Configuration;

namespace RdsBackup.Core.Tests.Alerting.WeCom;

/// <summary>What comes from elsewhere is shown as it is: no input becomes markup or calls anybody.</summary>
public sealed class WeComMarkupTests
{
    // As documented; beyond that, whatever the lists and rules of markdown begin with.
    private const string Inline = @"<|\*|`|\]\(";
    private const string AtLineStart = @"(?m)^[ \t]*(#{1,6} |>)";
    private const string AtLineStartOfV2 = @"(?m)^[ \t]*([-+] |\d+\. |-{3,}|_{3,})";

    [Fact]
    public void No_input_becomes_markdown() => WeComTexts.Hostile.Sample(text =>
        Assert.DoesNotMatch($"{Inline}|{AtLineStart}", WeComMarkup.Escape(text, AlertMessageType.Markdown)));

    [Fact]
    public void No_input_becomes_markdown_of_the_second_version() => WeComTexts.Hostile.Sample(text =>
        Assert.DoesNotMatch($@"{Inline}|\||{AtLineStart}|{AtLineStartOfV2}", WeComMarkup.Escape(text, AlertMessageType.MarkdownV2)));

    [Fact]
    public void No_input_calls_anybody_in_plain_text() => WeComTexts.Hostile.Sample(text =>
        Assert.DoesNotContain("<@", WeComMarkup.Escape(text, AlertMessageType.Text), StringComparison.Ordinal));

    [Fact]
    public void No_input_joins_what_stands_around_it_to_markup() => Gen.Select(WeComTexts.Hostile, WeComTexts.Hostile).Sample((one, other) =>
    {
        string[] values = [WeComMarkup.Escape(one, AlertMessageType.Markdown), WeComMarkup.Escape(other, AlertMessageType.Markdown)];

        Assert.Equal(2, Regex.Count($"**{values[0]}{values[1]}**", @"\*\*"));
        Assert.DoesNotContain("](", $"{values[0]}({values[1]})", StringComparison.Ordinal);
    });

    [Fact]
    public void A_person_still_reads_what_it_said() => WeComTexts.Hostile.Sample(text => Assert.Equal(
        Regex.Replace(text.ReplaceLineEndings("\n"), @"[\x00-\x08\x0B-\x1F\x7F]", ""),
        WeComMarkup.Escape(text, AlertMessageType.MarkdownV2).Replace("\u200B", "", StringComparison.Ordinal)
            .Replace('＜', '<').Replace('＊', '*').Replace('ˋ', '`').Replace('｜', '|')));

    [Theory]
    [InlineData("<font color=\"info\">all is well</font>", "＜font color=\"info\">all is well＜/font>")]
    [InlineData("<@all>", "＜@all>")]
    [InlineData("rm-*", "rm-＊")]
    [InlineData("[x](https://evil.example)", "[x]\u200B(https://evil.example)")]
    [InlineData("line\n# heading", "line\n\u200B# heading")]
    [InlineData("  > quote", "\u200B  > quote")]
    [InlineData("tag #1, a > b", "tag #1, a > b")]
    [InlineData("bell\a and colour\u001B[0m", "bell and colour[0m")]
    [InlineData("rm_bp1_x: 100% - ok", "rm_bp1_x: 100% - ok")]
    public void Only_what_would_be_markdown_is_replaced(string text, string escaped) =>
        Assert.Equal(escaped, WeComMarkup.Escape(text, AlertMessageType.Markdown));

    [Theory]
    [InlineData("a | b", "a ｜ b")]
    [InlineData("- item", "\u200B- item")]
    [InlineData("12. item", "\u200B12. item")]
    [InlineData("---", "\u200B---")]
    public void The_second_version_has_tables_lists_and_rules_too(string text, string escaped) =>
        Assert.Equal(escaped, WeComMarkup.Escape(text, AlertMessageType.MarkdownV2));

    [Theory]
    [InlineData("**bold** and `code` with ** in it, and `**`", "**")]
    [InlineData("<font color=\"info\">green", "</font>")]
    [InlineData("<font color=\"info\">green</font> **bold <font color=\"warning\">", "**,</font>")]
    [InlineData("```\na ** b", "\n```")]
    [InlineData("```\na ** b\n``` c", "")]
    [InlineData("`code", "`")]
    [InlineData("a ` alone\nand the next line", "")]
    public void What_is_open_at_the_end_is_known(string text, string closings) =>
        Assert.Equal(closings, string.Join(',', WeComMarkup.Unclosed(text).Select(mark => mark.Closing)));
}
