using System.Xml.Linq;

namespace RdsBackup.Sandbox;

/// <summary>S3, path style: names the operation, checks the signature, region and owner, and answers errors as XML.</summary>
internal sealed class S3Service(S3Store store, TimeProvider time) : EmulatedService(time, store.Faults, store.Requests)
{
    private readonly S3BucketOperations _buckets = new(store);
    private readonly S3ObjectOperations _objects = new(store, time);
    private readonly S3MultipartOperations _multipart = new(store, time);

    protected override ValueTask<SandboxRequest> DescribeAsync(HttpContext http, string listener)
    {
        string[] path = (http.Request.Path.Value ?? "/").Split('/', 3);
        string key = path.ElementAtOrDefault(2) ?? "";
        return new(new SandboxRequest
        {
            Method = http.Request.Method,
            Operation = OperationOf(http.Request, path[1], key),
            Container = path[1],
            Key = key,
            Query = QueryOf(http),
            Headers = HeadersOf(http),
            Time = Time.GetUtcNow(),
        });
    }

    protected override Task HandleAsync(HttpContext http, SandboxRequest request, Fault fault)
    {
        http.Response.Headers["x-amz-request-id"] = Guid.NewGuid().ToString("N").ToUpperInvariant()[..16];
        SigV4 signature = SigV4.Verify(http.Request, SigV4Dialect.S3, store, Time.GetUtcNow());
        S3Call call = new(http, request, signature, fault);
        if (request.Operation == "ListBuckets")
        {
            return _buckets.ListBuckets(call);
        }

        if (request.Operation == "CreateBucket")
        {
            return _buckets.CreateBucket(call);
        }

        S3Bucket bucket = store.Find(request.Container)
            ?? throw new RefusedException(404, "NoSuchBucket", "The specified bucket does not exist");
        http.Response.Headers["x-amz-bucket-region"] = bucket.Options.Region;
        CheckPlace(call, bucket);
        return request.Operation switch
        {
            "HeadBucket" => Task.CompletedTask,
            "GetBucketLocation" => S3BucketSettings.GetBucketLocation(call, bucket),
            "GetBucketVersioning" => S3BucketSettings.GetBucketVersioning(call, bucket),
            "GetObjectLockConfiguration" => S3BucketSettings.GetObjectLockConfiguration(call, bucket),
            "GetPublicAccessBlock" => S3BucketSettings.GetPublicAccessBlock(call, bucket),
            "GetBucketLifecycleConfiguration" => S3BucketSettings.GetBucketLifecycleConfiguration(call, bucket),
            "ListObjectsV2" => S3BucketOperations.ListObjectsV2(call, bucket),
            "DeleteBucket" => _buckets.DeleteBucket(call, bucket),
            "DeleteObjects" => _objects.DeleteObjects(call, bucket),
            "ListMultipartUploads" => S3MultipartOperations.ListMultipartUploads(call, bucket),
            "PutObject" => _objects.PutObject(call, bucket),
            "GetObject" => _objects.GetObject(call, bucket),
            "HeadObject" => S3ObjectOperations.HeadObject(call, bucket),
            "RestoreObject" => _objects.RestoreObject(call, bucket),
            "DeleteObject" => _objects.DeleteObject(call, bucket),
            "GetObjectTagging" => S3ObjectOperations.GetObjectTagging(call, bucket),
            "CreateMultipartUpload" => _multipart.CreateMultipartUpload(call, bucket),
            "UploadPart" => _multipart.UploadPart(call, bucket),
            "CompleteMultipartUpload" => _multipart.CompleteMultipartUpload(call, bucket),
            "AbortMultipartUpload" => S3MultipartOperations.AbortMultipartUpload(call, bucket),
            "ListParts" => S3MultipartOperations.ListParts(call, bucket),
            _ => throw new RefusedException(501, "NotImplemented", "A header or query you provided implies functionality that is not implemented."),
        };
    }

