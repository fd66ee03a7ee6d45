using RdsBackup.Aliyun;

namespace RdsBackup.Validation;

/// <summary>How often a backup is promised. Pure functions.</summary>
internal static class BackupSchedule
{
    private const int DaysOfWeek = 7;

    // One backup may take longer than the one before, and may begin late.
    private static readonly TimeSpan Slack = TimeSpan.FromHours(6);

    /// <summary>
    /// How old the newest backup may grow before one is overdue: the longest pause between two of the policy's days, the daily
    /// window, in which the next may begin at any time, and six hours. Null when the policy names no day.
    /// </summary>
    public static TimeSpan? AllowedAge(AliyunBackupPolicy policy) =>
        LongestPause(policy.Days) + policy.WindowLength.GetValueOrDefault() + Slack;

    /// <summary>
    /// How old the newest snapshot may grow before one is overdue: a day, since Amazon RDS takes one each day, its daily window, and six
    /// hours. Null when automated backups are switched off, or it is not known whether they are.
    /// </summary>
    public static TimeSpan? AllowedAge(AwsRdsInstance instance) =>
        instance.BackupRetentionPeriod > 0 ? TimeSpan.FromDays(1) + WindowLength(instance.PreferredBackupWindow) + Slack : null;

    /// <summary>The longest time from one of these days to the next, over the end of the week; null when there is no day.</summary>
    public static TimeSpan? LongestPause(IReadOnlyCollection<DayOfWeek> days)
    {
        int[] sorted = [.. days.Select(day => (int)day).Distinct().Order()];
        return sorted.Length == 0
            ? null
            : TimeSpan.FromDays(sorted.Zip([.. sorted[1..], sorted[0] + DaysOfWeek], (day, next) => next - day).Max());
    }

    // hh:mm-hh:mm, which may span midnight.
    private static TimeSpan WindowLength(string? window) =>
        window?.Split('-') is [string from, string to]
        && TimeOnly.TryParseExact(from, "HH:mm", out TimeOnly start)
        && TimeOnly.TryParseExact(to, "HH:mm", out TimeOnly end)
            ? end - start
            : TimeSpan.Zero;
}
