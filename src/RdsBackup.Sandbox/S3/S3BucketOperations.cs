using System.Text;
using System.Xml.Linq;

namespace RdsBackup.Sandbox;

/// <summary>The operations on buckets and their listing.</summary>
internal sealed class S3BucketOperations(S3Store store)
{
    private const int LargestPage = 1000;

    public Task ListBuckets(S3Call call) => call.WriteXmlAsync(
        "ListAllMyBucketsResult",
        new XElement("Buckets", store.Buckets.Select(bucket => new XElement(
            "Bucket",
            new XElement("Name", bucket.Name),
            new XElement("CreationDate", S3Call.Time(bucket.Created)),
            new XElement("BucketRegion", bucket.Options.Region)))));

    public Task CreateBucket(S3Call call)
    {
        if (store.Find(call.Request.Container) is not null)
        {
            throw new RefusedException(409, "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.");
        }

        bool hasLock = string.Equals(call.Header("x-amz-bucket-object-lock-enabled"), "true", StringComparison.OrdinalIgnoreCase);
        store.CreateBucket(call.Request.Container, new S3BucketOptions { Region = call.Signature.Region, ObjectLock = hasLock });
        call.Http.Response.Headers.Location = $"/{call.Request.Container}";
        return Task.CompletedTask;
    }

    public Task DeleteBucket(S3Call call, S3Bucket bucket)
    {
        if (bucket.Objects.Count > 0)
        {
            throw new RefusedException(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
        }

        store.Remove(bucket);
        call.Finish(StatusCodes.Status204NoContent);
        return Task.CompletedTask;
    }

    public static Task ListObjectsV2(S3Call call, S3Bucket bucket)
    {
        string prefix = call.Query("prefix") ?? "";
        string delimiter = call.Query("delimiter") ?? "";
        int size = Math.Min(call.Number("max-keys", LargestPage), LargestPage);
        string after = call.Query("continuation-token") is { } token ? Encoding.UTF8.GetString(Convert.FromBase64String(token)) : call.Query("start-after") ?? "";
        List<S3Object> objects = [.. bucket.Objects.Where(value => value.Key.StartsWith(prefix, StringComparison.Ordinal))];

        // A group of keys below a delimiter counts as one entry, named by what they have in common.
        List<(string Name, S3Object? Object)> entries = [.. objects
            .Select(value => GroupOf(value.Key, prefix, delimiter) is { } group ? (group, null) : (value.Key, value))
            .DistinctBy(entry => entry.Item1)
            .Where(entry => string.CompareOrdinal(entry.Item1, after) > 0)];
        List<(string Name, S3Object? Object)> page = [.. entries.Take(size)];
        bool isTruncated = page.Count < entries.Count && page.Count > 0;
        Func<string, string> encode = call.Query("encoding-type") == "url" ? EncodeKey : key => key;
        return call.WriteXmlAsync(
            "ListBucketResult",
            new XElement("Name", bucket.Name),
            new XElement("Prefix", encode(prefix)),
            delimiter.Length > 0 ? new XElement("Delimiter", encode(delimiter)) : null,
            new XElement("MaxKeys", size),
            new XElement("KeyCount", page.Count),
            new XElement("IsTruncated", isTruncated),
            isTruncated ? new XElement("NextContinuationToken", Convert.ToBase64String(Encoding.UTF8.GetBytes(page[^1].Name))) : null,
            call.Query("encoding-type") == "url" ? new XElement("EncodingType", "url") : null,
            page.Where(entry => entry.Object is not null).Select(entry => DescribeObject(entry.Object!, encode)),
            page.Where(entry => entry.Object is null).Select(entry => new XElement("CommonPrefixes", new XElement("Prefix", encode(entry.Name)))));
    }

    private static XElement DescribeObject(S3Object value, Func<string, string> encode) => new(
        "Contents",
        new XElement("Key", encode(value.Key)),
        new XElement("LastModified", S3Call.Time(value.LastModified)),
        new XElement("ETag", value.ETag),
        new XElement("ChecksumAlgorithm", value.Checksum.Algorithm),
        new XElement("ChecksumType", value.Checksum.Type),
        new XElement("Size", value.Size),
        new XElement("StorageClass", value.Attributes.StorageClass));

    private static string? GroupOf(string key, string prefix, string delimiter) =>
        delimiter.Length > 0 && key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal) is var at and >= 0 ? key[..(at + delimiter.Length)] : null;

    private static string EncodeKey(string key) => Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal);
}
