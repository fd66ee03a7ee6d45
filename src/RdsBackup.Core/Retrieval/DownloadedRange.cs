using RdsBackup.Checksums;

namespace RdsBackup.Retrieval;

/// <summary>A line of a partial file's state: a range that was written.</summary>
/// <param name="Number">Number of the range, from 1 on.</param>
/// <param name="Checksums">The checksums of its bytes.</param>
internal sealed record DownloadedRange(int Number, ChecksumChain Checksums);
