using System.Collections.Concurrent;
using System.Globalization;
using System.Web;
using RdsBackup.Core.Tests.Aws;
using RdsBackup.Core.Tests.Scripting;
using RdsBackup.Diagnostics;
using RdsBackup.Exports;

namespace RdsBackup.Core.Tests.Exports;

/// <summary>Following exports against a scripted server, on a clock on which waiting takes no time.</summary>
public sealed class ExportFollowerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly Dictionary<string, Course> _courses = [];
    private readonly ConcurrentQueue<string> _warnings = [];
    private Func<DateTimeOffset, ScriptedAnswer?> _trouble = _ => null;

    [Fact]
    public async Task Fifty_tasks_cost_one_listing_each_time_and_end_once_each()
    {
        for (int task = 1; task <= 50; task++)
        {
            _courses[$"task-{task}"] = new Course(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10 * task));
        }

        Followed followed = await FollowAsync(new ExportFollowOptions());

        Assert.Equal(50, followed.Ended.Count);
        Assert.All(followed.Ended, end => Assert.Null(end.Failure));
        Assert.Equal(followed.Waits.Count + 1, followed.Listings);
    }

    [Fact]
    public async Task Waits_adapt_so_that_a_long_export_costs_few_looks_and_its_end_is_seen_soon()
    {
        _courses["long"] = new Course(TimeSpan.FromMinutes(30), TimeSpan.FromHours(10));

        Followed followed = await FollowAsync(new ExportFollowOptions());

        Assert.InRange(followed.Listings, 2, 160);
        // Whole percents say when it ends to 1/99 of ten hours; a third of that is waited, and up to a sixth longer.
        TimeSpan late = TimeSpan.FromHours(10) / 99 / 3 * 7 / 6;
        Assert.InRange(Assert.Single(followed.Ended).At - Start, TimeSpan.FromHours(10.5), TimeSpan.FromHours(10.5) + late);
        Assert.All(followed.Waits, wait => Assert.InRange(wait, TimeSpan.FromSeconds(16), TimeSpan.FromMinutes(6)));
        Assert.True(followed.Waits.Distinct().Count() > followed.Waits.Count / 2, "Waits have no jitter.");
    }

    [Fact]
    public async Task A_given_interval_is_kept()
    {
        _courses["task-1"] = new Course(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(55));

        Followed followed = await FollowAsync(new ExportFollowOptions { PollInterval = TimeSpan.FromMinutes(1) });

        Assert.All(followed.Waits, wait => Assert.InRange(wait, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(70)));
    }

    [Fact]
    public async Task A_start_that_takes_hours_is_warned_of_once()
    {
        _courses["slow"] = new Course(TimeSpan.FromHours(6), TimeSpan.FromHours(1));
        _courses["quick"] = new Course(TimeSpan.FromMinutes(10), TimeSpan.FromHours(7));

        await FollowAsync(new ExportFollowOptions());

        Assert.Contains("slow", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trouble_that_passes_is_warned_of_and_waited_out()
    {
        _courses["task-1"] = new Course(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(55));
        _trouble = now => now - Start is { TotalMinutes: > 20 and < 35 } ? AwsScene.Error(503, "ServiceUnavailable") : null;

        Followed followed = await FollowAsync(new ExportFollowOptions());

        Assert.Null(Assert.Single(followed.Ended).Failure);
        Assert.Contains(_warnings, warning => warning.Contains("trying again", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ServiceUnavailable", 503, "AwsServiceError", 30)]
    [InlineData("AccessDenied", 403, "AwsAccessDenied", 0)]
    public async Task Trouble_that_lasts_ends_the_following_with_an_error_for_each_task(string code, int status, string id, int minutes)
    {
        _courses["task-1"] = _courses["task-2"] = new Course(TimeSpan.FromMinutes(5), TimeSpan.FromHours(9));
        _trouble = _ => AwsScene.Error(status, code);

        Followed followed = await FollowAsync(new ExportFollowOptions());

        Assert.Equal([id, id], followed.Ended.Select(end => end.Failure?.ErrorId));
        Assert.All(followed.Ended, end => Assert.InRange((end.At - Start).TotalMinutes, minutes, minutes + 12));
    }

    [Fact]
    public async Task A_timeout_is_kept_and_what_goes_on_comes_out_as_it_is()
    {
        _courses["short"] = new Course(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
        _courses["long"] = new Course(TimeSpan.FromMinutes(1), TimeSpan.FromHours(10));

        Followed followed = await FollowAsync(new ExportFollowOptions { Timeout = TimeSpan.FromHours(2) });

        Assert.Equal([("short", "COMPLETE", null), ("long", "IN_PROGRESS", "ExportWaitTimeout")], followed.Ended.Select(end => (end.Task.ExportTaskId, end.Task.Status, end.Failure?.ErrorId)));
        Assert.InRange((followed.Ended[1].At - Start).TotalMinutes, 120, 121);
    }

    [Theory]
    [InlineData(null, 30)]
    [InlineData("00:00:30", 45)]
    [InlineData("00:00:00.05", 8)]
    public async Task A_task_may_be_unlisted_for_a_moment_but_not_for_good(string? interval, int listedAfter)
    {
        _courses["new"] = new Course(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)) { ListedAfter = TimeSpan.FromSeconds(listedAfter) };
        TimeSpan? pollInterval = interval is null ? null : TimeSpan.Parse(interval, CultureInfo.InvariantCulture);

        Followed followed = await FollowAsync(new ExportFollowOptions { PollInterval = pollInterval }, "new", "never");

        Assert.Equal([("never", "ExportLost"), ("new", null)], followed.Ended.Select(end => (end.Task.ExportTaskId, end.Failure?.ErrorId)));
    }

    private async Task<Followed> FollowAsync(ExportFollowOptions options, params string[] ids)
    {
        SkippingTimeProvider? time = null;
        int listings = 0;
        await using AwsScene scene = await AwsScene.SetAsync(request =>
        {
            if (_trouble(time!.GetUtcNow()) is { } trouble)
            {
                return trouble;
            }

            listings++;
            return Answer(request, time.GetUtcNow() - Start);
        });
        time = scene.Time;
        Followed followed = new(time);
        ExportFollower follower = new(
            scene.Client,
            options with { TimeProvider = time, Log = Note },
            followed);
        await follower.FollowAsync(
            (ids.Length > 0 ? ids : [.. _courses.Keys]).Select(id => new AwsSnapshotExport { ExportTaskId = id, Region = "us-east-1" }), TestContext.Current.CancellationToken);
        Assert.Empty(follower.Pending);
        followed.Listings = listings;
        return followed;
    }

    private void Note(OperationLogLevel level, string line)
    {
        if (level == OperationLogLevel.Warning)
        {
            _warnings.Enqueue(line);
        }
    }

    private ScriptedAnswer Answer(ScriptedRequest request, TimeSpan elapsed)
    {
        var parameters = HttpUtility.ParseQueryString(request.Body);
        Assert.Equal("export-task-identifier", parameters["Filters.Filter.1.Name"]);
        IEnumerable<string> asked = parameters.AllKeys.Where(key => key!.StartsWith("Filters.Filter.1.Values.", StringComparison.Ordinal)).Select(key => parameters[key]!);
        IEnumerable<string> rows = asked.Where(id => _courses.TryGetValue(id, out Course? course) && elapsed >= course.ListedAfter)
            .Select(id => _courses[id].Row(id, elapsed));
        return AwsScene.Result("DescribeExportTasks", $"<ExportTasks>{string.Concat(rows)}</ExportTasks>");
    }

    /// <summary>How an export goes: how long it starts, and how long it then exports.</summary>
    private sealed record Course(TimeSpan Starting, TimeSpan Exporting)
    {
        public TimeSpan ListedAfter { get; init; }

        public string Row(string id, TimeSpan elapsed)
        {
            double done = Math.Clamp((elapsed - Starting) / Exporting, 0, 1);
            string status = elapsed < Starting ? "STARTING" : done < 1 ? "IN_PROGRESS" : "COMPLETE";
            string percent = ((int)(done * 100)).ToString(CultureInfo.InvariantCulture);
            return $"<ExportTask><ExportTaskIdentifier>{id}</ExportTaskIdentifier><Status>{status}</Status><PercentProgress>{percent}</PercentProgress></ExportTask>";
        }
    }

    private sealed class Followed(SkippingTimeProvider time) : IExportObserver
    {
        public List<(AwsSnapshotExport Task, RdsBackupException? Failure, DateTimeOffset At)> Ended { get; } = [];

        public int Listings { get; set; }

        public List<TimeSpan> Waits => time.Delays;

        public void Advanced(AwsSnapshotExport task) => Assert.False(task.IsFinished);

        public Task EndedAsync(AwsSnapshotExport task, RdsBackupException? failure)
        {
            Ended.Add((task, failure, time.GetUtcNow()));
            return Task.CompletedTask;
        }
    }
}
