using RdsBackup.Diagnostics;

namespace RdsBackup.Transfer;

/// <summary>
/// How an object is cut into the parts of a multipart upload. Limits of S3: 10,000 parts, 5 MiB to 5 GiB each but for the last.
/// Source: "Amazon S3 multipart upload limits".
/// </summary>
internal sealed record PartPlan
{
    /// <summary>Most parts S3 takes.</summary>
    public const int MaximumParts = 10_000;

    /// <summary>Smallest part but for the last: 5 MiB.</summary>
    public const long MinimumPartSize = 5 * MiB;

    /// <summary>Largest part: 5 GiB.</summary>
    public const long MaximumPartSize = 5L * 1024 * MiB;

    private const long MiB = 1024 * 1024;
    private const long SmallestChosen = 8 * MiB;
    private const long LargestChosenForSpread = 64 * MiB;
    private const int PartsPerWorker = 2;
    private const int ChosenParts = 9_000; // Below the limit on purpose: a margin costs nothing.

    private PartPlan(long length, long partSize)
    {
        Length = length;
        PartSize = partSize;
        Count = (int)((length + partSize - 1) / partSize);
    }

    /// <summary>Bytes of the object.</summary>
    public long Length { get; }

    /// <summary>Bytes of every part but the last.</summary>
    public long PartSize { get; }

    /// <summary>How many parts.</summary>
    public int Count { get; }

    /// <summary>
    /// Plans an object of <paramref name="length"/> bytes: parts small enough to keep all workers busy, large enough for the limit.
    /// </summary>
    /// <param name="length">Bytes, at least 1.</param>
    /// <param name="workers">How many parts are sent at once.</param>
    /// <param name="partSize">A part size asked for; null chooses one.</param>
    /// <exception cref="RdsBackupException">PartSizeInvalid or ObjectTooLarge.</exception>
    public static PartPlan For(long length, int workers, long? partSize = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        if (length > MaximumParts * MaximumPartSize)
        {
            throw Errors.Create(nameof(Messages.ObjectTooLarge), RdsBackupErrorKind.NotSupported, length, MaximumParts * MaximumPartSize);
        }

        PartPlan plan = new(length, partSize ?? Choose(length, workers));
        bool fits = plan.PartSize is >= MinimumPartSize and <= MaximumPartSize && (length + plan.PartSize - 1) / plan.PartSize <= MaximumParts;
        return fits ? plan : throw Errors.Create(
            nameof(Messages.PartSizeInvalid), RdsBackupErrorKind.InvalidInput, plan.PartSize, length, Math.Max(MinimumPartSize, Limit(length, MaximumParts)));
    }

    /// <summary>Where part <paramref name="number"/> (1-based) lies.</summary>
    public (long Offset, long Length) Part(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, Count);
        long offset = (number - 1) * PartSize;
        return (offset, Math.Min(PartSize, Length - offset));
    }

    private static long Choose(long length, int workers)
    {
        long spread = Math.Clamp(Limit(length, (long)workers * PartsPerWorker), SmallestChosen, LargestChosenForSpread);
        return Math.Min(Math.Max(spread, Limit(length, ChosenParts)), MaximumPartSize);
    }

    // The smallest whole number of MiB with which `parts` parts hold `length` bytes.
    private static long Limit(long length, long parts)
    {
        long bytes = (length + parts - 1) / parts;
        return (bytes + MiB - 1) / MiB * MiB;
    }
}
