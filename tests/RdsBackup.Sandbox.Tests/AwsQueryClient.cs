using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace RdsBackup.Sandbox.Tests;

/// <summary>Speaks the query protocol with a signer of its own.</summary>
internal sealed class AwsQueryClient(SandboxCloud cloud, TimeProvider clock) : IDisposable
{
    private readonly HttpClient _http = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A call that must succeed; the answer's elements are without namespaces.</summary>
    public async Task<XElement> OkAsync(string action, string region, params (string Name, string Value)[] parameters)
    {
        (HttpStatusCode status, XElement body) = await CallAsync(new AwsQuery(action, region, parameters));
        Assert.True(status == HttpStatusCode.OK, body.Value);
        return body.Element($"{action}Result")!;
    }

    /// <summary>A call that must be refused: its status and error code.</summary>
    public async Task<(int Status, string Code)> RefusedAsync(string action, string region, params (string Name, string Value)[] parameters) =>
        ErrorOf(await CallAsync(new AwsQuery(action, region, parameters)));

    public static (int Status, string Code) ErrorOf((HttpStatusCode Status, XElement Body) answer) =>
        ((int)answer.Status, answer.Body.Element("Error")?.Element("Code")?.Value ?? answer.Body.ToString());

    public async Task<(HttpStatusCode Status, XElement Body)> CallAsync(AwsQuery query)
    {
        using HttpResponseMessage answer = await SendAsync(query);
        XElement body = XElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        foreach (XElement element in body.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
            element.Attributes().Remove();
        }

        return (answer.StatusCode, body);
    }

    public async Task<HttpResponseMessage> SendAsync(AwsQuery query)
    {
        string form = string.Join('&', query.All.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));
        string canonicalQuery = string.Join('&', query.All.OrderBy(pair => pair.Name, StringComparer.Ordinal).Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value)}"));
        string body = query.IsGet ? "" : form;
        SortedDictionary<string, string> headers = HeadersOf(query, body);
        string names = string.Join(';', headers.Keys);
        string canonical = $"{(query.IsGet ? "GET" : "POST")}\n/\n{(query.IsGet ? canonicalQuery : "")}\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"))}\n{names}\n{Hash(body)}";
        using HttpRequestMessage request = new(query.IsGet ? HttpMethod.Get : HttpMethod.Post, query.IsGet ? new Uri(cloud.AwsRds.Endpoint, $"?{form}") : cloud.AwsRds.Endpoint);
        if (!query.IsGet)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        }

        foreach ((string name, string value) in headers)
        {
            if (name == "content-type")
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(query.HeaderCase(name), value);
            }
        }

        request.Headers.TryAddWithoutValidation("Authorization", Authorization(query, names, canonical, headers["x-amz-date"]));
        return await _http.SendAsync(request, Cancellation);
    }

    public void Dispose() => _http.Dispose();

    private SortedDictionary<string, string> HeadersOf(AwsQuery query, string body)
    {
        SortedDictionary<string, string> headers = new(StringComparer.Ordinal)
        {
            ["host"] = cloud.AwsRds.Endpoint.Authority,
            ["x-amz-date"] = (clock.GetUtcNow() + query.Skew).ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
        };
        if (!query.IsGet)
        {
            headers["content-type"] = "application/x-www-form-urlencoded; charset=utf-8";
        }

        if (query.SendsContentHash)
        {
            headers["x-amz-content-sha256"] = Hash(body);
        }

        if (KeyOf(query).SecurityToken is { } token)
        {
            headers["x-amz-security-token"] = token;
        }

        return headers;
    }

    private string Authorization(AwsQuery query, string names, string canonical, string date)
    {
        string scope = $"{date[..8]}/{query.Region}/{query.Service}/aws4_request";
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + KeyOf(query).Secret);
        foreach (string step in scope.Split('/'))
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(step));
        }

        byte[] signature = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"AWS4-HMAC-SHA256\n{date}\n{scope}\n{Hash(canonical)}"));
        return $"AWS4-HMAC-SHA256 Credential={KeyOf(query).Id}/{scope}, SignedHeaders={names}, Signature={Convert.ToHexStringLower(signature)}";
    }

    private AccessKey KeyOf(AwsQuery query) => query.Key ?? new AccessKey(cloud.S3.AccessKeyId, cloud.S3.SecretAccessKey);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
