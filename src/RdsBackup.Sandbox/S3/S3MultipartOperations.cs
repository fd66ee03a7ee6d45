using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace RdsBackup.Sandbox;

/// <summary>The life of a multipart upload.</summary>
internal sealed class S3MultipartOperations(S3Store store, TimeProvider time)
{
    private const int LargestPage = 1000;
    private const int MostParts = 10_000;
    private const long SmallestPart = 5L << 20;
    private const long LargestPart = 5L << 30;

    public Task CreateMultipartUpload(S3Call call, S3Bucket bucket)
    {
        bool hasChecksums = !bucket.Options.Quirks.IgnoresPartChecksums;
        if (bucket.Options.Quirks.RejectsChecksumAlgorithm && call.Header("x-amz-checksum-algorithm") is not null)
        {
            throw new RefusedException(S3Quirks.NotImplemented);
        }

        string? algorithm = hasChecksums ? call.Header("x-amz-checksum-algorithm")?.ToUpperInvariant() : null;
        string type = call.Header("x-amz-checksum-type")?.ToUpperInvariant() ?? (algorithm is null or "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE");
        CheckChecksum(algorithm, type);
        S3Upload upload = new(Guid.NewGuid().ToString("N"), call.Key, time.GetUtcNow(), S3AttributeHeaders.Read(call, bucket), algorithm, type);
        bucket.Open(upload);
        S3AttributeHeaders.WriteEncryption(call.Http.Response, upload.Attributes);
        if (algorithm is not null)
        {
            call.Http.Response.Headers["x-amz-checksum-algorithm"] = algorithm;
            call.Http.Response.Headers["x-amz-checksum-type"] = type;
        }

        return call.WriteXmlAsync(
            "InitiateMultipartUploadResult",
            new XElement("Bucket", bucket.Name),
            new XElement("Key", call.Key),
            new XElement("UploadId", upload.UploadId));
    }

