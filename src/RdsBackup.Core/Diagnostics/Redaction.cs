using System.Text.RegularExpressions;

namespace RdsBackup.Diagnostics;

/// <summary>
/// The one place that takes secrets out of text: signatures, Authorization headers, security tokens, AccessKey secrets, the query
/// of any address (signed URLs, robot webhooks), the user and password in one (proxies), and whatever values the caller knows to be secret.
/// </summary>
internal static partial class Redaction
{
    /// <summary>Stands where a secret stood.</summary>
    public const string Mask = "***";

    // Shorter values would hit innocent text; no cloud issues secrets that short.
    private const int ShortestSecret = 6;

    /// <summary>The text without its secrets.</summary>
    /// <param name="text">Any text: a log line, a server's message.</param>
    /// <param name="secrets">Values to take out wherever they stand, as they are or percent-encoded.</param>
    public static string Redact(string text, params ReadOnlySpan<string?> secrets)
    {
        foreach (string? secret in secrets)
        {
            if (secret?.Length >= ShortestSecret)
            {
                text = text.Replace(secret, Mask, StringComparison.Ordinal)
                    .Replace(Uri.EscapeDataString(secret), Mask, StringComparison.OrdinalIgnoreCase);
            }
        }

        text = AuthorizationValue().Replace(text, $"$1{Mask}");
        text = AddressUser().Replace(text, $"$1{Mask}@");
        text = AddressQuery().Replace(text, $"$1?{Mask}");
        return SecretField().Replace(text, $"$1{Mask}");
    }

    [GeneratedRegex("""(authorization["'\\]*\s*[:=]\s*)[^\r\n]+""", RegexOptions.IgnoreCase)]
    private static partial Regex AuthorizationValue();

    [GeneratedRegex("""(https?://)[^\s"'<>/?#]+@""", RegexOptions.IgnoreCase)]
    private static partial Regex AddressUser();

    [GeneratedRegex("""(https?://[^\s"'<>?]+)\?[^\s"'<>]+""", RegexOptions.IgnoreCase)]
    private static partial Regex AddressQuery();

    // name=value, name: value and "name":"value", also percent-encoded once or twice as servers echo a string to sign.
    [GeneratedRegex(
        """((?:signature|(?:security|session|oidc|id)[-_]?token|access[-_]?key[-_]?secret|secret[-_]?access[-_]?key|password|[?&]key)(?:["'\\]*\s*[:=]\s*["'\\]*|%3D|%253D))(?:(?!%26|%2526)[^\s&"'\\,;<>\])])+""",
        RegexOptions.IgnoreCase)]
    private static partial Regex SecretField();
}
