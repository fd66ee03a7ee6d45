namespace RdsBackup.Configuration;

/// <summary>Hours of the day, weekdays, or both. Hours past midnight, such as 22:00 to 06:00, belong to the day they began on.</summary>
public sealed class ScheduleOptions
{
    /// <summary>When it begins, such as 22:00; without it, midnight.</summary>
    public TimeOnly? From { get; init; }

    /// <summary>When it ends, itself no longer part, such as 06:00; without it, midnight.</summary>
    public TimeOnly? To { get; init; }

    /// <summary>The days it begins on; without them, every day.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; init; } = [];

    /// <summary>Time zone of hours and days, such as Asia/Shanghai; without it, UTC.</summary>
    public string? TimeZone { get; init; }
}
