using System.Security.Cryptography;
using System.Text;
using RdsBackup.Diagnostics;

namespace RdsBackup.Alerting.WeCom;

/// <summary>Where a robot is: an address and its key, which is all the authority there is. Neither shows in any text.</summary>
public sealed class WeComAddress
{
    /// <summary>WeCom's own address.</summary>
    public static readonly Uri Public = new("https://qyapi.weixin.qq.com/");

    private const string KeyName = "key";
    private const string Api = "cgi-bin/webhook";
    private readonly Uri _endpoint;

    private WeComAddress(Uri endpoint, string key) => (_endpoint, Key) = (endpoint, key);

    internal string Key { get; }

    /// <summary>Enough of the key to tell robots apart.</summary>
    public string MaskedKey => Key.Length < 12 ? Redaction.Mask : $"{Key[..4]}…{Key[^4..]}";

    /// <summary>Tells robots apart without telling keys.</summary>
    internal string Fingerprint => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{_endpoint.Authority} {Key}")))[..16].ToLowerInvariant();

    /// <summary>Reads a robot's whole address as WeCom shows it, or its key alone.</summary>
    /// <param name="secret">The address or the key.</param>
    /// <param name="endpoint">Where a key alone belongs; null is WeCom's own address.</param>
    /// <exception cref="RdsBackupException">WeComWebhookInvalid, which does not repeat it.</exception>
    public static WeComAddress Parse(string secret, Uri? endpoint = null)
    {
        ArgumentNullException.ThrowIfNull(secret);
        string text = secret.Trim();
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            return text.Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
                ? new WeComAddress(endpoint ?? Public, text)
                : throw Invalid();
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Scheme is not ("https" or "http"))
        {
            throw Invalid();
        }

        string? key = address.Query.TrimStart('?').Split('&').Select(field => field.Split('=', 2))
            .FirstOrDefault(field => field.Length == 2 && field[0] == KeyName)?[1];
        return string.IsNullOrEmpty(key) ? throw Invalid() : new WeComAddress(FolderOf(address), Uri.UnescapeDataString(key));
    }

    /// <summary>The masked key.</summary>
    public override string ToString() => MaskedKey;

    internal Uri Operation(string name, string query = "") => new($"{_endpoint.AbsoluteUri.TrimEnd('/')}/{Api}/{name}?{KeyName}={Uri.EscapeDataString(Key)}{query}");

    // What stands before it belongs to a gateway in front of WeCom.
    private static Uri FolderOf(Uri address)
    {
        int api = address.AbsolutePath.IndexOf($"/{Api}", StringComparison.Ordinal);
        return new Uri(address.GetLeftPart(UriPartial.Authority) + (api > 0 ? address.AbsolutePath[..api] : ""));
    }

    private static RdsBackupException Invalid() => Errors.Create(nameof(Messages.WeComWebhookInvalid), RdsBackupErrorKind.InvalidInput);
}
