using RdsBackup.Configuration;

namespace RdsBackup.Alerting.WeCom;

/// <summary>Splits a text into messages that a robot takes, after whole lines where that is possible, each numbered.</summary>
internal static class WeComPieces
{
    private const int NumberBytes = 16; // "(99/99)" and a line break, generously.

    /// <summary>The pieces: the text itself when it is short enough, and null when it takes more than so many.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">Bytes of UTF-8 that a piece may have.</param>
    /// <param name="type">Its markup: what is open where a piece ends is closed there and opened again in the next.</param>
    /// <param name="most">Most pieces.</param>
    public static IReadOnlyList<string>? Split(string text, int limit, AlertMessageType type, int most)
    {
        if (Utf8Text.Bytes(text) <= limit)
        {
            return [text];
        }

        string[] pieces = [.. Pieces(text, limit - NumberBytes, type).Take(most + 1)];
        return pieces.Length > most ? null : [.. pieces.Select((piece, index) => $"({index + 1}/{pieces.Length})\n{piece}")];
    }

    /// <summary>The first piece alone, without a number.</summary>
    public static string First(string text, int limit, AlertMessageType type) => Pieces(text, limit, type).First();

    private static IEnumerable<string> Pieces(string text, int limit, AlertMessageType type)
    {
        bool hasMarkup = type is AlertMessageType.Markdown or AlertMessageType.MarkdownV2;
        for (string opening = ""; text.Length > 0;)
        {
            (string piece, text) = Take(text, opening, limit, hasMarkup);
            IReadOnlyList<(string Opening, string Closing)> unclosed = hasMarkup ? WeComMarkup.Unclosed(piece) : [];
            yield return piece + Closings(unclosed);
            (text, unclosed) = WithoutClosed(text, unclosed);

            // Of colours within colours only the innermost shows; the others would leave no room.
            opening = string.Concat(unclosed.Reverse().DistinctBy(mark => mark.Closing).Reverse().Select(mark => mark.Opening));
        }
    }

    // What the text itself would have closed next stays closed: opened again it would hold nothing.
    private static (string Text, IReadOnlyList<(string Opening, string Closing)> Unclosed) WithoutClosed(
        string text, IReadOnlyList<(string Opening, string Closing)> unclosed)
    {
        while (unclosed is [.., var (_, closing)] && text.StartsWith(closing.TrimStart('\n'), StringComparison.Ordinal))
        {
            text = text[closing.TrimStart('\n').Length..].TrimStart('\n');
            unclosed = [.. unclosed.SkipLast(1)];
        }

        return (text, unclosed);
    }

    // Markup that is closed and opened again takes bytes of its own: a piece that gets too long by it is taken shorter.
    private static (string Piece, string Remainder) Take(string text, string opening, int limit, bool hasMarkup)
    {
        for (int budget = limit - Utf8Text.Bytes(opening); ; budget -= 8)
        {
            int length = hasMarkup ? WithoutOpened(text, opening, LengthOf(text, budget)) : LengthOf(text, budget);
            string piece = opening + text[..length].TrimEnd('\n');
            string closings = hasMarkup ? Closings(WeComMarkup.Unclosed(piece)) : "";
            if (Utf8Text.Bytes(piece + closings) <= limit || budget <= 64)
            {
                return (piece, text[length..].TrimStart('\n'));
            }
        }
    }

    // A mark that opens where a piece ends opens in the next one: here it would hold nothing, and two that touch can be a third.
    private static int WithoutOpened(string text, string opening, int length)
    {
        string taken = text[..length].TrimEnd('\n');
        return WeComMarkup.Unclosed(opening + taken) is [.., var (mark, _)] && mark.TrimEnd('\n') is var opened
            && taken.Length > opened.Length && taken.EndsWith(opened, StringComparison.Ordinal)
                ? WithoutOpened(text, opening, taken.Length - opened.Length)
                : length;
    }

    // Up to the last line break, unless that is far off. Always something, or there would be no end: where not even one character fits, a part of it.
    private static int LengthOf(string text, int budget)
    {
        int fitting = Utf8Text.Fitting(text, budget) is > 0 and int whole ? whole : Utf8Text.FittingRunes(text, budget);
        if (fitting == text.Length)
        {
            return fitting;
        }

        int line = text.LastIndexOf('\n', fitting - 1, fitting);
        return line > fitting / 2 ? line + 1 : WeComMarkup.BorderBefore(text, fitting) is > 0 and int border ? border : fitting;
    }

    private static string Closings(IEnumerable<(string Opening, string Closing)> unclosed) =>
        string.Concat(unclosed.Reverse().Select(mark => mark.Closing));
}
