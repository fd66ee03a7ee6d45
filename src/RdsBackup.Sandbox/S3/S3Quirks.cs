namespace RdsBackup.Sandbox;

/// <summary>What a bucket's store does differently from Amazon S3, as S3-compatible stores do. Nothing, unless said otherwise.</summary>
public sealed record S3Quirks
{
    /// <summary>The answer to a body with a trailer (<c>STREAMING-…-TRAILER</c>); parts then need none, unless <see cref="DemandsDeclaredChecksums"/>. Null takes it.</summary>
    public Refusal? TrailerRefusal { get; init; }

    /// <summary>Wants the checksum that an upload declared as a header of each part even where it takes no trailers.</summary>
    public bool DemandsDeclaredChecksums { get; init; }

    /// <summary>The answer to a body whose chunks are signed (<c>STREAMING-AWS4-HMAC-SHA256-PAYLOAD</c>). Null takes it.</summary>
    public Refusal? SignedChunksRefusal { get; init; }

    /// <summary>Takes chunks whatever their signatures.</summary>
    public bool IgnoresChunkSignatures { get; init; }

    /// <summary>Neither checks, nor keeps, nor shows a part's checksum, trailers included.</summary>
    public bool IgnoresPartChecksums { get; init; }

    /// <summary>Completes an upload over an existing object in spite of If-None-Match.</summary>
    public bool IgnoresCompleteConditions { get; init; }

    /// <summary>Names no checksum on Complete and Head, and checks none on Complete.</summary>
    public bool HasNoObjectChecksums { get; init; }

    /// <summary>Answers Complete with an empty ETag.</summary>
    public bool HasEmptyCompleteETag { get; init; }

    /// <summary>ListParts shows no checksums.</summary>
    public bool ListsNoChecksums { get; init; }

    /// <summary>Part ETags, and so object ETags, are no MD5.</summary>
    public bool HasOpaqueETags { get; init; }

    /// <summary>Every part but the last must have the same size.</summary>
    public bool RequiresEqualParts { get; init; }

    /// <summary>Refuses tags.</summary>
    public bool RejectsTagging { get; init; }

    /// <summary>Refuses to be told how to encrypt.</summary>
    public bool RejectsEncryption { get; init; }

    /// <summary>Refuses <c>x-amz-checksum-algorithm</c> and <c>x-amz-checksum-type</c>.</summary>
    public bool RejectsChecksumAlgorithm { get; init; }

    /// <summary>Cannot be asked for versioning, Object Lock, the public access block and lifecycle rules.</summary>
    public bool HasNoBucketSettings { get; init; }

    /// <summary>What Ceph 16 answers to a trailer.</summary>
    public static Refusal CephTrailerRefusal { get; } =
        new(400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");

    /// <summary>What stores without streaming answer to a trailer.</summary>
    public static Refusal NotImplemented { get; } =
        new(501, "NotImplemented", "A header you provided implies functionality that is not implemented.");

    /// <summary>Ceph 16 as Debian 12 packages it, by observation.</summary>
    public static S3Quirks Ceph16 { get; } = new()
    {
        TrailerRefusal = CephTrailerRefusal,
        IgnoresPartChecksums = true,
        IgnoresCompleteConditions = true,
        HasNoObjectChecksums = true,
        HasEmptyCompleteETag = true,
        ListsNoChecksums = true,
    };
}
