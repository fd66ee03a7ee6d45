using System.Globalization;

namespace RdsBackup.Core.Tests.Alerting;

public sealed class AlertScheduleTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2026-03-02T07:59:59Z", false)]
    [InlineData("2026-03-02T08:00:00Z", true)]
    [InlineData("2026-03-02T17:59:59Z", true)]
    [InlineData("2026-03-02T18:00:00Z", false)]
    [InlineData("2026-03-01T12:00:00Z", false)]
    public void Hours_of_working_days(string time, bool expected) => Assert.Equal(expected, Schedule(8, 18, DayOfWeek.Monday).Contains(At(time)));

    [Theory]
    [InlineData("2026-03-06T21:59:59Z", false)]
    [InlineData("2026-03-06T22:00:00Z", true)]
    [InlineData("2026-03-07T05:59:59Z", true)]
    [InlineData("2026-03-07T06:00:00Z", false)]
    [InlineData("2026-03-06T03:00:00Z", false)]
    [InlineData("2026-03-07T23:00:00Z", false)]
    public void Hours_past_midnight_belong_to_the_day_they_began_on(string time, bool expected) =>
        Assert.Equal(expected, Schedule(22, 6, DayOfWeek.Friday).Contains(At(time)));

    [Theory]
    [InlineData("2026-03-28T07:30:00Z", true)]
    [InlineData("2026-03-28T06:30:00Z", false)]
    [InlineData("2026-03-29T06:30:00Z", true)]
    [InlineData("2026-03-29T16:30:00Z", false)]
    [InlineData("2026-10-24T06:30:00Z", true)]
    [InlineData("2026-10-25T06:30:00Z", false)]
    [InlineData("2026-10-25T16:30:00Z", true)]
    public void The_clocks_of_the_zone_count_on_both_sides_of_a_change(string time, bool expected) =>
        Assert.Equal(expected, Schedule(8, 18, zone: Berlin).Contains(At(time)));

    [Fact]
    public void A_night_in_which_the_clocks_change_is_as_long_as_it_is()
    {
        AlertSchedule night = Schedule(22, 6, zone: Berlin);

        Assert.Equal(7, Hours(night, "2026-03-28T12:00:00Z"));
        Assert.Equal(8, Hours(night, "2026-03-29T12:00:00Z"));
        Assert.Equal(9, Hours(night, "2026-10-24T12:00:00Z"));
    }

    [Fact]
    public void An_hour_that_comes_twice_counts_twice_and_one_that_is_skipped_not_at_all()
    {
        Assert.Equal(2, Hours(Schedule(2, 3, zone: Berlin), "2026-10-24T22:00:00Z"));
        Assert.Equal(0, Hours(Schedule(2, 3, zone: Berlin), "2026-03-28T22:00:00Z"));
    }

    [Fact]
    public void Without_hours_a_day_is_a_day_of_the_zone()
    {
        AlertSchedule monday = new() { Days = [DayOfWeek.Monday], TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai") };

        Assert.True(monday.Contains(At("2026-03-01T16:00:00Z")));
        Assert.False(monday.Contains(At("2026-03-02T16:00:00Z")));
    }

    [Fact]
    public void One_end_may_be_left_out()
    {
        Assert.Equal(16, Hours(new AlertSchedule { From = new TimeOnly(8, 0) }, "2026-03-02T00:00:00Z"));
        Assert.Equal(8, Hours(new AlertSchedule { To = new TimeOnly(8, 0) }, "2026-03-02T00:00:00Z"));
    }

    private static AlertSchedule Schedule(int from, int to, DayOfWeek? day = null, TimeZoneInfo? zone = null) => new()
    {
        From = new TimeOnly(from, 0),
        To = new TimeOnly(to, 0),
        Days = day is null ? [] : [day.Value],
        TimeZone = zone ?? TimeZoneInfo.Utc,
    };

    // How many of the 24 hours from then on begin within it.
    private static int Hours(AlertSchedule schedule, string from) => Enumerable.Range(0, 24).Count(hour => schedule.Contains(At(from).AddHours(hour)));

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
