namespace RdsBackup.Validation;

/// <summary>How large a backup of an instance usually is. Pure functions.</summary>
internal static class UsualSize
{
    private const int MostPredecessors = 14;
    private const int FewestPredecessors = 3; // fewer make no habit

    /// <summary>
    /// The median size of up to 14 successful backups of the same type and method that began before <paramref name="backup"/>;
    /// null when there are fewer than three.
    /// </summary>
    public static double? For(AliyunBackup backup, IEnumerable<AliyunBackup> history)
    {
        long[] sizes = [.. history
            .Where(other => BackupRules.IsSuccessful(other) && other.Size > 0 && other.StartTime < backup.StartTime
                && other.BackupId != backup.BackupId && other.Type == backup.Type && other.Method == backup.Method)
            .OrderByDescending(other => other.StartTime)
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
