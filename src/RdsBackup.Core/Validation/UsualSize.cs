namespace RdsBackup.Validation;

/// <summary>How large the backups of an instance usually are. Pure functions.</summary>
internal static class UsualSize
{
    private const int MostPredecessors = 14;
    private const int FewestPredecessors = 3; // fewer make no habit

    /// <summary>The median size of the latest 14 predecessors that have one; null when there are fewer than three.</summary>
    /// <param name="predecessors">Successful backups of the same sort that were taken before: when, and how large they are.</param>
    public static double? Of(IEnumerable<(DateTimeOffset? Time, long Size)> predecessors)
    {
        long[] sizes = [.. predecessors
            .Where(other => other.Size > 0)
            .OrderByDescending(other => other.Time)
            .Take(MostPredecessors)
            .Select(other => other.Size)];
        return sizes.Length < FewestPredecessors ? null : Median(sizes);
    }

    /// <summary>The median; of an even number the mean of the middle two.</summary>
    public static double Median(IReadOnlyCollection<long> values)
    {
        long[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] / 2.0) + (sorted[middle] / 2.0);
    }
}
