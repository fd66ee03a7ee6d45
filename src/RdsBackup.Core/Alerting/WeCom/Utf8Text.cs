using System.Globalization;
using System.Text;

namespace RdsBackup.Alerting.WeCom;

/// <summary>Cuts text to bytes of UTF-8, never within what a person sees as one character.</summary>
internal static class Utf8Text
{
    /// <summary>Stands where something was cut off.</summary>
    public const string Ellipsis = "…";

    /// <summary>Bytes of a text. A lone surrogate counts as the three that stand for it.</summary>
    public static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    /// <summary>The text, or as much of it as goes into so many bytes with an ellipsis behind it.</summary>
    public static string Cut(string text, int bytes) =>
        Bytes(text) <= bytes ? text : text[..Fitting(text, bytes - Bytes(Ellipsis))] + Ellipsis;

    /// <summary>The text, or so many of its characters, the last being an ellipsis.</summary>
    public static string CutCharacters(string text, int characters)
    {
        int[] starts = StringInfo.ParseCombiningCharacters(text);
        return starts.Length <= characters ? text : text[..starts[characters - 1]] + Ellipsis;
    }

    /// <summary>How many chars of the text go into so many bytes: whole characters only, and none when not even the first goes in.</summary>
    public static int Fitting(string text, int bytes)
    {
        int length = 0;
        while (length < text.Length)
        {
            int next = StringInfo.GetNextTextElementLength(text, length);
            bytes -= Bytes(text.Substring(length, next));
            if (bytes < 0)
            {
                break;
            }

            length += next;
        }

        return length;
    }

    /// <summary>How many chars of the text go into so many bytes when what a person sees as one character may be divided.</summary>
    public static int FittingRunes(string text, int bytes)
    {
        int length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bytes -= rune.Utf8SequenceLength;
            if (bytes < 0)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return length;
    }
}
