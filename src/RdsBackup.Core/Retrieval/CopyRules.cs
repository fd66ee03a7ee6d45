using RdsBackup.Checksums;
using RdsBackup.Validation;

namespace RdsBackup.Retrieval;

/// <summary>What is said of a copy, from what was found. Pure: asks nobody.</summary>
/// <param name="subject">The copy, as its address.</param>
internal sealed class CopyRules(string subject)
{
    /// <summary>The findings on a copy.</summary>
    /// <param name="stored">What is in S3; null when there is nothing.</param>
    /// <param name="content">The checksums of all its bytes; null when they were not read.</param>
    /// <param name="isFull">Whether they were to be read.</param>
    public IEnumerable<BackupFinding> Check(StoredCopy? stored, ChecksumChain? content, bool isFull) =>
        stored is null
            ? [Finding(CopyFindingCode.CopyMissing, FindingSeverity.Error)]
            : [.. CheckState(stored, isFull), .. CheckSize(stored), .. CheckContent(stored, content)];

    private IEnumerable<BackupFinding> CheckState(StoredCopy stored, bool isFull)
    {
        if (stored.Copy is null)
        {
            yield return Finding(CopyFindingCode.ManifestMissing, FindingSeverity.Warning, stored.Length);
        }

        if (stored.IsArchived)
        {
            yield return Finding(
                CopyFindingCode.CopyArchived, isFull ? FindingSeverity.Error : FindingSeverity.Information, stored.StorageClass);
        }
    }

    private IEnumerable<BackupFinding> CheckSize(StoredCopy stored)
    {
        if (stored.Copy is { } copy && copy.Size != stored.Length)
        {
            yield return Finding(CopyFindingCode.CopySizeDiffers, FindingSeverity.Error, stored.Length, copy.Size);
        }
    }

    private IEnumerable<BackupFinding> CheckContent(StoredCopy stored, ChecksumChain? content)
    {
        uint? crc32 = content?.Crc32 ?? stored.ReportedCrc32;
        bool hasCrc32 = crc32 is not null && stored.ExpectedCrc32 is not null && (content is not null || stored.Copy?.Crc32 is not null);
        bool hasCrc64 = content is not null && stored.ExpectedCrc64 is not null;
        if (hasCrc32 && crc32 != stored.ExpectedCrc32)
        {
            yield return Finding(CopyFindingCode.CopyChecksumDiffers, FindingSeverity.Error, "CRC-32", Base64(crc32), Base64(stored.ExpectedCrc32));
        }
        else if (hasCrc64 && content!.Value.Crc64 != stored.ExpectedCrc64)
        {
            yield return Finding(CopyFindingCode.CopyChecksumDiffers, FindingSeverity.Error, "CRC-64", content.Value.Crc64, stored.ExpectedCrc64);
        }
        else if (!hasCrc32 && !hasCrc64)
        {
            yield return Finding(CopyFindingCode.CopyNotFullyProved, FindingSeverity.Warning);
        }
    }

    private static string Base64(uint? crc) => Crc32Checksum.ToBase64(crc.GetValueOrDefault());

    private BackupFinding Finding(string code, FindingSeverity severity, params object?[] arguments) =>
        Findings.Create(code, severity, [subject, .. arguments]);
}
