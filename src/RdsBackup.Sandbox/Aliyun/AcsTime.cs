using System.Globalization;

namespace RdsBackup.Sandbox;

/// <summary>The time formats of the Aliyun API.</summary>
internal static class AcsTime
{
    public const string Seconds = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    public const string Minutes = "yyyy-MM-dd'T'HH:mm'Z'";

    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString(Seconds, CultureInfo.InvariantCulture);

    public static DateTimeOffset? Parse(string? text, string format) =>
        DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    public static DateTimeOffset TruncateToSeconds(this DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), time.Offset);
}
