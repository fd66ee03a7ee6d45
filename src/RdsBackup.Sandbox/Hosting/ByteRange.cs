using System.Net.Http.Headers;

namespace RdsBackup.Sandbox;

/// <summary>The bytes that one range of a Range header stands for.</summary>
internal readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>Reads a Range header; null when it is absent or invalid for the length. Of several ranges the first counts.</summary>
    /// <param name="header">The header's value.</param>
    /// <param name="totalLength">The object's length.</param>
    /// <param name="clip">Whether an end beyond the object means its last byte (S3) or makes the range invalid (OSS).</param>
    public static ByteRange? Parse(string? header, long totalLength, bool clip = false)
    {
        if (!RangeHeaderValue.TryParse(header, out RangeHeaderValue? value) || value.Unit != "bytes")
        {
            return null;
        }

        RangeItemHeaderValue first = value.Ranges.First();
        long from = first.From ?? Math.Max(0, totalLength - first.To!.Value);
        long to = first.From is null ? totalLength - 1 : first.To ?? totalLength - 1;
        to = clip ? Math.Min(to, totalLength - 1) : to;
        return from < totalLength && to < totalLength && from <= to ? new ByteRange(from, to - from + 1) : null;
    }

    /// <summary>The Content-Range header's value.</summary>
    public string ContentRange(long totalLength) => $"bytes {Offset}-{Offset + Length - 1}/{totalLength}";
}
