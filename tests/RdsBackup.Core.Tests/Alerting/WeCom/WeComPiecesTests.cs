using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using RdsBackup.Alerting.WeCom;
using RdsBackup.Configuration;

namespace RdsBackup.Core.Tests.Alerting.WeCom;

/// <summary>What holds for the pieces of every text.</summary>
public sealed partial class WeComPiecesTests
{
    private static readonly Gen<(AlertMessageType Type, int Limit)> Shapes = WeComTexts.OneOf(
        (AlertMessageType.Text, WeComMessage.TextLimit), (AlertMessageType.Markdown, WeComMessage.MarkdownLimit), (AlertMessageType.MarkdownV2, WeComMessage.MarkdownLimit));

    [Fact]
    public void No_piece_is_above_its_limit_whatever_the_text() => Gen.Select(Gen.OneOf(WeComTexts.Plain, WeComTexts.Markdown, LongHostile), Shapes).Sample((text, shape) =>
        Assert.All(Split(text, shape), piece => Assert.InRange(Encoding.UTF8.GetByteCount(piece), 1, shape.Limit)));

    [Fact]
    public void All_pieces_together_hold_all_the_text() => Gen.Select(WeComTexts.Plain, Shapes).Sample((text, shape) =>
        Assert.Equal(WithoutBreaks(text), WithoutBreaks(string.Concat(Split(text, shape).Select(WithoutNumber)))));

    [Fact]
    public void No_piece_begins_or_ends_within_what_a_person_sees_as_one_character() => Gen.Select(WeComTexts.Plain, Shapes).Sample((text, shape) =>
    {
        HashSet<int> borders = [.. StringInfo.ParseCombiningCharacters(text), text.Length];
        int at = 0;
        foreach (string piece in Split(text, shape).Select(WithoutNumber))
        {
            at = text.IndexOf(piece, at, StringComparison.Ordinal);
            Assert.Contains(at, borders);
            Assert.Contains(at += piece.Length, borders);
        }
    });

    [Fact]
    public void Every_piece_is_valid_Utf8() => Gen.Select(WeComTexts.Plain, Shapes).Sample((text, shape) =>
        Assert.All(Split(text, shape), piece => Assert.InRange(WeComTexts.BytesOf(piece), 0, shape.Limit)));

    [Fact]
    public void Markup_that_is_opened_in_a_piece_is_closed_in_it() => WeComTexts.Markdown.Sample(text =>
        Assert.All(Split(text, (AlertMessageType.MarkdownV2, WeComMessage.MarkdownLimit)), piece =>
        {
            string outside = CodeBlock().Replace(piece, "");
            Assert.DoesNotContain("```", outside, StringComparison.Ordinal);
            outside = Code().Replace(outside, "");
            Assert.DoesNotContain("`", outside, StringComparison.Ordinal);
            Assert.Equal(0, Regex.Count(outside, @"\*\*") % 2);
            Assert.Equal(Regex.Count(outside, "<font color=\"warning\">"), Regex.Count(outside, "</font>"));
            Assert.DoesNotMatch(@"<(?!font color=""warning"">|/font>)", outside);
            Assert.Equal(Regex.Count(outside, @"\["), Regex.Count(outside, @"\]\(https://[^)]+\)"));
        }));

    [Fact]
    public void Pieces_are_numbered_and_end_with_whole_lines()
    {
        string[] lines = [.. Enumerable.Range(1, 120).Select(number => $"{number}: {new string('x', 40)}")];

        IReadOnlyList<string> pieces = Split(string.Join('\n', lines), (AlertMessageType.Text, WeComMessage.TextLimit));

        Assert.Equal(["(1/3)", "(2/3)", "(3/3)"], pieces.Select(piece => piece.Split('\n')[0]));
        Assert.Equal(lines, pieces.SelectMany(piece => piece.Split('\n').Skip(1)));
    }

    [Theory]
    [InlineData(2048, 1)]
    [InlineData(2049, 2)]
    public void A_text_at_its_limit_is_one_message_and_with_one_byte_more_two(int bytes, int pieces) =>
        Assert.Equal(pieces, Split(new string('a', bytes), (AlertMessageType.Text, WeComMessage.TextLimit)).Count);

    [Fact]
    public void A_character_larger_than_a_message_is_divided_between_code_points()
    {
        string text = "z" + string.Concat(Enumerable.Repeat("\u0335", 3000));

        IReadOnlyList<string> pieces = Split(text, (AlertMessageType.Text, WeComMessage.TextLimit));

        Assert.Equal(3, pieces.Count);
        Assert.Equal(text, string.Concat(pieces.Select(WithoutNumber)));
    }

    [Fact]
    public void A_block_of_code_that_ends_with_a_piece_is_not_opened_again()
    {
        const int Limit = 4096 - 16; // The number takes the rest.
        string code = "```\n" + string.Concat(Enumerable.Repeat(new string('x', 100) + "\n", 40)).TrimEnd('\n');
        string text = code + new string('x', Limit - "\n```".Length - code.Length) + "\n```\n" + new string('y', 100);

        IReadOnlyList<string> pieces = Split(text, (AlertMessageType.Markdown, WeComMessage.MarkdownLimit));

        Assert.Equal(["(2/2)\n" + new string('y', 100)], pieces.Skip(1));
        Assert.EndsWith("\n```", pieces[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_mention_is_not_cut()
    {
        string text = new string('x', 4070) + "<@zhang3>" + new string('x', 4000);

        Assert.Single(Split(text, (AlertMessageType.Markdown, WeComMessage.MarkdownLimit)), piece => piece.Contains("<@zhang3>", StringComparison.Ordinal));
    }

    [Fact]
    public void What_takes_too_many_pieces_is_not_split() =>
        Assert.Null(WeComPieces.Split(new string('x', 2048 * 5), WeComMessage.TextLimit, AlertMessageType.Text, most: 4));

    // Opened over and over and never closed.
    private static Gen<string> LongHostile => WeComTexts.Hostile.Array[1, 300].Select(string.Concat);

    private static IReadOnlyList<string> Split(string text, (AlertMessageType Type, int Limit) shape) =>
        WeComPieces.Split(text, shape.Limit, shape.Type, most: int.MaxValue - 1)!;

    private static string WithoutNumber(string piece) => Number().Replace(piece, "");

    private static string WithoutBreaks(string text) => text.Replace("\n", "", StringComparison.Ordinal);

    [GeneratedRegex(@"\A\(\d+/\d+\)\n")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<=\n)```\n(.*?\n)??```(?=\n|\z)", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"`[^`\n]*`")]
    private static partial Regex Code();
}
