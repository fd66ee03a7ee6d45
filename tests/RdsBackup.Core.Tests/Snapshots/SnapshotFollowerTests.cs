using System.Collections.Concurrent;
using System.Web;
using RdsBackup.Core.Tests.Aws;
using RdsBackup.Core.Tests.Scripting;
using RdsBackup.Diagnostics;
using RdsBackup.Snapshots;

namespace RdsBackup.Core.Tests.Snapshots;

/// <summary>Following snapshots against a scripted server, on a clock on which waiting takes no time.</summary>
public sealed class SnapshotFollowerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly Dictionary<string, Func<TimeSpan, string?>> _courses = [];
    private readonly ConcurrentQueue<string> _warnings = [];
    private Func<TimeSpan, ScriptedAnswer?> _trouble = _ => null;

    [Fact]
    public async Task Fifty_snapshots_of_both_kinds_cost_one_listing_of_each_kind_an_interval()
    {
        for (int number = 1; number <= 50; number++)
        {
            string id = $"s-{number}{(number % 2 == 0 ? "-cluster" : "")}";
            TimeSpan ready = TimeSpan.FromMinutes(number);
            _courses[id] = elapsed => elapsed < ready ? "creating" : "available";
        }

        Followed followed = await FollowAsync(new SnapshotFollowOptions());

        Assert.Equal(50, followed.Ended.Count);
        Assert.All(followed.Ended, end => Assert.Equal((true, null), (end.Snapshot.IsUsable, end.Failure)));
        Assert.InRange(followed.Listings, followed.Waits.Count, 2 * followed.Waits.Count);
        Assert.All(followed.Waits, wait => Assert.InRange(wait.TotalSeconds, 25, 35));
        Assert.True(followed.Waits.Distinct().Count() > followed.Waits.Count / 2, "Waits have no jitter.");
    }

    [Fact]
    public async Task What_is_ready_from_the_start_costs_no_listing()
    {
        _courses["there"] = _ => "available";

        Followed followed = await FollowAsync(new SnapshotFollowOptions(), status: "available");

        Assert.Equal(("there", 0), (Assert.Single(followed.Ended).Snapshot.SnapshotId, followed.Listings));
    }

    [Fact]
    public async Task One_that_fails_comes_with_an_error_and_the_others_go_on()
    {
        _courses["broken"] = elapsed => elapsed < TimeSpan.FromMinutes(1) ? "creating" : "failed";
        _courses["good"] = elapsed => elapsed < TimeSpan.FromMinutes(3) ? "creating" : "available";

        Followed followed = await FollowAsync(new SnapshotFollowOptions());

        Assert.Equal([("broken", "SnapshotNotMade"), ("good", null)], followed.Ended.Select(end => (end.Snapshot.SnapshotId, end.Failure?.ErrorId)));
    }

    [Fact]
    public async Task A_timeout_is_kept_and_what_goes_on_comes_out_as_it_is()
    {
        _courses["long"] = _ => "copying";

        Followed followed = await FollowAsync(new SnapshotFollowOptions { Timeout = TimeSpan.FromHours(2) });

        (AwsRdsSnapshot snapshot, RdsBackupException? failure, TimeSpan at) = Assert.Single(followed.Ended);
        Assert.Equal(("copying", "SnapshotWaitTimeout", TimeSpan.FromHours(2)), (snapshot.Status, failure?.ErrorId, at));
    }

    [Theory]
    [InlineData(30, 40)]
    [InlineData(0.05, 8)]
    public async Task One_may_be_unlisted_for_a_moment_but_not_for_good(double interval, int listedAfter)
    {
        _courses["new"] = elapsed => elapsed < TimeSpan.FromSeconds(listedAfter) ? null : "available";
        _courses["deleted"] = _ => null;

        Followed followed = await FollowAsync(new SnapshotFollowOptions { PollInterval = TimeSpan.FromSeconds(interval) });

        Assert.Equal([("new", null), ("deleted", "SnapshotLost")], followed.Ended.Select(end => (end.Snapshot.SnapshotId, end.Failure?.ErrorId)));
    }

    [Fact]
    public async Task Trouble_that_passes_is_warned_of_and_waited_out()
    {
        _courses["s-1"] = elapsed => elapsed < TimeSpan.FromMinutes(40) ? "creating" : "available";
        _trouble = elapsed => elapsed is { TotalMinutes: > 10 and < 25 } ? AwsScene.Error(503, "ServiceUnavailable") : null;

        Followed followed = await FollowAsync(new SnapshotFollowOptions());

        Assert.Null(Assert.Single(followed.Ended).Failure);
        Assert.Contains(_warnings, warning => warning.Contains("trying again", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ServiceUnavailable", 503, "AwsServiceError", 30)]
    [InlineData("AccessDenied", 403, "AwsAccessDenied", 0)]
    public async Task Trouble_that_lasts_ends_the_following_with_an_error_for_each(string code, int status, string id, int minutes)
    {
        _courses["s-1"] = _courses["s-2"] = _ => "creating";
        _trouble = _ => AwsScene.Error(status, code);

        Followed followed = await FollowAsync(new SnapshotFollowOptions());

        Assert.Equal([id, id], followed.Ended.Select(end => end.Failure?.ErrorId));
        Assert.All(followed.Ended, end => Assert.InRange(end.At.TotalMinutes, minutes, minutes + 5));
    }

    private async Task<Followed> FollowAsync(SnapshotFollowOptions options, string status = "creating")
    {
        SkippingTimeProvider? time = null;
        int listings = 0;
        await using AwsScene scene = await AwsScene.SetAsync(request =>
        {
            Interlocked.Increment(ref listings);
            TimeSpan elapsed = time!.GetUtcNow() - Start;
            return _trouble(elapsed) ?? Answer(request, elapsed);
        });
        time = scene.Time;
        SnapshotFollower follower = new(scene.Client, options with { TimeProvider = time, Log = Note });
        List<(AwsRdsSnapshot, RdsBackupException?, TimeSpan)> ended = [];
        IEnumerable<AwsRdsSnapshot> snapshots = _courses.Keys.Select(id => new AwsRdsSnapshot
        {
            Kind = id.EndsWith("-cluster", StringComparison.Ordinal) ? AwsRdsKind.Cluster : AwsRdsKind.Instance,
            SnapshotId = id,
            InstanceId = "orders",
            Region = "us-east-1",
            Status = status,
        });
        await foreach ((AwsRdsSnapshot snapshot, RdsBackupException? failure) in follower.FollowAsync(snapshots, _ => { }, TestContext.Current.CancellationToken))
        {
            ended.Add((snapshot, failure, time.GetUtcNow() - Start));
        }

        Assert.Empty(follower.Pending);
        return new Followed(ended, listings, [.. time.Delays]);
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
        string type = parameters["Action"] == "DescribeDBClusterSnapshots" ? "DBClusterSnapshot" : "DBSnapshot";
        Assert.Equal(type == "DBSnapshot" ? "db-snapshot-id" : "db-cluster-snapshot-id", parameters["Filters.Filter.1.Name"]);
        IEnumerable<string> rows =
            from key in parameters.AllKeys
            where key!.StartsWith("Filters.Filter.1.Values.", StringComparison.Ordinal)
            let id = parameters[key]!
            let status = _courses[id](elapsed)
            where status is not null
            select $"<{type}><{type}Identifier>{id}</{type}Identifier><Status>{status}</Status></{type}>";
        return AwsScene.Result($"Describe{type}s", $"<{type}s>{string.Concat(rows)}</{type}s>");
    }

    private sealed record Followed(List<(AwsRdsSnapshot Snapshot, RdsBackupException? Failure, TimeSpan At)> Ended, int Listings, List<TimeSpan> Waits);
}
