using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Amazon.S3.Model;
using RdsBackup.Checksums;
using RdsBackup.S3;

namespace RdsBackup.Transfer;

/// <summary>Draws up what was proved of a copy, from what source and destination said.</summary>
internal static class CopyProof
{
    /// <summary>The proof of a copy just made.</summary>
    /// <param name="plan">What was copied.</param>
    /// <param name="parts">The parts sent.</param>
    /// <param name="sent">Their checksums, joined.</param>
    /// <param name="stored">The object as S3 describes it. Its size and checksum do not contradict what was sent.</param>
    /// <param name="isConditional">Whether nothing can have been overwritten.</param>
    /// <param name="isReadBack">Whether the object was read back and found the same.</param>
    public static BackupCopyProof OfCopy(
        BackupCopyPlan plan, IReadOnlyList<UploadedPart> parts, ChecksumChain sent, GetObjectMetadataResponse stored, bool isConditional, bool isReadBack)
    {
        string? crc32 = Crc32Checksum.ToBase64(sent.Crc32);
        bool isEveryPartProved = parts.All(part => part.Proof != PartProof.None);
        return new BackupCopyProof
        {
            SourceCrc64 = plan.Source.Crc64,
            SentCrc64 = sent.Crc64,
            SentCrc32 = crc32,
            DestinationCrc32 = stored.ChecksumCRC32,
            Guarantees = Holding(
            [
                (BackupCopyGuarantee.SourceCrc64, plan.Source.Crc64 == sent.Crc64),
                (BackupCopyGuarantee.ApiCrc64, plan.Source.Crc64 is null && plan.File.Checksum == sent.Crc64),
                (BackupCopyGuarantee.PartCrc32, isEveryPartProved && parts.Any(part => part.Proof == PartProof.Crc32)),
                (BackupCopyGuarantee.PartSha256, isEveryPartProved && parts.Any(part => part.Proof == PartProof.Sha256)),
                (BackupCopyGuarantee.PartMd5, isEveryPartProved && parts.Any(part => part.Proof == PartProof.Md5)),
                (BackupCopyGuarantee.MultipartETag, stored.ETag is { } eTag && eTag.Trim('"') == MultipartETag(parts)),
                (BackupCopyGuarantee.ObjectCrc32, crc32 is not null && stored.ChecksumCRC32 == crc32),
                (BackupCopyGuarantee.Size, stored.ContentLength == sent.Length),
                (BackupCopyGuarantee.ConditionalComplete, isConditional),
                (BackupCopyGuarantee.ReadBack, isReadBack),
            ]),
        };
    }

    /// <summary>The proof of a copy found in place. While its ETag is that of its manifest, what was proved then still holds.</summary>
    /// <param name="plan">What was to be copied.</param>
    /// <param name="present">The object as S3 describes it.</param>
    /// <param name="manifest">Its manifest; null when it has none.</param>
    /// <param name="storedCrc64">The source's CRC-64 that the copy was made from, as its metadata hold it.</param>
    public static BackupCopyProof OfPresent(BackupCopyPlan plan, GetObjectMetadataResponse present, CopyManifest? manifest, ulong? storedCrc64)
    {
        bool isUnchanged = manifest is not null && !string.IsNullOrEmpty(present.ETag) && present.ETag == manifest.ETag;
        HashSet<BackupCopyGuarantee> then = isUnchanged ? [.. manifest!.ProvedThen] : [];
        return new BackupCopyProof
        {
            SourceCrc64 = plan.Source.Crc64,
            SentCrc64 = storedCrc64,
            SentCrc32 = manifest?.Crc32,
            DestinationCrc32 = present.ChecksumCRC32,
            Guarantees = Holding([.. Enum.GetValues<BackupCopyGuarantee>().Select(guarantee => (guarantee, guarantee switch
            {
                BackupCopyGuarantee.SourceCrc64 => plan.Source.Crc64 is { } announced && announced == storedCrc64,
                BackupCopyGuarantee.ObjectCrc32 => present.ChecksumCRC32 is { } crc32 && crc32 == manifest?.Crc32,
                BackupCopyGuarantee.Size => plan.Bytes == present.ContentLength,
                _ => then.Contains(guarantee),
            }))]),
        };
    }

    // S3 makes it so; a store whose ETags are something else makes one that differs.
    [SuppressMessage("Security", "CA5351", Justification = "S3 defines ETags by MD5; nothing is kept secret or signed by it.")]
    private static string? MultipartETag(IReadOnlyList<UploadedPart> parts)
    {
        if (!parts.All(part => PartReceipt.IsMd5(part.ETag)))
        {
            return null;
        }

        byte[] digests = [.. parts.OrderBy(part => part.Number).SelectMany(part => Convert.FromHexString(part.ETag.Trim('"')))];
        return $"{Convert.ToHexString(MD5.HashData(digests)).ToLowerInvariant()}-{parts.Count}";
    }

    private static List<BackupCopyGuarantee> Holding((BackupCopyGuarantee Guarantee, bool Holds)[] all) =>
        [.. all.Where(item => item.Holds).Select(item => item.Guarantee)];
}
