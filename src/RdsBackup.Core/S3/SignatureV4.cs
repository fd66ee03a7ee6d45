using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RdsBackup.S3;

/// <summary>
/// AWS Signature Version 4 for the one request that the SDK cannot send: an upload of a part that streams.
/// Source: "Create a signed AWS API request" in the IAM user guide; S3 encodes the path once and keeps its slashes.
/// </summary>
internal static class SignatureV4
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The value of the Authorization header.</summary>
    /// <param name="request">Method, path and query as sent; the query sorted by name, without the question mark.</param>
    /// <param name="headers">Every header to sign, names in lower case; host and x-amz-date among them.</param>
    /// <param name="payloadHash">Hex SHA-256 of the body, or the word S3 takes in its place.</param>
    /// <param name="scope">Region and service.</param>
    /// <param name="key">Access key id and secret.</param>
    public static string Authorize(
        (string Method, string Path, string Query) request, SortedList<string, string> headers, string payloadHash,
        (string Region, string Service) scope, (string Id, string Secret) key)
    {
        string timestamp = headers["x-amz-date"];
        string credentialScope = CredentialScope(timestamp, scope);
        string signedHeaders = string.Join(';', headers.Keys);
        string canonicalHeaders = string.Concat(headers.Keys.Select(name => $"{name}:{headers[name].Trim()}\n"));
        string canonical = $"{request.Method}\n{request.Path}\n{request.Query}\n{canonicalHeaders}\n{signedHeaders}\n{payloadHash}";
        string toSign = $"{Algorithm}\n{timestamp}\n{credentialScope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";

        byte[] signature = HMACSHA256.HashData(SigningKey(timestamp, scope, key.Secret), Encoding.UTF8.GetBytes(toSign));
        return $"{Algorithm} Credential={key.Id}/{credentialScope}, SignedHeaders={signedHeaders}, Signature={Hex(signature)}";
    }

    /// <summary>Signs the chunks of the body of a request.</summary>
    /// <param name="authorization">The request's Authorization header.</param>
    /// <param name="timestamp">Its x-amz-date.</param>
    /// <param name="scope">Region and service.</param>
    /// <param name="secret">The secret it is signed with.</param>
    public static ChunkSignatures Chunks(string authorization, string timestamp, (string Region, string Service) scope, string secret) =>
        new(SigningKey(timestamp, scope, secret), timestamp, CredentialScope(timestamp, scope), authorization[^ChunkSignatures.Length..]);

    /// <summary>A moment as the x-amz-date header writes it.</summary>
    public static string Timestamp(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string CredentialScope(string timestamp, (string Region, string Service) scope) =>
        $"{timestamp[..8]}/{scope.Region}/{scope.Service}/aws4_request";

    private static byte[] SigningKey(string timestamp, (string Region, string Service) scope, string secret)
    {
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (string step in CredentialScope(timestamp, scope).Split('/'))
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(step));
        }

        return key;
    }

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
