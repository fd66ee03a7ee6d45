using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using RdsBackup.Checksums;

namespace RdsBackup.S3;

/// <summary>Reads from S3's answer to a part what S3 took. An accepted trailer proves nothing: Ceph 16 for one ignores checksums it is given.</summary>
internal static class PartReceipt
{
    private const int Md5Digits = 32;

    /// <summary>Compares what S3 names with what was sent.</summary>
    /// <exception cref="AmazonS3Exception">BadDigest, as S3 itself says it: S3 took other bytes; send the part again.</exception>
    public static PartProof Check(HttpResponseMessage response, string eTag, PartContent sent)
    {
        if (Header(response, "x-amz-checksum-crc32") is { } crc32 && Crc32Checksum.ToBase64(sent.Crc32) is { } sentCrc32)
        {
            return crc32 == sentCrc32 ? PartProof.Crc32 : throw OtherBytes("CRC-32", crc32);
        }

        if (sent.Dialect == PartDialect.SignedChunks)
        {
            return PartProof.Sha256;
        }

        if (sent.Md5 is not { } md5 || !IsMd5(eTag) || IsETagOfCiphertext(response))
        {
            return PartProof.None;
        }

        return eTag.Trim('"') == md5 ? PartProof.Md5 : throw OtherBytes("MD5", eTag);
    }

    /// <summary>Whether an ETag has the form of an MD5.</summary>
    public static bool IsMd5(string? eTag) => eTag?.Trim('"') is { Length: Md5Digits } digits && digits.All(char.IsAsciiHexDigit);

    // Under SSE-KMS and SSE-C an ETag looks like an MD5 and is none ("Object", S3 API reference).
    private static bool IsETagOfCiphertext(HttpResponseMessage response) =>
        Header(response, "x-amz-server-side-encryption")?.StartsWith("aws:kms", StringComparison.Ordinal) == true
        || Header(response, "x-amz-server-side-encryption-customer-algorithm") is not null;

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.First() : null;

    /// <summary>The error of S3 having taken other bytes than were sent, as S3 itself says it.</summary>
    /// <param name="checksum">The checksum that showed it.</param>
    /// <param name="answer">What S3 answered.</param>
    public static AmazonS3Exception OtherBytes(string checksum, string answer) =>
        new($"A part arrived with another {checksum} than it was sent with ({answer}).", ErrorType.Unknown, "BadDigest", "", HttpStatusCode.BadRequest);
}
