using RdsBackup.Configuration;

namespace RdsBackup.Alerting.WeCom;

/// <summary>Splits a text into messages that a robot takes, after whole lines where that is possible, each numbered.</summary>
internal static class WeComPieces
{
    private const int NumberBytes = 16; // "(99/99)" and a line break, generously.

    /// <summary>The pieces; the text itself when it is short enough.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">Bytes of UTF-8 that a piece may have.</param>
    /// <param name="type">Its markup: what is open where a piece ends is closed there and opened again in the next.</param>
    public static IReadOnlyList<string> Split(string text, int limit, AlertMessageType type)
    {
        if (Utf8Text.Bytes(text) <= limit)
        {
            return [text];
        }

        List<string> pieces = [];
        bool hasMarkup = type is AlertMessageType.Markdown or AlertMessageType.MarkdownV2;
        for (string opening = ""; text.Length > 0;)
        {
            (string piece, text) = Take(text, opening, limit - NumberBytes, hasMarkup);
            IReadOnlyList<(string Opening, string Closing)> unclosed = hasMarkup && text.Length > 0 ? WeComMarkup.Unclosed(piece) : [];
            pieces.Add(piece + Closings(unclosed));
            opening = string.Concat(unclosed.Select(mark => mark.Opening));
        }

        return [.. pieces.Select((piece, index) => $"({index + 1}/{pieces.Count})\n{piece}")];
    }

    // Markup that is closed and opened again takes bytes of its own: a piece that gets too long by it is taken shorter.
    private static (string Piece, string Remainder) Take(string text, string opening, int limit, bool hasMarkup)
    {
        for (int budget = limit - Utf8Text.Bytes(opening); ; budget -= 8)
        {
            int length = LengthOf(text, budget);
            string piece = opening + text[..length].TrimEnd('\n');
            string closings = hasMarkup && length < text.Length ? Closings(WeComMarkup.Unclosed(piece)) : "";
            if (Utf8Text.Bytes(piece + closings) <= limit || budget <= 64)
            {
                return (piece, text[length..].TrimStart('\n'));
            }
        }
    }

    // Up to the last line break, unless that is far off. Always something, or there would be no end.
    private static int LengthOf(string text, int budget)
    {
        int fitting = Math.Max(Utf8Text.Fitting(text, budget), char.IsHighSurrogate(text[0]) && text.Length > 1 ? 2 : 1);
        int line = fitting == text.Length ? -1 : text.LastIndexOf('\n', fitting - 1, fitting);
        return line > fitting / 2 ? line + 1 : fitting;
    }

    private static string Closings(IEnumerable<(string Opening, string Closing)> unclosed) =>
        string.Concat(unclosed.Reverse().Select(mark => mark.Closing));
}
