using System.Globalization;
using RdsBackup.Checksums;

namespace RdsBackup.Retrieval;

/// <summary>What is on disk, compared with everything that is known of a copy.</summary>
internal sealed class DownloadProof
{
    private readonly Comparison[] _comparisons;

    /// <summary>Compares.</summary>
    /// <param name="stored">The copy.</param>
    /// <param name="content">The checksums of what is on disk.</param>
    public DownloadProof(StoredCopy stored, ChecksumChain content)
    {
        Comparison[] possible =
        [
            new(BackupDownloadGuarantee.ManifestCrc64, "CRC-64", Text(stored.ManifestCrc64), Text(content.Crc64)),
            new(BackupDownloadGuarantee.ManifestCrc32, "CRC-32", Crc32Checksum.ToBase64(stored.ManifestCrc32), Crc32Checksum.ToBase64(content.Crc32)),
            new(BackupDownloadGuarantee.SourceCrc64, "CRC-64", stored.Copy is null ? Text(stored.SourceCrc64) : null, Text(content.Crc64)),
            new(BackupDownloadGuarantee.ObjectCrc32, "CRC-32", Crc32Checksum.ToBase64(stored.ReportedCrc32), Crc32Checksum.ToBase64(content.Crc32)),
            new(BackupDownloadGuarantee.ManifestSize, "size", Text(stored.Copy?.Size), Text(content.Length)),
        ];
        _comparisons = [.. possible.Where(comparison => comparison.Expected is not null)];
    }

    /// <summary>The first comparison that failed; null when none did.</summary>
    public Comparison? Difference => _comparisons.FirstOrDefault(comparison => !comparison.IsEqual);

    /// <summary>What was proved, in the order of <see cref="BackupDownloadGuarantee"/>.</summary>
    public IReadOnlyList<BackupDownloadGuarantee> Guarantees =>
        [.. _comparisons.Where(comparison => comparison.IsEqual).Select(comparison => comparison.Guarantee)];

    /// <summary>Whether the content is the copy's beyond doubt: some checksum was compared, and nothing differs.</summary>
    public bool IsVerified =>
        Difference is null && _comparisons.Any(comparison => comparison.Guarantee != BackupDownloadGuarantee.ManifestSize);

    private static string? Text(IFormattable? number) => number?.ToString(format: null, CultureInfo.InvariantCulture);

    /// <summary>One thing that can be compared.</summary>
    /// <param name="Guarantee">What equality proves.</param>
    /// <param name="Name">What is compared, for people.</param>
    /// <param name="Expected">What it should be; null when nothing says.</param>
    /// <param name="Found">What it is.</param>
    public sealed record Comparison(BackupDownloadGuarantee Guarantee, string Name, string? Expected, string? Found)
    {
        /// <summary>Whether it is as it should be.</summary>
        public bool IsEqual => Expected == Found;
    }
}
