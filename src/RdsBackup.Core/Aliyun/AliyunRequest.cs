using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using RdsBackup.Aliyun.Credentials;

namespace RdsBackup.Aliyun;

/// <summary>Makes the HTTP request of one attempt of a call: query, headers, signature.</summary>
internal static class AliyunRequest
{
    private const string FormType = "application/x-www-form-urlencoded";

    /// <summary>The request, signed with <paramref name="credentials"/>, or unsigned when they are null.</summary>
    public static HttpRequestMessage Create(AliyunCall call, AliyunCredentials? credentials, DateTimeOffset now)
    {
        byte[]? body = call.Form is null ? null : Encoding.UTF8.GetBytes(SignatureV3.CanonicalQuery(call.Form));
        string query = Query(call, credentials);
        string payloadHash = SignatureV3.Hash(body);
        Dictionary<string, string> headers = Headers(call, credentials, now, payloadHash);
        var request = new HttpRequestMessage(HttpMethod.Post, Address(call.Endpoint, query));
        if (body is not null)
        {
            // A request without a body carries no content-type: the header would be sent but not signed.
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(FormType);
        }

        if (credentials is not null)
        {
            string canonical = SignatureV3.CanonicalRequest("POST", call.Endpoint.AbsolutePath, query, headers, payloadHash);
            string signature = SignatureV3.Sign(canonical, credentials.AccessKeySecret);
            string authorization = SignatureV3.Authorization(credentials.AccessKeyId, headers, signature);
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        foreach ((string name, string value) in headers.Where(header => header.Key.StartsWith("x-acs-", StringComparison.Ordinal)))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static string Query(AliyunCall call, AliyunCredentials? credentials)
    {
        IEnumerable<KeyValuePair<string, string>> parameters = call.Query
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value!));
        // Only an anonymous call has to ask for JSON.
        return SignatureV3.CanonicalQuery(credentials is null ? parameters.Append(new("Format", "json")) : parameters);
    }

    private static Dictionary<string, string> Headers(
        AliyunCall call, AliyunCredentials? credentials, DateTimeOffset now, string payloadHash)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = call.Endpoint.Authority,
            ["x-acs-action"] = call.Action,
            ["x-acs-content-sha256"] = payloadHash,
            ["x-acs-date"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["x-acs-signature-nonce"] = Guid.NewGuid().ToString("N"),
            ["x-acs-version"] = call.Product.Version,
        };
        if (call.Form is not null)
        {
            headers["content-type"] = FormType;
        }

        if (credentials?.SecurityToken is string token)
        {
            headers["x-acs-accesskey-id"] = credentials.AccessKeyId;
            headers["x-acs-security-token"] = token;
        }

        return headers;
    }

    // The address goes out exactly as it was signed: Uri leaves the escapes of reserved characters alone, and no others occur.
    private static Uri Address(Uri endpoint, string query) => new($"{endpoint.GetLeftPart(UriPartial.Path)}?{query}");
}
