namespace RdsBackup;

/// <summary>
/// When a rule is in force: hours of the day, weekdays, or both, on the clocks of a time zone, whatever daylight saving time does to them.
/// Hours past midnight, such as 22:00 to 06:00, belong to the day they began on.
/// </summary>
public sealed class AlertSchedule
{
    /// <summary>When it begins; null means midnight.</summary>
    public TimeOnly? From { get; init; }

    /// <summary>When it ends, itself no longer part; null means midnight. Not after <see cref="From"/> means on the next day.</summary>
    public TimeOnly? To { get; init; }

    /// <summary>The days it begins on; empty means every day.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; init; } = [];

    /// <summary>The time zone.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Whether the clocks of the time zone stand within it at <paramref name="time"/>.</summary>
    public bool Contains(DateTimeOffset time)
    {
        DateTime local = TimeZoneInfo.ConvertTime(time, TimeZone).DateTime;
        TimeSpan from = (From ?? TimeOnly.MinValue).ToTimeSpan();
        TimeSpan to = (To ?? TimeOnly.MinValue).ToTimeSpan();
        TimeSpan length = to > from ? to - from : to - from + TimeSpan.FromDays(1);
        DateTime begun = (local - from).Date; // The last time the hours began.
        return local - from - begun < length && (Days.Count == 0 || Days.Contains(begun.DayOfWeek));
    }

    /// <summary>Hours, days and time zone, such as 22:00-06:00 Friday (Asia/Shanghai).</summary>
    public override string ToString()
    {
        string hours = $"{From ?? TimeOnly.MinValue:HH\\:mm}-{(To is { } to ? to.ToString("HH\\:mm", null) : "24:00")}";
        return $"{hours} {(Days.Count == 0 ? "" : string.Join(",", Days) + " ")}({TimeZone.Id})";
    }
}