    public async Task UploadPart(S3Call call, S3Bucket bucket)
    {
        S3Upload upload = bucket.Upload(call.Key, call.Query("uploadId"));
        int number = call.Number("partNumber", 0);
        if (number is < 1 or > MostParts)
        {
            throw new RefusedException(400, "InvalidArgument", $"Part number must be an integer between 1 and {MostParts}, inclusive");
        }

        S3Payload payload = new(call.Http.Request, call.Signature)
        {
            IgnoresChecksums = bucket.Options.Quirks.IgnoresPartChecksums,
            IgnoresChunkSignatures = bucket.Options.Quirks.IgnoresChunkSignatures,
        };
        CheckPartChecksum(upload, payload, bucket.Options.Quirks);
        S3Part part = await payload.ReceiveAsync(store, number, upload.Algorithm, time.GetUtcNow());
        if (part.Size > LargestPart)
        {
            S3Store.Discard([part]);
            throw new RefusedException(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
        }

        part = bucket.Options.Quirks.HasOpaqueETags ? part with { Md5 = $"opaque-{Guid.NewGuid():N}" } : part;
        (bool isKept, S3Part? unneeded) = bucket.Keep(upload, part);
        S3Store.Discard(unneeded is null ? [] : [unneeded]);
        if (!isKept)
        {
            throw S3Bucket.NoSuchUpload();
        }

        call.Http.Response.Headers.ETag = part.ETag;
        if (!bucket.Options.Quirks.IgnoresPartChecksums)
        {
            call.Http.Response.Headers[S3Checksum.Header(upload.Algorithm)] = part.Checksum;
        }

        S3AttributeHeaders.WriteEncryption(call.Http.Response, upload.Attributes);
    }

    public async Task CompleteMultipartUpload(S3Call call, S3Bucket bucket)
    {
        S3Upload upload = bucket.Upload(call.Key, call.Query("uploadId"));
        List<S3Part> parts = Chosen(upload, await call.ReadXmlAsync(isChecksumOfBody: false));
        S3Quirks quirks = bucket.Options.Quirks;
        CheckSizes(parts, quirks);
        long size = parts.Sum(part => part.Size);
        if (call.Header("x-amz-mp-object-size") is { } announced && announced != size.ToString(CultureInfo.InvariantCulture))
        {
            throw new RefusedException(400, "InvalidRequest", $"The provided 'x-amz-mp-object-size' header value {announced} does not match what was computed: {size}");
        }

        S3ObjectChecksum checksum = ChecksumOf(upload, parts);
        if (!quirks.HasNoObjectChecksums)
        {
            CheckObjectChecksum(call, checksum);
        }

        S3Object value = new(call.Key, size, ETagOf(parts, quirks), time.GetUtcNow(), upload.Attributes, checksum, bucket.NewVersionId()) { Parts = parts };
        S3Store.Discard(bucket.Store(value, quirks.IgnoresCompleteConditions ? default : S3Conditions.Of(call.Http.Request), upload));
        S3AttributeHeaders.WriteIdentity(call, value, isChecksumShown: false);
        await call.WriteXmlAsync(
            "CompleteMultipartUploadResult",
            new XElement("Location", $"{call.Http.Request.Scheme}://{call.Http.Request.Host}/{bucket.Name}/{Uri.EscapeDataString(call.Key)}"),
            new XElement("Bucket", bucket.Name),
            new XElement("Key", call.Key),
            new XElement("ETag", quirks.HasEmptyCompleteETag ? "" : value.ETag),
            quirks.HasNoObjectChecksums ? null : new XElement($"Checksum{checksum.Algorithm}", checksum.Value),
            quirks.HasNoObjectChecksums ? null : new XElement("ChecksumType", checksum.Type));
    }

    public static Task AbortMultipartUpload(S3Call call, S3Bucket bucket)
    {
        S3Store.Discard(bucket.Abort(call.Key, call.Query("uploadId")));
        call.Finish(StatusCodes.Status204NoContent);
        return Task.CompletedTask;
    }

    public static Task ListParts(S3Call call, S3Bucket bucket)
    {
        S3Upload upload = bucket.Upload(call.Key, call.Query("uploadId"));
        int marker = call.Number("part-number-marker", 0);
        int size = Math.Min(call.Number("max-parts", LargestPage), LargestPage);
        List<S3Part> parts = [.. upload.Parts.Where(part => part.Number > marker)];
        List<S3Part> page = [.. parts.Take(size)];
        return call.WriteXmlAsync(
            "ListPartsResult",
            new XElement("Bucket", bucket.Name),
            new XElement("Key", upload.Key),
            new XElement("UploadId", upload.UploadId),
            new XElement("StorageClass", upload.Attributes.StorageClass),
            new XElement("PartNumberMarker", marker),
            new XElement("NextPartNumberMarker", page.Count > 0 ? page[^1].Number : marker),
            new XElement("MaxParts", size),
            new XElement("IsTruncated", page.Count < parts.Count),
            upload.DeclaredAlgorithm is null ? null : new XElement("ChecksumAlgorithm", upload.DeclaredAlgorithm),
            upload.DeclaredAlgorithm is null ? null : new XElement("ChecksumType", upload.ChecksumType),
            page.Select(part => new XElement(
                "Part",
                new XElement("PartNumber", part.Number),
                new XElement("LastModified", S3Call.Time(part.LastModified)),
                new XElement("ETag", part.ETag),
                bucket.Options.Quirks.ListsNoChecksums ? null : new XElement($"Checksum{upload.Algorithm}", part.Checksum),
                new XElement("Size", part.Size))));
    }

    public static Task ListMultipartUploads(S3Call call, S3Bucket bucket)
    {
        string prefix = call.Query("prefix") ?? "";
        string keyMarker = call.Query("key-marker") ?? "";
        string idMarker = call.Query("upload-id-marker") ?? "";
        int size = Math.Min(call.Number("max-uploads", LargestPage), LargestPage);
        List<S3Upload> uploads = [.. bucket.Uploads.Where(upload => upload.Key.StartsWith(prefix, StringComparison.Ordinal))];
        int marked = uploads.FindIndex(upload => upload.Key == keyMarker && upload.UploadId == idMarker);
        uploads = [.. marked >= 0 ? uploads.Skip(marked + 1) : uploads.Where(upload => string.CompareOrdinal(upload.Key, keyMarker) > 0)];
        List<S3Upload> page = [.. uploads.Take(size)];
        return call.WriteXmlAsync(
            "ListMultipartUploadsResult",
            new XElement("Bucket", bucket.Name),
            new XElement("KeyMarker", keyMarker),
            new XElement("UploadIdMarker", idMarker),
            page.Count < uploads.Count && page.Count > 0 ? new XElement("NextKeyMarker", page[^1].Key) : null,
            page.Count < uploads.Count && page.Count > 0 ? new XElement("NextUploadIdMarker", page[^1].UploadId) : null,
            new XElement("MaxUploads", size),
            new XElement("IsTruncated", page.Count < uploads.Count),
            page.Select(upload => new XElement(
                "Upload",
                new XElement("Key", upload.Key),
                new XElement("UploadId", upload.UploadId),
                new XElement("StorageClass", upload.Attributes.StorageClass),
                new XElement("Initiated", S3Call.Time(upload.Initiated)))));
    }

    private static void CheckChecksum(string? algorithm, string type)
    {
        if (algorithm is not null && !S3Checksum.Algorithms.Contains(algorithm))
        {
            throw new RefusedException(400, "InvalidRequest", "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
        }

        bool isPossible = type switch
        {
            "FULL_OBJECT" => algorithm is null or "CRC32" or "CRC32C" or "CRC64NVME",
            "COMPOSITE" => algorithm is "CRC32" or "CRC32C" or "SHA1" or "SHA256",
            _ => false,
        };
        if (!isPossible)
        {
            throw new RefusedException(400, "InvalidRequest", $"The {type} checksum type cannot be used with the {algorithm?.ToLowerInvariant()} checksum algorithm.");
        }
    }

    private static void CheckPartChecksum(S3Upload upload, S3Payload payload, S3Quirks quirks)
    {
        if (quirks.TrailerRefusal is { } refusal && payload.HasTrailer)
        {
            throw new RefusedException(refusal);
        }

        if (quirks.SignedChunksRefusal is { } chunksRefusal && payload.HasSignedChunks)
        {
            throw new RefusedException(chunksRefusal);
        }

        bool isDemanded = quirks.TrailerRefusal is null || quirks.DemandsDeclaredChecksums;
        if (isDemanded && upload.DeclaredAlgorithm is { } declared && payload.Algorithm != declared)
        {
            throw new RefusedException(400, "InvalidRequest", $"Checksum Type mismatch occurred, expected checksum Type: {declared.ToLowerInvariant()}, actual checksum Type: {payload.Algorithm?.ToLowerInvariant() ?? "null"}");
        }
    }

    /// <summary>The parts that the request lists, checked against those received.</summary>
    private static List<S3Part> Chosen(S3Upload upload, XElement list)
    {
        List<S3Part> parts = [];
        foreach (XElement entry in list.Elements("Part"))
        {
            S3Part part = Listed(upload, entry);
            if (parts.Count > 0 && parts[^1].Number >= part.Number)
            {
                throw new RefusedException(400, "InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.");
            }

            parts.Add(part);
        }

        if (parts.Count == 0)
        {
            throw new RefusedException(400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
        }

        return parts;
    }

    private static void CheckSizes(List<S3Part> parts, S3Quirks quirks)
    {
        if (parts.SkipLast(1).Any(part => part.Size < SmallestPart))
        {
            throw new RefusedException(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
        }

        if (quirks.RequiresEqualParts && parts.SkipLast(1).Any(part => part.Size != parts[0].Size))
        {
            throw new RefusedException(400, "InvalidPart", "All non-trailing parts must have the same length.");
        }
    }

    private static S3Part Listed(S3Upload upload, XElement entry)
    {
        int number = int.TryParse(entry.Element("PartNumber")?.Value, CultureInfo.InvariantCulture, out int value) ? value : 0;
        string? checksum = entry.Element($"Checksum{upload.Algorithm}")?.Value;
        if (upload.ChecksumType == "COMPOSITE" && checksum is null)
        {
            throw new RefusedException(400, "InvalidRequest", $"The upload was created using a {upload.Algorithm.ToLowerInvariant()} checksum. The complete request must include the checksum for each part. It was missing for part {number} in the request.");
        }

        S3Part? part = upload.Part(number);
        return part is not null && entry.Element("ETag")?.Value.Trim('"') == part.Md5 && (checksum is null || checksum == part.Checksum)
            ? part
            : throw new RefusedException(400, "InvalidPart", "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.");
    }

    private static S3ObjectChecksum ChecksumOf(S3Upload upload, List<S3Part> parts)
    {
        if (upload.ChecksumType == "FULL_OBJECT")
        {
            string whole = parts.Skip(1).Aggregate(parts[0].Checksum, (before, part) => S3Checksum.Combine(upload.Algorithm, before, part.Checksum, part.Size));
            return new S3ObjectChecksum(upload.Algorithm, upload.ChecksumType, whole);
        }

        using S3Checksum ofParts = S3Checksum.Create(upload.Algorithm);
        foreach (S3Part part in parts)
        {
            ofParts.Append(Convert.FromBase64String(part.Checksum));
        }

        return new S3ObjectChecksum(upload.Algorithm, upload.ChecksumType, $"{ofParts.Finish()}-{parts.Count}");
    }

    private static void CheckObjectChecksum(S3Call call, S3ObjectChecksum checksum)
    {
        if (call.Header("x-amz-checksum-type") is { } type && !type.Equals(checksum.Type, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException(400, "InvalidRequest", $"The upload was created using the {checksum.Type} checksum mode. The complete request must use the same checksum mode.");
        }

        string? announced = call.Header(S3Checksum.Header(checksum.Algorithm));
        if (announced is not null && announced != checksum.Value.Split('-')[0] && announced != checksum.Value)
        {
            throw new RefusedException(400, "BadDigest", $"The {checksum.Algorithm.ToLowerInvariant()} you specified did not match the calculated checksum.");
        }
    }

    private static string ETagOf(List<S3Part> parts, S3Quirks quirks)
    {
        if (quirks.HasOpaqueETags)
        {
            return $"\"opaque-{Guid.NewGuid():N}\"";
        }

        byte[] digests = [.. parts.SelectMany(part => Convert.FromHexString(part.Md5))];
        return $"\"{Convert.ToHexStringLower(MD5.HashData(digests))}-{parts.Count}\"";
    }
}
