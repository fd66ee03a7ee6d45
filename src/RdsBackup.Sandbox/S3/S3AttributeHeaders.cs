using Microsoft.AspNetCore.WebUtilities;

namespace RdsBackup.Sandbox;

/// <summary>The headers that give an object its attributes and show them again.</summary>
internal static class S3AttributeHeaders
{
    private const string Metadata = "x-amz-meta-";
    private static readonly string[] StorageClasses =
        ["STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE", "REDUCED_REDUNDANCY"];

    /// <summary>Reads and checks the attributes of an object to be.</summary>
    public static S3Attributes Read(S3Call call, S3Bucket bucket)
    {
        S3Quirks quirks = bucket.Options.Quirks;
        if ((quirks.RejectsTagging && call.Header("x-amz-tagging") is not null)
            || (quirks.RejectsEncryption && call.Header("x-amz-server-side-encryption") is not null))
        {
            throw new RefusedException(S3Quirks.NotImplemented);
        }

        S3Attributes attributes = new()
        {
            ContentType = call.Header("Content-Type") ?? "binary/octet-stream",
            Metadata = call.Request.Headers.Where(header => header.Key.StartsWith(Metadata, StringComparison.OrdinalIgnoreCase))
                .ToDictionary(header => header.Key[Metadata.Length..].ToLowerInvariant(), header => header.Value),
            StorageClass = call.Header("x-amz-storage-class") ?? "STANDARD",
            ServerSideEncryption = call.Header("x-amz-server-side-encryption") ?? "AES256",
            KmsKeyId = call.Header("x-amz-server-side-encryption-aws-kms-key-id"),
            Tags = QueryHelpers.ParseQuery(call.Header("x-amz-tagging") ?? "").ToDictionary(tag => tag.Key, tag => tag.Value.ToString()),
            LockMode = call.Header("x-amz-object-lock-mode"),
            RetainUntil = call.Header("x-amz-object-lock-retain-until-date"),
            LegalHold = call.Header("x-amz-object-lock-legal-hold"),
        };
        Check(attributes, bucket);
        return attributes;
    }

    /// <summary>Shows the attributes.</summary>
    public static void Write(HttpResponse response, S3Attributes attributes)
    {
        response.ContentType = attributes.ContentType;
        foreach ((string name, string value) in attributes.Metadata)
        {
            response.Headers[Metadata + name] = value;
        }

        WriteEncryption(response, attributes);
        WriteIfAny(response, "x-amz-storage-class", attributes.StorageClass == "STANDARD" ? null : attributes.StorageClass);
        WriteIfAny(response, "x-amz-object-lock-mode", attributes.LockMode);
        WriteIfAny(response, "x-amz-object-lock-retain-until-date", attributes.RetainUntil);
        WriteIfAny(response, "x-amz-object-lock-legal-hold", attributes.LegalHold);
        WriteIfAny(response, "x-amz-tagging-count", attributes.Tags.Count == 0 ? null : $"{attributes.Tags.Count}");
    }

    /// <summary>Shows how an object is encrypted.</summary>
    public static void WriteEncryption(HttpResponse response, S3Attributes attributes)
    {
        response.Headers["x-amz-server-side-encryption"] = attributes.ServerSideEncryption;
        WriteIfAny(response, "x-amz-server-side-encryption-aws-kms-key-id", attributes.KmsKeyId);
    }

    /// <summary>Shows what tells an object from another: ETag, version, encryption and, if wanted, checksum.</summary>
    public static void WriteIdentity(S3Call call, S3Object value, bool isChecksumShown)
    {
        HttpResponse response = call.Http.Response;
        response.Headers.ETag = value.ETag;
        WriteIfAny(response, "x-amz-version-id", value.VersionId);
        WriteEncryption(response, value.Attributes);
        if (isChecksumShown)
        {
            response.Headers[S3Checksum.Header(value.Checksum.Algorithm)] = value.Checksum.Value;
            response.Headers["x-amz-checksum-type"] = value.Checksum.Type;
        }
    }

    private static void Check(S3Attributes attributes, S3Bucket bucket)
    {
        if (!StorageClasses.Contains(attributes.StorageClass))
        {
            throw new RefusedException(400, "InvalidStorageClass", "The storage class you specified is not valid");
        }

        if (attributes.ServerSideEncryption is not ("AES256" or "aws:kms" or "aws:kms:dsse"))
        {
            throw new RefusedException(400, "InvalidArgument", "The encryption method specified is not supported");
        }

        if (attributes.KmsKeyId is not null && attributes.ServerSideEncryption == "AES256")
        {
            throw new RefusedException(400, "InvalidArgument", "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms");
        }

        if (attributes.Tags.Count > 10)
        {
            throw new RefusedException(400, "BadRequest", "Object tags cannot be greater than 10");
        }

        CheckLock(attributes, bucket);
    }

    private static void CheckLock(S3Attributes attributes, S3Bucket bucket)
    {
        if ((attributes.LockMode is not null || attributes.LegalHold is not null) && !bucket.Options.ObjectLock)
        {
            throw new RefusedException(400, "InvalidRequest", "Bucket is missing Object Lock Configuration");
        }

        if ((attributes.LockMode is null) != (attributes.RetainUntil is null))
        {
            throw new RefusedException(400, "InvalidArgument", "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied");
        }
    }

    private static void WriteIfAny(HttpResponse response, string name, string? value)
    {
        if (value is not null)
        {
            response.Headers[name] = value;
        }
    }
}
