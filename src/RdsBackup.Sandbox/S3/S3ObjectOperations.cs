using System.Globalization;
using System.Xml.Linq;

namespace RdsBackup.Sandbox;

/// <summary>The operations on single objects.</summary>
internal sealed class S3ObjectOperations(S3Store store, TimeProvider time)
{
    private const long LargestPut = 5L << 30;

    public async Task PutObject(S3Call call, S3Bucket bucket)
    {
        if (call.Http.Request.ContentLength > LargestPut)
        {
            throw new RefusedException(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
        }

        S3Attributes attributes = S3AttributeHeaders.Read(call, bucket);
        S3Payload payload = call.Payload;
        string algorithm = payload.Algorithm ?? "CRC64NVME";
        S3Part body = await payload.ReceiveAsync(store, number: 1, algorithm, time.GetUtcNow());
        S3Object value = new(call.Key, body.Size, body.ETag, time.GetUtcNow(), attributes, new S3ObjectChecksum(algorithm, "FULL_OBJECT", body.Checksum), bucket.NewVersionId()) { Parts = [body] };
        try
        {
            S3Store.Discard(bucket.Store(value, S3Conditions.Of(call.Http.Request)));
        }
        catch (RefusedException)
        {
            S3Store.Discard([body]);
            throw;
        }

        S3AttributeHeaders.WriteIdentity(call, value, isChecksumShown: true);
    }

    public static Task HeadObject(S3Call call, S3Bucket bucket)
    {
        S3Object value = Read(call, bucket);
        WriteHeaders(call, value, bucket);
        call.Http.Response.ContentLength = value.Size;
        return Task.CompletedTask;
    }

    public async Task GetObject(S3Call call, S3Bucket bucket)
    {
        S3Object value = Read(call, bucket);
        if (value.IsArchived && !(value.RestoredUntil > time.GetUtcNow()))
        {
            throw new RefusedException(new Refusal(403, "InvalidObjectState", "The operation is not valid for the object's storage class")
            {
                Details = new() { ["StorageClass"] = value.Attributes.StorageClass },
            });
        }

        ByteRange? range = ByteRange.Parse(call.Header("Range"), value.Size, clip: true);
        if (range is null && call.Header("Range") is not null)
        {
            throw new RefusedException(416, "InvalidRange", "The requested range is not satisfiable");
        }

        ByteRange sent = call.Fault.IgnoreRange || range is null ? new ByteRange(0, value.Size) : range.Value;
        WriteHeaders(call, value, bucket);
        HttpResponse response = call.Http.Response;
        if (range is not null && !call.Fault.IgnoreRange)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = call.Fault.ContentRange ?? sent.ContentRange(value.Size);
        }

        response.ContentLength = call.Fault.NoLength ? null : sent.Length;
        await S3Store.ContentOf(value).CopyToAsync(response.Body, sent.Offset, sent.Length, call.Fault.FlipByteAt, call.Http.RequestAborted);
    }

    /// <summary>Restores at once; the real service takes minutes to hours.</summary>
    public async Task RestoreObject(S3Call call, S3Bucket bucket)
    {
        S3Object value = Find(call, bucket);
        if (!value.IsArchived)
        {
            throw new RefusedException(403, "InvalidObjectState", "Restore is not allowed for the object's current storage class");
        }

        XElement wanted = await call.ReadXmlAsync();
        int days = int.TryParse(wanted.Element("Days")?.Value, CultureInfo.InvariantCulture, out int given) && given > 0 ? given
            : throw new RefusedException(400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
        bucket.Replace(value, value with { RestoredUntil = time.GetUtcNow().AddDays(days) });
        call.Finish(StatusCodes.Status202Accepted);
    }

    public Task DeleteObject(S3Call call, S3Bucket bucket)
    {
        S3Store.Discard(bucket.Delete(call.Key, call.Query("versionId"), time.GetUtcNow()));
        call.Finish(StatusCodes.Status204NoContent);
        return Task.CompletedTask;
    }

    public async Task DeleteObjects(S3Call call, S3Bucket bucket)
    {
        XElement wanted = await call.ReadXmlAsync();
        List<string> keys = [.. wanted.Elements("Object").Select(entry => entry.Element("Key")!.Value)];
        foreach (XElement entry in wanted.Elements("Object"))
        {
            S3Store.Discard(bucket.Delete(entry.Element("Key")!.Value, entry.Element("VersionId")?.Value, time.GetUtcNow()));
        }

        bool isQuiet = wanted.Element("Quiet")?.Value == "true";
        await call.WriteXmlAsync("DeleteResult", isQuiet ? null : keys.Select(key => new XElement("Deleted", new XElement("Key", key))));
    }

    public static Task GetObjectTagging(S3Call call, S3Bucket bucket) => call.WriteXmlAsync(
        "Tagging",
        new XElement("TagSet", Find(call, bucket).Attributes.Tags.Select(tag => new XElement("Tag", new XElement("Key", tag.Key), new XElement("Value", tag.Value)))));

    private static S3Object Find(S3Call call, S3Bucket bucket) =>
        bucket.Find(call.Key, call.Query("versionId")) ?? throw new RefusedException(404, "NoSuchKey", "The specified key does not exist.");

    private static S3Object Read(S3Call call, S3Bucket bucket)
    {
        S3Object value = Find(call, bucket);
        string etag = call.Fault.ETag ?? value.ETag;
        if (call.Header("If-Match") is { } match && match != "*" && match.Trim('"') != etag.Trim('"'))
        {
            throw new RefusedException(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
        }

        if (call.Header("If-None-Match") is { } noneMatch && (noneMatch == "*" || noneMatch.Trim('"') == etag.Trim('"')))
        {
            throw new RefusedException(304, "NotModified", "Not Modified");
        }

        return value;
    }

    private static void WriteHeaders(S3Call call, S3Object value, S3Bucket bucket)
    {
        HttpResponse response = call.Http.Response;
        bool isChecksumShown = !bucket.Options.Quirks.HasNoObjectChecksums && call.Header("x-amz-checksum-mode")?.Equals("ENABLED", StringComparison.OrdinalIgnoreCase) == true && call.Header("Range") is null && !call.Fault.NoChecksum;
        S3AttributeHeaders.WriteIdentity(call, value, isChecksumShown);
        S3AttributeHeaders.Write(response, value.Attributes);
        response.Headers.ETag = call.Fault.ETag ?? value.ETag;
        response.Headers.LastModified = value.LastModified.ToUniversalTime().ToString("R", CultureInfo.InvariantCulture);
        response.Headers.AcceptRanges = "bytes";
        if (value.RestoredUntil is { } end)
        {
            response.Headers["x-amz-restore"] = $"ongoing-request=\"false\", expiry-date=\"{end.ToUniversalTime():R}\"";
        }
    }
}
