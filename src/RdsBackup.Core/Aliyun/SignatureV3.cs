using System.Security.Cryptography;
using System.Text;

namespace RdsBackup.Aliyun;

/// <summary>
/// Alibaba Cloud's request signature V3, ACS3-HMAC-SHA256: help.aliyun.com, "V3 request structure and signature". Pure functions.
/// </summary>
internal static class SignatureV3
{
    public const string Algorithm = "ACS3-HMAC-SHA256";

    /// <summary>The query in the one form that is both signed and sent: sorted by name, RFC 3986 percent-encoding of UTF-8.</summary>
    public static string CanonicalQuery(IEnumerable<KeyValuePair<string, string>> parameters) =>
        string.Join('&', parameters
            .OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
            .Select(parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}"));

    /// <summary>Lower-case hex SHA-256.</summary>
    public static string Hash(ReadOnlySpan<byte> content) => Hex(SHA256.HashData(content));

    /// <summary>The text whose hash is signed.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path of the address; <c>/</c> for an RPC call.</param>
    /// <param name="canonicalQuery">What <see cref="CanonicalQuery"/> returned.</param>
    /// <param name="headers">The headers to sign, names in lower case: host, content-type if there is a body, and every x-acs-*.</param>
    /// <param name="payloadHash"><see cref="Hash"/> of the body.</param>
    public static string CanonicalRequest(
        string method, string path, string canonicalQuery, IReadOnlyDictionary<string, string> headers, string payloadHash)
    {
        IEnumerable<string> lines = Sorted(headers).Select(header => $"{header.Key}:{header.Value.Trim()}\n");
        return $"{method}\n{path}\n{canonicalQuery}\n{string.Concat(lines)}\n{SignedHeaders(headers)}\n{payloadHash}";
    }

    /// <summary>The signature of a canonical request.</summary>
    public static string Sign(string canonicalRequest, string accessKeySecret)
    {
        string stringToSign = $"{Algorithm}\n{Hash(Encoding.UTF8.GetBytes(canonicalRequest))}";
        return Hex(HMACSHA256.HashData(Encoding.UTF8.GetBytes(accessKeySecret), Encoding.UTF8.GetBytes(stringToSign)));
    }

    /// <summary>The value of the Authorization header.</summary>
    public static string Authorization(string accessKeyId, IReadOnlyDictionary<string, string> headers, string signature) =>
        $"{Algorithm} Credential={accessKeyId},SignedHeaders={SignedHeaders(headers)},Signature={signature}";

    private static string SignedHeaders(IReadOnlyDictionary<string, string> headers) =>
        string.Join(';', Sorted(headers).Select(header => header.Key));

    private static IOrderedEnumerable<KeyValuePair<string, string>> Sorted(IReadOnlyDictionary<string, string> headers) =>
        headers.OrderBy(header => header.Key, StringComparer.Ordinal);

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
