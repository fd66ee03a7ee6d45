using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace RdsBackup.Sandbox;

/// <summary>
/// Downloads by signed link with OSS's documented ways: an expired link is 403 with the expiry, an invalid range
/// answers 200 with the whole object, the checksum header is the whole object's even on a range.
/// </summary>
internal sealed class OssService(OssStore store, TimeProvider time) : EmulatedService(time, store.Faults, store.Requests)
{
    public const string PublicListener = "public";
    public const string InternalListener = "internal";

    protected override ValueTask<SandboxRequest> DescribeAsync(HttpContext http, string listener)
    {
        string[] path = (http.Request.Path.Value ?? "/").Split('/', 3);
        return new(new SandboxRequest
        {
            Method = http.Request.Method,
            Operation = HttpMethods.IsHead(http.Request.Method) ? "HeadObject" : "GetObject",
            Container = path[1],
            Key = path.ElementAtOrDefault(2) ?? "",
            Query = QueryOf(http),
            Headers = HeadersOf(http),
            IsInternal = listener == InternalListener,
            Time = Time.GetUtcNow(),
        });
    }

    protected override async Task HandleAsync(HttpContext http, SandboxRequest request, Fault fault)
    {
        http.Response.Headers["x-oss-request-id"] = Guid.NewGuid().ToString("N").ToUpperInvariant()[..24];
        string resource = $"/{request.Container}/{request.Key}";
        CheckLink(request, resource);
        OssObject found = store.Find(resource) ?? throw new RefusedException(404, "NoSuchKey", "The specified key does not exist.");
        string etag = fault.ETag ?? found.ETag;
        if (request.Headers.TryGetValue("If-Match", out string? expected) && expected != etag && expected != "*")
        {
            throw new RefusedException(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold.");
        }

        await SendAsync(http, found, etag, fault);
    }

    protected override async Task WriteErrorAsync(HttpContext http, SandboxRequest request, Refusal refusal)
    {
        http.Response.ContentType = "application/xml";
        if (HttpMethods.IsHead(request.Method))
        {
            return;
        }

        XElement error = new(
            "Error",
            new XElement("Code", refusal.Code),
            new XElement("Message", refusal.Message),
            (refusal.Details ?? []).Select(detail => new XElement(detail.Key, detail.Value!.ToString())),
            new XElement("RequestId", http.Response.Headers["x-oss-request-id"].ToString()),
            new XElement("HostId", http.Request.Host.Value));
        await http.Response.WriteAsync($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{error}", http.RequestAborted);
    }

    private void CheckLink(SandboxRequest request, string resource)
    {
        DateTimeOffset now = Time.GetUtcNow();
        if (long.TryParse(request.Query.GetValueOrDefault("Expires"), CultureInfo.InvariantCulture, out long expires) && expires < now.ToUnixTimeSeconds())
        {
            throw new RefusedException(new Refusal(403, "AccessDenied", "Request has expired.")
            {
                Details = new JsonObject
                {
                    ["Expires"] = DateTimeOffset.FromUnixTimeSeconds(expires).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                    ["ServerTime"] = now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                },
            });
        }

        if (!OssStore.IsSigned(request.Method, resource, request.Query))
        {
            throw new RefusedException(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.");
        }
    }

    private static async Task SendAsync(HttpContext http, OssObject found, string etag, Fault fault)
    {
        ByteRange? range = fault.IgnoreRange ? null : ByteRange.Parse(http.Request.Headers.Range, found.Content.Length);
        ByteRange sent = range ?? new ByteRange(0, found.Content.Length);
        HttpResponse response = http.Response;
        response.StatusCode = range is null ? StatusCodes.Status200OK : StatusCodes.Status206PartialContent;
        response.ContentType = "application/octet-stream";
        response.Headers.ETag = etag;
        response.Headers.LastModified = found.LastModified.ToUniversalTime().ToString("R", CultureInfo.InvariantCulture);
        response.Headers.AcceptRanges = "bytes";
        if (!fault.NoChecksum)
        {
            response.Headers["x-oss-hash-crc64ecma"] = found.Content.Crc64.ToString(CultureInfo.InvariantCulture);
        }

        if (fault.ContentEncoding is { } encoding)
        {
            response.Headers.ContentEncoding = encoding;
        }

        if (range is not null)
        {
            response.Headers.ContentRange = fault.ContentRange ?? sent.ContentRange(found.Content.Length);
        }

        if (!fault.NoLength)
        {
            response.ContentLength = sent.Length;
        }

        await found.Content.CopyToAsync(response.Body, sent.Offset, sent.Length, fault.FlipByteAt, http.RequestAborted);
    }
}