    protected override async Task WriteErrorAsync(HttpContext http, SandboxRequest request, Refusal refusal)
    {
        if (HttpMethods.IsHead(request.Method))
        {
            return;
        }

        XElement error = new(
            "Error",
            new XElement("Code", refusal.Code),
            new XElement("Message", refusal.Message),
            new XElement("Resource", http.Request.Path.Value),
            (refusal.Details ?? []).Select(detail => new XElement(detail.Key, detail.Value?.ToString())),
            new XElement("RequestId", http.Response.Headers["x-amz-request-id"].ToString()),
            new XElement("HostId", "sandbox"));
        await XmlBody.WriteAsync(http, XNamespace.None, error);
    }

    private static void CheckPlace(S3Call call, S3Bucket bucket)
    {
        string region = bucket.Options.Region;
        if (call.Signature.Region != region)
        {
            Dictionary<string, string> headers = new() { ["x-amz-bucket-region"] = region };
            // The region S3's global endpoint stands for is sent on; another one was signed for by mistake.
            throw new RefusedException(call.Signature.Region == "us-east-1"
                ? new Refusal(301, "PermanentRedirect", "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.")
                {
                    Headers = headers,
                    Details = new() { ["Endpoint"] = $"s3.{region}.amazonaws.com", ["Bucket"] = bucket.Name },
                }
                : new Refusal(400, "AuthorizationHeaderMalformed", $"The authorization header is malformed; the region '{call.Signature.Region}' is wrong; expecting '{region}'")
                {
                    Headers = headers,
                    Details = new() { ["Region"] = region },
                });
        }

        if (call.Header("x-amz-expected-bucket-owner") is { } owner && owner != bucket.Options.Owner)
        {
            throw new RefusedException(403, "AccessDenied", "Access Denied");
        }
    }

    private static string OperationOf(HttpRequest request, string bucket, string key) => bucket.Length == 0 ? "ListBuckets"
        : key.Length == 0 ? BucketOperationOf(request)
        : ObjectOperationOf(request);

    private static string BucketOperationOf(HttpRequest request) => request.Method switch
    {
        "PUT" when request.Query.Count == 0 => "CreateBucket",
        "HEAD" => "HeadBucket",
        "DELETE" when request.Query.Count == 0 => "DeleteBucket",
        "POST" when request.Query.ContainsKey("delete") => "DeleteObjects",
        "GET" when request.Query.ContainsKey("location") => "GetBucketLocation",
        "GET" when request.Query.ContainsKey("versioning") => "GetBucketVersioning",
        "GET" when request.Query.ContainsKey("object-lock") => "GetObjectLockConfiguration",
        "GET" when request.Query.ContainsKey("publicAccessBlock") => "GetPublicAccessBlock",
        "GET" when request.Query.ContainsKey("lifecycle") => "GetBucketLifecycleConfiguration",
        "GET" when request.Query.ContainsKey("uploads") => "ListMultipartUploads",
        "GET" when request.Query["list-type"] == "2" => "ListObjectsV2",
        _ => "Unknown",
    };

    private static string ObjectOperationOf(HttpRequest request) => request.Method switch
    {
        "HEAD" => "HeadObject",
        "GET" when request.Query.ContainsKey("uploadId") => "ListParts",
        "GET" when request.Query.ContainsKey("tagging") => "GetObjectTagging",
        "GET" => "GetObject",
        "PUT" when request.Query.ContainsKey("uploadId") => "UploadPart",
        "PUT" when request.Headers.ContainsKey("x-amz-copy-source") => "Unknown",
        "PUT" => "PutObject",
        "POST" when request.Query.ContainsKey("restore") => "RestoreObject",
        "POST" when request.Query.ContainsKey("uploads") => "CreateMultipartUpload",
        "POST" when request.Query.ContainsKey("uploadId") => "CompleteMultipartUpload",
        "DELETE" when request.Query.ContainsKey("uploadId") => "AbortMultipartUpload",
        "DELETE" => "DeleteObject",
        _ => "Unknown",
    };
}
