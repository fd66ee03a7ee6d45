using System.Security.Cryptography;
using System.Text;

namespace RdsBackup.Sandbox;

/// <summary>Signature V3 (ACS3-HMAC-SHA256), computed from a request as received.</summary>
internal sealed record AcsSignature(string AccessKeyId, string[] SignedHeaders, string Signature)
{
    private const string Algorithm = "ACS3-HMAC-SHA256";

    /// <summary>Reads an Authorization header; null when it is absent or of another form.</summary>
    public static AcsSignature? Parse(string? authorization)
    {
        if (authorization?.StartsWith(Algorithm + " ", StringComparison.Ordinal) != true)
        {
            return null;
        }

        Dictionary<string, string> fields = authorization[(Algorithm.Length + 1)..].Split(',')
            .Select(field => field.Trim().Split('=', 2))
            .Where(field => field.Length == 2)
            .ToDictionary(field => field[0], field => field[1]);
        return fields.TryGetValue("Credential", out string? id) && fields.TryGetValue("SignedHeaders", out string? headers) && fields.TryGetValue("Signature", out string? signature)
            ? new AcsSignature(id, headers.Split(';'), signature)
            : null;
    }

    /// <summary>Whether the request was signed with the secret.</summary>
    public bool Matches(HttpRequest request, string payloadHash, string secret)
    {
        string canonical = CanonicalRequest(request, payloadHash);
        string toSign = $"{Algorithm}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        byte[] expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(toSign));
        return Convert.ToHexStringLower(expected) == Signature;
    }

    private string CanonicalRequest(HttpRequest request, string payloadHash)
    {
        IEnumerable<string> query = request.Query
            .SelectMany(pair => pair.Value.Select(value => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(value ?? "")}"))
            .Order(StringComparer.Ordinal);
        IEnumerable<string> headers = SignedHeaders.Order(StringComparer.Ordinal)
            .Select(name => $"{name}:{string.Join(',', request.Headers[name].Select(value => value?.Trim()).Order(StringComparer.Ordinal))}\n");
        return string.Join('\n', request.Method, request.Path, string.Join('&', query), string.Concat(headers), string.Join(';', SignedHeaders), payloadHash);
    }
}
