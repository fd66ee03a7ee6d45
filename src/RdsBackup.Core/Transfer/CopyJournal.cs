using System.Globalization;
using RdsBackup.S3;

namespace RdsBackup.Transfer;

/// <summary>
/// The journal object beside a copy in the making. With it another run, on any machine, goes on where this one stopped: S3 itself
/// knows the parts it has and their CRC-32; what it does not know, each part's CRC-64, is here.
/// </summary>
internal sealed record CopyJournal
{
    /// <summary>What a journal's key adds to its copy's.</summary>
    public const string KeySuffix = ".journal.json";

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1); // Of a copy for those before it in its run.

    public int Schema { get; init; } = 1;

    public required string UploadId { get; init; }

    /// <summary>The <see cref="CopyMetadata.CopyId"/> that the object will have.</summary>
    public required string CopyId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required long Length { get; init; }

    public required long PartSize { get; init; }

    /// <summary>Whether S3 confirmed that it checks the CRC-32 of every part.</summary>
    public bool HasChecksums { get; init; }

    /// <summary>What the upload was started with: it cannot be changed any more.</summary>
    public required S3ObjectOptions Attributes { get; init; }

    public string? SourceETag { get; init; }

    public string? SourceCrc64 { get; init; }

    /// <summary>CRC-64/XZ by part number, as far as it was written down.</summary>
    public IReadOnlyDictionary<int, string> Parts { get; init; } = new Dictionary<int, string>();

    /// <summary>Whether going on makes the very object that <paramref name="source"/> is. Without a version of the source nothing proves that.</summary>
    public bool Matches(SourceObject source) =>
        Length == source.Length && SourceETag is not null && SourceETag == source.ETag && SourceCrc64 == Text(source.Crc64);

    /// <summary>
    /// Whether the object will be like <paramref name="asked"/>. A lock is asked for as a period that counts from a run's start, and the upload's
    /// counts from its own: the periods are compared, not their ends.
    /// </summary>
    public bool Matches(S3ObjectOptions asked, DateTimeOffset now)
    {
        TimeSpan? period = Attributes.ObjectLockRetainUntil - StartedAt;
        TimeSpan? askedPeriod = asked.ObjectLockRetainUntil - now;
        return Attributes.IsLike(asked) && (period - askedPeriod ?? TimeSpan.Zero).Duration() <= LongestWait;
    }

    /// <summary>The same journal with the parts sent so far.</summary>
    public CopyJournal With(IEnumerable<UploadedPart> parts) =>
        this with { Parts = parts.OrderBy(part => part.Number).ToDictionary(part => part.Number, part => Text(part.Crc64)!) };

    /// <summary>A CRC-64 as it is written.</summary>
    public static string? Text(ulong? crc64) => crc64?.ToString(CultureInfo.InvariantCulture);
}
