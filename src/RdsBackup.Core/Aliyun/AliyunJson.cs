using System.Globalization;
using System.Text.Json;

namespace RdsBackup.Aliyun;

/// <summary>
/// Reads the API's JSON, which writes the same field as a number, a string, an empty string or null from one operation, engine or
/// sample to the next. What is absent, empty or unreadable is null; an unknown field is nobody's concern.
/// </summary>
internal static class AliyunJson
{
    /// <summary>A member of an object, or null.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) ? member : null;

    /// <summary>The rows of a list, which the API wraps twice: <c>Items.Backup[]</c>.</summary>
    public static IEnumerable<JsonElement> Rows(this JsonElement element, string outer, string inner) =>
        element.Member(outer)?.Member(inner) is { ValueKind: JsonValueKind.Array } rows
            ? rows.EnumerateArray().Where(row => row.ValueKind == JsonValueKind.Object)
            : [];

    /// <summary>A scalar as text.</summary>
    public static string? Text(this JsonElement element, string name)
    {
        JsonElement? member = element.Member(name);
        string? text = member?.ValueKind switch
        {
            JsonValueKind.String => member.Value.GetString(),
            JsonValueKind.Number => member.Value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>A whole number.</summary>
    public static long? Integer(this JsonElement element, string name) =>
        element.Number(name) is decimal number and >= long.MinValue and <= long.MaxValue ? (long)number : null;

    /// <summary>A whole number of 64 bits without a sign.</summary>
    public static ulong? UnsignedInteger(this JsonElement element, string name) =>
        element.Number(name) is decimal number and >= ulong.MinValue and <= ulong.MaxValue ? (ulong)number : null;

    /// <summary>A truth value: a boolean, 0 or 1, or either as text.</summary>
    public static bool? Flag(this JsonElement element, string name) => element.Text(name)?.ToLowerInvariant() switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => null,
    };

    /// <summary>A time in ISO 8601, with or without seconds; UTC.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        DateTimeOffset.TryParse(
            element.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset time)
            ? time
            : null;

    /// <summary>A download address; the API also writes the word NULL for none.</summary>
    public static SignedLink? Link(this JsonElement element, string name, string? expiryName = null) =>
        Uri.TryCreate(element.Text(name), UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
            ? new SignedLink(uri, expiryName is null ? null : element.Time(expiryName))
            : null;

    private static decimal? Number(this JsonElement element, string name) =>
        decimal.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : null;
}
