using System.Globalization;

namespace RdsBackup;

/// <summary>
/// A time-limited download address. Its query is a secret: whoever has it can read the backup.
/// So the address is no property, is not serialized, and <see cref="ToString"/> shows it without its query.
/// </summary>
public sealed class SignedLink
{
    private readonly Uri _uri;

    /// <summary>Wraps <paramref name="uri"/> as the cloud returned it; its text is kept unchanged, since a signature covers it.</summary>
    /// <param name="uri">An absolute http or https address.</param>
    /// <param name="expiresAt">When the address stops working, if the cloud said so elsewhere than in the query.</param>
    public SignedLink(Uri uri, DateTimeOffset? expiresAt = null)
    {
        ArgumentNullException.ThrowIfNull(uri);
        _uri = uri;
        ExpiresAt = expiresAt ?? ReadExpiry(uri.Query);
    }

    /// <summary>Host and, where it is not the scheme's own, port.</summary>
    public string Host => _uri.Authority;

    /// <summary>The file's name: the last segment of the path, percent-decoded.</summary>
    public string FileName => Uri.UnescapeDataString(_uri.Segments[^1]);

    /// <summary>When the address stops working (UTC), or null when neither the cloud nor the query says.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>The full address with its signature. Never print, log or store the result.</summary>
    public Uri Reveal() => _uri;

    /// <summary>The address without its query.</summary>
    public override string ToString() => _uri.GetLeftPart(UriPartial.Path);

    // OSS V1 links say `Expires` (unix seconds); V2/V4 links say `x-oss-date` and `x-oss-expires` (seconds from it).
    private static DateTimeOffset? ReadExpiry(string query)
    {
        string? absolute = null, date = null, lifetime = null;
        foreach (string pair in query.TrimStart('?').Split('&'))
        {
            int equals = pair.IndexOf('=');
            string name = equals < 0 ? pair : pair[..equals];
            string value = equals < 0 ? "" : pair[(equals + 1)..];
            switch (name.ToLowerInvariant())
            {
                case "expires": absolute = value; break;
                case "x-oss-date": date = value; break;
                case "x-oss-expires": lifetime = value; break;
            }
        }

        if (TryReadUnixTime(absolute ?? lifetime, out DateTimeOffset expiry) && date is null)
        {
            return expiry;
        }

        bool dated = DateTimeOffset.TryParseExact(
            date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset signedAt);
        return dated && int.TryParse(lifetime, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? signedAt.AddSeconds(seconds)
            : null;
    }

    private static bool TryReadUnixTime(string? text, out DateTimeOffset time)
    {
        const long LastUnixSecond = 253_402_300_799; // 9999-12-31T23:59:59Z
        bool read = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds <= LastUnixSecond;
        time = read ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        return read;
    }
}
