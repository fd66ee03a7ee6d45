using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Time.Testing;
using RdsBackup.Validation;

namespace RdsBackup.Core.Tests.Validation;

public sealed class AwsSnapshotValidatorTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 8, 0, 0, TimeSpan.Zero);

    private readonly ListedSnapshots _api = new();
    private readonly FakeTimeProvider _time = new(Now);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task A_good_snapshot_has_no_finding()
    {
        _api.Instances.Add(Instance());
        AwsRdsSnapshot snapshot = Add(Snapshot());

        AwsRdsSnapshotTestResult result = await Validator().ValidateAsync(snapshot, Token);

        Assert.Equal(("OK", true), (result.Summary, result.IsValid));
        Assert.Equal(("orders", AwsRdsKind.Instance, "us-east-1"), (result.InstanceId, result.Kind, result.Region));
        Assert.Same(snapshot, result.Snapshot);
        Assert.Equal(TimeSpan.FromHours(8), result.Age);
        Assert.Equal(Now, result.CheckedAt);
    }

    [Theory]
    [InlineData("creating", "SnapshotUnfinished")]
    [InlineData("copying", "SnapshotUnfinished")]
    [InlineData("unheard-of", "SnapshotUnfinished")]
    [InlineData("failed", "SnapshotFailed")]
    [InlineData("deleting", "SnapshotFailed")]
    [InlineData("incompatible-restore", "SnapshotFailed")]
    public async Task One_that_is_not_available_says_that_and_nothing_else(string status, string code)
    {
        BackupFinding finding = Assert.Single((await ValidateAsync(Snapshot(status: status, encrypted: false))).Findings);

        Assert.Equal((code, FindingSeverity.Error), (finding.Code, finding.Severity));
        Assert.Contains(status, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_the_window_and_six_hours_are_allowed_while_backups_are_on()
    {
        _api.Instances.Add(Instance(window: "23:45-00:15"));
        TimeSpan allowed = TimeSpan.FromHours(30.5);

        AwsRdsSnapshotTestResult fresh = await Validator().ValidateAsync(Snapshot(age: allowed), Token);
        AwsRdsSnapshotTestResult old = await Validator().ValidateAsync(Snapshot(age: allowed + TimeSpan.FromSeconds(1)), Token);

        Assert.Equal((allowed, "OK"), (fresh.MaximumAge, fresh.Summary));
        Assert.Equal("SnapshotTooOld", old.Summary);
        Assert.Contains("1 d 6 h old", old.Findings[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public async Task Without_a_window_thirty_hours_are_allowed(string? window)
    {
        _api.Instances.Add(Instance(window: window));

        Assert.Equal(TimeSpan.FromHours(30), (await Validator().ValidateAsync(Snapshot(), Token)).MaximumAge);
    }

    [Fact]
    public async Task A_given_age_goes_before_the_retention()
    {
        _api.Instances.Add(Instance(retention: 0));
        ValidationOptions options = new() { MaximumAge = TimeSpan.FromDays(7), TimeProvider = _time };

        AwsRdsSnapshotTestResult fresh = await new AwsSnapshotValidator(_api, options).ValidateAsync(Snapshot(age: TimeSpan.FromDays(7)), Token);
        AwsRdsSnapshotTestResult old = await new AwsSnapshotValidator(_api, options).ValidateAsync(Snapshot(age: TimeSpan.FromDays(8)), Token);

        Assert.Equal((true, "BackupsSwitchedOff"), (fresh.IsValid, fresh.Summary));
        Assert.Equal(["SnapshotTooOld", "BackupsSwitchedOff"], Codes(old));
    }

    [Fact]
    public async Task Only_the_newest_usable_snapshot_can_be_too_old()
    {
        _api.Instances.Add(Instance());
        Add(Snapshot("newer"));
        AwsRdsSnapshot old = Add(Snapshot("old", age: TimeSpan.FromDays(20)));
        Add(Snapshot("failed", age: TimeSpan.Zero, status: "failed"));

        AwsRdsSnapshotTestResult result = await Validator().ValidateAsync(old, Token);

        Assert.Equal(("OK", null), (result.Summary, result.MaximumAge));
    }

    [Fact]
    public async Task A_copy_is_as_old_as_its_data()
    {
        _api.Instances.Add(Instance());
        AwsRdsSnapshot copy = Snapshot("copy", age: TimeSpan.FromHours(1), originalAge: TimeSpan.FromDays(3));

        AwsRdsSnapshotTestResult result = await Validator().ValidateAsync(copy, Token);

        Assert.Equal((TimeSpan.FromDays(3), "SnapshotTooOld"), (result.Age, result.Summary));
    }

    [Fact]
    public async Task A_copy_of_the_newest_snapshot_is_as_new()
    {
        _api.Instances.Add(Instance());
        Add(Snapshot("newest", age: TimeSpan.FromDays(3)));
        AwsRdsSnapshot copy = Add(Snapshot("copy", age: TimeSpan.FromHours(1), originalAge: TimeSpan.FromDays(3)));

        Assert.Equal("SnapshotTooOld", (await Validator().ValidateAsync(copy, Token)).Summary);
    }

    [Fact]
    public async Task When_the_data_of_a_copied_cluster_snapshot_was_taken_is_not_known()
    {
        _api.Instances.Add(Instance(kind: AwsRdsKind.Cluster));
        AwsRdsSnapshot copy = Add(Snapshot("copy", kind: AwsRdsKind.Cluster, age: TimeSpan.FromHours(1), source: "arn:aws:rds:eu-west-1:1:cluster-snapshot:a"));
        Add(Snapshot("own", kind: AwsRdsKind.Cluster, age: TimeSpan.FromHours(9)));

        AwsRdsSnapshotTestResult result = await Validator().ValidateAsync(copy, Token);
        AwsRdsSnapshotTestResult latest = await Validator().ValidateLatestAsync(_api.Instances[0], Token);

        Assert.Null(result.Age);
        Assert.Equal(("SnapshotAgeUnknown", FindingSeverity.Warning), (result.Summary, result.Findings[0].Severity));
        Assert.Contains("cluster-snapshot:a", result.Findings[0].Message, StringComparison.Ordinal);
        Assert.Equal("own", latest.SnapshotId);
    }

    [Theory]
    [InlineData(49, true)]
    [InlineData(50, false)]
    [InlineData(300, false)]
    [InlineData(301, true)]
    public async Task Storage_below_half_or_above_three_times_the_median_is_unusual(int storage, bool isUnusual)
    {
        _api.Instances.Add(Instance());
        AddPredecessors(5);

        AwsRdsSnapshotTestResult result = await Validator().ValidateAsync(Snapshot(storage: storage), Token);

        Assert.Equal(isUnusual ? ["SnapshotSizeUnusual"] : [], Codes(result));
        Assert.True(result.IsValid);
    }

    [Theory]
    [InlineData("aurora-mysql", 64)]
    [InlineData("aurora-postgresql", 1)]
    [InlineData("docdb", 1)]
    [InlineData("neptune", 0)]
    public async Task Storage_that_grows_by_itself_says_nothing(string engine, int storage)
    {
        _api.Instances.Add(Instance(kind: AwsRdsKind.Cluster));
        AddPredecessors(5, AwsRdsKind.Cluster);

        Assert.Equal("OK", (await Validator().ValidateAsync(Snapshot(kind: AwsRdsKind.Cluster, engine: engine, storage: storage), Token)).Summary);
    }

    [Fact]
    public async Task Two_predecessors_make_no_habit()
    {
        _api.Instances.Add(Instance());
        AddPredecessors(2);

        Assert.Equal("OK", (await Validator().ValidateAsync(Snapshot(storage: 2), Token)).Summary);
    }

    [Fact]
    public async Task One_that_is_not_encrypted_is_a_warning()
    {
        AwsRdsSnapshotTestResult result = await ValidateAsync(Snapshot(encrypted: false));

        BackupFinding finding = Assert.Single(result.Findings);
        Assert.Equal(("SnapshotNotEncrypted", FindingSeverity.Warning), (finding.Code, finding.Severity));
        Assert.Equal("OK", (await ValidateAsync(Snapshot(encrypted: null))).Summary);
    }

    [Fact]
    public async Task An_automated_one_vanishes_with_its_instance_and_more_so_without_it()
    {
        _api.Instances.Add(Instance());
        BackupFinding finding = Assert.Single((await Validator().ValidateAsync(Snapshot(type: "automated"), Token)).Findings);
        Assert.Equal(("SnapshotExpires", FindingSeverity.Information), (finding.Code, finding.Severity));
        Assert.Contains("'orders'", finding.Message, StringComparison.Ordinal);

        _api.Instances.Clear();
        AwsRdsSnapshotTestResult orphan = await Validator().ValidateAsync(Snapshot(type: "automated"), Token);
        Assert.Equal(["SnapshotExpires", "SnapshotSourceGone"], Codes(orphan));
        Assert.Equal(FindingSeverity.Warning, orphan.Findings[0].Severity);
    }

    [Fact]
    public async Task A_snapshot_outlives_its_instance_and_is_not_expected_to_be_fresh()
    {
        AwsRdsSnapshotTestResult result = await Validator().ValidateAsync(Snapshot(age: TimeSpan.FromDays(400)), Token);

        BackupFinding finding = Assert.Single(result.Findings);
        Assert.Equal(("SnapshotSourceGone", FindingSeverity.Information), (finding.Code, finding.Severity));
        Assert.Equal((true, null), (result.IsValid, result.MaximumAge));
    }

    [Fact]
    public async Task An_instance_that_took_over_the_name_is_another_one()
    {
        AwsRdsInstance namesake = Instance(resource: "db-NEW");
        _api.Instances.Add(namesake);
        AwsRdsSnapshot left = Add(Snapshot());

        Assert.Equal(["SnapshotSourceGone"], Codes(await Validator().ValidateAsync(left, Token)));
        Assert.Equal(["SnapshotMissing"], Codes(await Validator().ValidateLatestAsync(namesake, Token)));
    }

    [Fact]
    public async Task A_copy_from_elsewhere_has_no_instance_here_and_needs_none()
    {
        AwsRdsSnapshot copy = Snapshot("copy", source: "arn:aws:rds:eu-west-1:111122223333:snapshot:a");

        Assert.Equal("OK", (await Validator().ValidateAsync(copy, Token)).Summary);
    }

    [Theory]
    [InlineData("shared")]
    [InlineData("public")]
    public async Task Another_accounts_may_vanish_and_is_not_compared_with_a_namesake(string type)
    {
        _api.Instances.Add(Instance(retention: 0));
        Add(Snapshot("own", age: TimeSpan.Zero));

        AwsRdsSnapshotTestResult result = await Validator().ValidateAsync(Snapshot(type: type), Token);

        BackupFinding finding = Assert.Single(result.Findings);
        Assert.Equal(("SnapshotShared", FindingSeverity.Warning), (finding.Code, finding.Severity));
        Assert.Equal((0, 0), (_api.Described, _api.Listed));
    }

    [Fact]
    public async Task Backups_that_are_switched_off_are_an_error()
    {
        _api.Instances.Add(Instance(retention: 0));
        Add(Snapshot());

        AwsRdsSnapshotTestResult result = await Validator().ValidateLatestAsync(_api.Instances[0], Token);

        BackupFinding finding = Assert.Single(result.Findings);
        Assert.Equal(("BackupsSwitchedOff", FindingSeverity.Error), (finding.Code, finding.Severity));
    }

    [Fact]
    public async Task Where_AWS_Backup_takes_them_backups_may_be_switched_off()
    {
        _api.Instances.Add(Instance(retention: 0));
        Add(Snapshot("awsbackup:job-1", type: "awsbackup"));

        AwsRdsSnapshotTestResult result = await Validator().ValidateLatestAsync(_api.Instances[0], Token);

        Assert.Equal(("awsbackup:job-1", true), (result.SnapshotId, result.IsValid));
        Assert.Equal(["BackupsSwitchedOff"], Codes(result));
    }

    [Fact]
    public async Task The_newest_usable_snapshot_of_an_instance_is_checked_and_a_later_failure_told()
    {
        _api.Instances.Add(Instance());
        Add(Snapshot("older", age: TimeSpan.FromDays(2)));
        Add(Snapshot("newest"));
        Add(Snapshot("broken", age: TimeSpan.FromHours(1), status: "failed"));
        Add(Snapshot("broken-before", age: TimeSpan.FromDays(3), status: "failed"));

        AwsRdsSnapshotTestResult result = await Validator().ValidateLatestAsync(_api.Instances[0], Token);

        Assert.Equal(("newest", true), (result.SnapshotId, result.IsValid));
        BackupFinding finding = Assert.Single(result.Findings);
        Assert.Equal(("NewerSnapshotFailed", FindingSeverity.Warning), (finding.Code, finding.Severity));
        Assert.Contains("broken", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_without_a_usable_snapshot_is_an_error()
    {
        _api.Instances.Add(Instance(retention: 0));
        Assert.Equal(["SnapshotMissing", "BackupsSwitchedOff"], Codes(await Validator().ValidateLatestAsync(_api.Instances[0], Token)));

        Add(Snapshot("broken", status: "failed"));
        AwsRdsSnapshotTestResult result = await Validator().ValidateLatestAsync(_api.Instances[0], Token);
        Assert.Equal(("broken", false), (result.SnapshotId, result.IsValid));
        Assert.Equal(["SnapshotMissing", "BackupsSwitchedOff", "SnapshotFailed"], Codes(result));
    }

    [Fact]
    public async Task A_member_of_a_cluster_and_a_replica_need_no_snapshots_of_their_own()
    {
        AwsRdsSnapshotTestResult member = await Validator().ValidateLatestAsync(Instance(cluster: "ledger"), Token);
        AwsRdsSnapshotTestResult replica = await Validator().ValidateLatestAsync(Instance(retention: 0, follows: "primary"), Token);

        Assert.Equal((true, "SnapshotNotExpected"), (member.IsValid, member.Summary));
        Assert.Contains("'ledger'", member.Findings[0].Message, StringComparison.Ordinal);
        Assert.Equal((true, "SnapshotNotExpected"), (replica.IsValid, replica.Summary));
        Assert.Contains("'primary'", replica.Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_gone_is_judged_by_what_it_left()
    {
        Assert.Null(await Validator().ValidateLatestAsync(AwsRdsKind.Instance, "orders", Token));

        Add(Snapshot("last", age: TimeSpan.FromDays(100)));
        AwsRdsSnapshotTestResult? result = await Validator().ValidateLatestAsync(AwsRdsKind.Instance, "orders", Token);
        Assert.Equal(("last", "SnapshotSourceGone"), (result?.SnapshotId, result?.Summary));
    }

    [Fact]
    public async Task Instance_and_history_are_fetched_once_for_all_snapshots()
    {
        _api.Instances.Add(Instance());
        AddPredecessors(30);
        AwsSnapshotValidator validator = Validator();

        await Task.WhenAll(_api.Snapshots.Select(snapshot => validator.ValidateAsync(snapshot, Token)));

        Assert.Equal((1, 2), (_api.Described, _api.Listed)); // once for each type
    }

    [Fact]
    public void Every_code_has_its_sentence()
    {
        string[] codes = [.. typeof(SnapshotFindingCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.Name)];
        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.NotNull(RdsBackup.Diagnostics.Messages.ResourceManager.GetString("Finding" + code, CultureInfo.InvariantCulture)));
    }

    private AwsSnapshotValidator Validator() => new(_api, new ValidationOptions { TimeProvider = _time });

    private Task<AwsRdsSnapshotTestResult> ValidateAsync(AwsRdsSnapshot snapshot)
    {
        _api.Instances.Add(Instance());
        return Validator().ValidateAsync(snapshot, Token);
    }

    private AwsRdsSnapshot Add(AwsRdsSnapshot snapshot)
    {
        _api.Snapshots.Add(snapshot);
        return snapshot;
    }

    private void AddPredecessors(int count, AwsRdsKind kind = AwsRdsKind.Instance)
    {
        for (int day = 1; day <= count; day++)
        {
            Add(Snapshot($"day-{day}", kind: kind, age: TimeSpan.FromDays(day)));
        }
    }

    private static IEnumerable<string> Codes(AwsRdsSnapshotTestResult result) => result.Findings.Select(finding => finding.Code);

    private static AwsRdsInstance Instance(
        AwsRdsKind kind = AwsRdsKind.Instance, int? retention = 7, string? window = "03:00-03:30", string? cluster = null, string? follows = null,
        string resource = "db-1") => new()
        {
            Kind = kind,
            InstanceId = "orders",
            ResourceId = resource,
            Region = "us-east-1",
            Status = "available",
            BackupRetentionPeriod = retention,
            PreferredBackupWindow = window,
            ClusterId = cluster,
            ReadReplicaSourceId = follows,
        };

    private static AwsRdsSnapshot Snapshot(
        string id = "s-1", AwsRdsKind kind = AwsRdsKind.Instance, TimeSpan? age = null, TimeSpan? originalAge = null, string status = "available",
        string type = "manual", string engine = "mysql", int storage = 100, bool? encrypted = true, string? source = null)
    {
        TimeSpan made = age ?? TimeSpan.FromHours(8);
        return new AwsRdsSnapshot
        {
            Kind = kind,
            SnapshotId = id,
            InstanceId = "orders",
            ResourceId = "db-1",
            Region = "us-east-1",
            Status = status,
            SnapshotType = type,
            Engine = engine,
            AllocatedStorage = storage,
            CreateTime = Now - made,
            OriginalCreateTime = kind == AwsRdsKind.Cluster ? null : Now - (originalAge ?? made),
            Encrypted = encrypted,
            SourceSnapshotId = source,
        };
    }
}
