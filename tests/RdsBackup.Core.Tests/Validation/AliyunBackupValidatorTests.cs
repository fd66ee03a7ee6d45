using Microsoft.Extensions.Time.Testing;
using RdsBackup.Validation;

namespace RdsBackup.Core.Tests.Validation;

public sealed class AliyunBackupValidatorTests : IDisposable
{
    private const string Instance = "rm-1";
    private const long Usual = 1_000_000;
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 8, 0, 0, TimeSpan.Zero);

    private readonly ListedBackups _api = new();
    private readonly FakeTimeProvider _time = new(Now);

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task A_good_backup_has_no_finding()
    {
        AliyunBackup backup = Backup();
        AliyunBackupTestResult result = await ValidateAsync(backup);
        Assert.True(result.IsValid);
        Assert.Equal("OK", result.Summary);
        Assert.Equal(TimeSpan.FromHours(1), result.Age);
        Assert.Same(backup, result.Backup);
        Assert.Equal(Now, result.CheckedAt);
        Assert.False(result.IsDeep);
    }

    [Fact]
    public async Task StoreStatus_says_nothing_about_a_backup_and_makes_no_finding()
    {
        Assert.Equal("OK", (await ValidateAsync(Backup(storeStatus: "Disabled"))).Summary);
        Assert.Equal("OK", (await ValidateAsync(Backup(storeStatus: "Enabled"))).Summary);
    }

    [Theory]
    [InlineData("Failed")]
    [InlineData("Unheard-of")]
    [InlineData(null)]
    public async Task A_backup_that_did_not_succeed_says_that_and_nothing_else(string? status)
    {
        BackupFinding finding = Assert.Single((await ValidateAsync(Backup(status: status, size: 0, hasLink: false))).Findings);
        Assert.Equal(("BackupFailed", FindingSeverity.Error), (finding.Code, finding.Severity));
        Assert.Contains($"rm-1/b-1 ended with status {status ?? "-"}.", finding.Message);
    }

    [Fact]
    public async Task Each_fault_of_a_description_is_an_error_of_its_own()
    {
        Assert.Equal(["BackupUnavailable"], await ErrorsAsync(Backup(isAvailable: false)));
        Assert.Equal(["BackupEmpty"], await ErrorsAsync(Backup(size: 0)));
        Assert.Equal(["BackupNotDownloadable"], await ErrorsAsync(Backup(hasLink: false)));
        Assert.Equal(["BackupStillRunning"], await ErrorsAsync(Backup(ended: TimeSpan.FromMinutes(-1))));
        Assert.Equal(["BackupStillRunning"], await ErrorsAsync(Backup(hasEnd: false)));
        Assert.Equal(
            ["BackupUnavailable", "BackupEmpty", "BackupNotDownloadable"],
            await ErrorsAsync(Backup(isAvailable: false, size: 0, hasLink: false)));
    }

    [Fact]
    public async Task Whether_a_set_is_available_need_not_be_said() =>
        Assert.Equal("OK", (await ValidateAsync(Backup(isAvailable: null))).Summary);

    [Fact]
    public async Task A_snapshot_without_a_link_is_valid_but_warns_what_to_use_instead()
    {
        AliyunBackupTestResult result = await ValidateAsync(Backup(method: "Snapshot", size: 0, hasLink: false));
        BackupFinding finding = Assert.Single(result.Findings);
        Assert.Equal(("BackupNotDownloadable", FindingSeverity.Warning), (finding.Code, finding.Severity));
        Assert.Contains("DBS", finding.Message);
        Assert.True(result.IsValid);
    }

    [Fact]
    public async Task An_expired_link_and_a_missing_checksum_are_worth_knowing_only()
    {
        AliyunBackupTestResult result = await ValidateAsync(Backup(linkExpiry: Now, checksum: null));
        Assert.Equal(["LinkExpired", "ChecksumMissing"], result.Findings.Select(finding => finding.Code));
        Assert.All(result.Findings, finding => Assert.Equal(FindingSeverity.Information, finding.Severity));
        Assert.True(result.IsValid);
        Assert.Equal("OK", (await ValidateAsync(Backup(linkExpiry: Now.AddSeconds(1)))).Summary);
    }

    [Fact]
    public async Task The_gravest_finding_comes_first()
    {
        AddPredecessors(5);
        AliyunBackupTestResult result = await ValidateAsync(Backup(size: 1, isAvailable: false, checksum: null));
        Assert.Equal(
            [FindingSeverity.Error, FindingSeverity.Warning, FindingSeverity.Information], result.Findings.Select(finding => finding.Severity));
        Assert.Equal("BackupUnavailable", result.Summary);
    }

    [Theory]
    [InlineData(Usual / 2, false)]
    [InlineData((Usual / 2) - 1, true)]
    [InlineData(3 * Usual, false)]
    [InlineData((3 * Usual) + 1, true)]
    public async Task A_size_below_half_or_above_three_times_the_median_is_unusual(long size, bool isUnusual)
    {
        AddPredecessors(5);
        AliyunBackupTestResult result = await ValidateAsync(Backup(size: size));
        Assert.Equal(isUnusual, Codes(result).Contains("BackupSizeUnusual"));
        Assert.True(result.IsValid);
    }

    [Fact]
    public async Task Two_predecessors_make_no_habit()
    {
        AddPredecessors(2);
        Assert.Equal("OK", (await ValidateAsync(Backup(size: 1))).Summary);
    }

    [Fact]
    public async Task Only_the_fourteen_latest_successful_predecessors_of_the_same_kind_count()
    {
        AddPredecessors(14);
        AddPredecessors(30, size: 1, olderBy: TimeSpan.FromDays(20));
        AddPredecessors(30, size: 2, type: "IncrementalBackup");
        AddPredecessors(30, size: 3, method: "Logical");
        AddPredecessors(30, size: 4, status: "Failed");
        var options = new AliyunValidationOptions { SmallestUsualSize = 0.99, LargestUsualSize = 1.01, TimeProvider = _time };
        Assert.Equal("OK", (await ValidateAsync(Backup(), options)).Summary);
    }

    [Fact]
    public async Task A_backup_is_compared_with_what_came_before_it_not_after()
    {
        AddPredecessors(5);
        AliyunBackup old = Backup(id: "old", size: 10, ended: TimeSpan.FromDays(25));
        Assert.DoesNotContain("BackupSizeUnusual", Codes(await ValidateAsync(old)));
    }

    [Fact]
    public async Task The_allowed_age_is_the_policys_longest_pause_with_window_and_slack()
    {
        // Monday and Thursday: four days, one hour of window, six hours of slack.
        TimeSpan allowed = TimeSpan.FromDays(4) + TimeSpan.FromHours(7);
        AliyunBackupTestResult result = await ValidateAsync(Backup(ended: allowed));
        Assert.Equal(allowed, result.MaximumAge);
        Assert.Equal("OK", result.Summary);

        AliyunBackupTestResult older = await ValidateAsync(Backup(ended: allowed + TimeSpan.FromSeconds(1)));
        Assert.Equal("BackupTooOld", older.Summary);
        Assert.Contains("4 d 7 h old", older.Findings[0].Message);
    }

    [Fact]
    public async Task A_given_age_spares_the_policy()
    {
        var options = new AliyunValidationOptions { MaximumAge = TimeSpan.FromHours(1), TimeProvider = _time };
        Assert.Equal("OK", (await ValidateAsync(Backup(ended: TimeSpan.FromHours(1)), options)).Summary);
        Assert.Equal("BackupTooOld", (await ValidateAsync(Backup(ended: TimeSpan.FromHours(2)), options)).Summary);
        Assert.Equal(0, _api.PolicyAsked);
    }

    [Fact]
    public async Task A_policy_without_days_allows_any_age()
    {
        _api.Policy = _api.Policy with { Days = [] };
        AliyunBackupTestResult result = await ValidateAsync(Backup(ended: TimeSpan.FromDays(29)));
        Assert.Null(result.MaximumAge);
        Assert.Equal("OK", result.Summary);
    }

    [Fact]
    public async Task Only_the_newest_successful_backup_can_be_too_old()
    {
        _api.Backups.Add(Backup(id: "newer"));
        _api.Backups.Add(Backup(id: "failed-since", ended: TimeSpan.Zero, status: "Failed"));
        AliyunBackupTestResult old = await ValidateAsync(Backup(id: "old", ended: TimeSpan.FromDays(20)));
        Assert.Equal("OK", old.Summary);
        Assert.Null(old.MaximumAge);
    }

    [Fact]
    public async Task The_latest_of_an_instance_is_its_newest_successful_backup()
    {
        AddPredecessors(3);
        _api.Backups.Insert(1, Backup(id: "newest"));
        AliyunBackupTestResult result = await Validator().ValidateLatestAsync(Instance, TestContext.Current.CancellationToken);
        Assert.Equal("newest", result.BackupId);
        Assert.Equal("OK", result.Summary);
        Assert.Equal(Now - TimeSpan.FromDays(30), _api.LastQuery!.Since);
        Assert.True(_api.LastQuery.Before > Now);
    }

    [Fact]
    public async Task An_attempt_that_failed_since_is_a_warning()
    {
        _api.Backups.Add(Backup(id: "good", ended: TimeSpan.FromHours(30)));
        _api.Backups.Add(Backup(id: "bad", ended: TimeSpan.FromHours(5), status: "Failed"));
        AliyunBackupTestResult result = await Validator().ValidateLatestAsync(Instance, TestContext.Current.CancellationToken);
        Assert.Equal("good", result.BackupId);
        BackupFinding finding = Assert.Single(result.Findings);
        Assert.Equal(("NewerBackupFailed", FindingSeverity.Warning), (finding.Code, finding.Severity));
        Assert.Contains("rm-1/bad", finding.Message);
    }

    [Fact]
    public async Task An_attempt_that_failed_before_is_of_no_interest()
    {
        _api.Backups.Add(Backup(id: "good"));
        _api.Backups.Add(Backup(id: "bad", ended: TimeSpan.FromHours(30), status: "Failed"));
        Assert.Equal("OK", (await Validator().ValidateLatestAsync(Instance, TestContext.Current.CancellationToken)).Summary);
    }

    [Fact]
    public async Task An_instance_with_failed_backups_only_has_none()
    {
        _api.Backups.Add(Backup(id: "bad", status: "Failed"));
        AliyunBackupTestResult result = await Validator().ValidateLatestAsync(Instance, TestContext.Current.CancellationToken);
        Assert.Equal("bad", result.BackupId);
        Assert.Equal(["BackupMissing", "BackupFailed"], Codes(result));
    }

    [Fact]
    public async Task An_instance_without_backups_is_one_result_with_one_error()
    {
        AliyunBackupTestResult result = await Validator().ValidateLatestAsync(RdsInstance("Primary"), TestContext.Current.CancellationToken);
        BackupFinding finding = Assert.Single(result.Findings);
        Assert.Equal(("BackupMissing", FindingSeverity.Error), (finding.Code, finding.Severity));
        Assert.Contains("rm-1 has no successful backup in the last 30 days", finding.Message);
        Assert.Equal((Instance, "cn-hangzhou"), (result.InstanceId, result.RegionId));
        Assert.Null(result.Backup);
        Assert.Null(result.Age);
    }

    [Fact]
    public async Task A_read_only_instance_is_not_expected_to_have_backups()
    {
        AliyunBackupTestResult result = await Validator().ValidateLatestAsync(RdsInstance("Readonly"), TestContext.Current.CancellationToken);
        Assert.Equal(["BackupNotExpected"], Codes(result));
        Assert.True(result.IsValid);
    }

    [Fact]
    public async Task History_and_policy_are_fetched_once_for_all_backups_of_an_instance()
    {
        var gate = new TaskCompletionSource();
        _api.Gate = gate.Task;
        _api.Backups.Add(Backup());
        AliyunBackupValidator validator = Validator();
        Task<AliyunBackupTestResult>[] checks =
            [.. Enumerable.Range(0, 50).Select(_ => validator.ValidateAsync(_api.Backups[0], TestContext.Current.CancellationToken))];
        gate.SetResult();
        await Task.WhenAll(checks);
        await validator.ValidateLatestAsync(Instance, TestContext.Current.CancellationToken);
        Assert.Equal(1, _api.Listed);
        Assert.Equal(1, _api.PolicyAsked);

        await validator.ValidateLatestAsync("rm-2", TestContext.Current.CancellationToken);
        Assert.Equal(2, _api.Listed);
    }

    [Fact]
    public async Task A_history_that_could_not_be_fetched_is_asked_for_again()
    {
        _api.Failure = new RdsBackupException("AliyunThrottled", RdsBackupErrorKind.Throttled, "slow down");
        AliyunBackupValidator validator = Validator();
        await Assert.ThrowsAsync<RdsBackupException>(() => validator.ValidateAsync(Backup(), TestContext.Current.CancellationToken));
        _api.Failure = null;
        Assert.Equal("OK", (await validator.ValidateAsync(Backup(), TestContext.Current.CancellationToken)).Summary);
    }

    [Fact]
    public async Task Cancelling_ends_a_check_that_waits()
    {
        _api.Gate = new TaskCompletionSource().Task;
        using var cancellation = new CancellationTokenSource();
        Task<AliyunBackupTestResult> check = Validator().ValidateLatestAsync(Instance, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => check);
    }

    private static AliyunBackup Backup(
        string id = "b-1", TimeSpan? ended = null, bool hasEnd = true, long size = Usual, string? status = "Success", bool? isAvailable = true,
        bool hasLink = true, DateTimeOffset? linkExpiry = null, ulong? checksum = 1, string method = "Physical", string type = "FullBackup",
        string storeStatus = "Disabled")
    {
        DateTimeOffset end = Now - (ended ?? TimeSpan.FromHours(1));
        return new AliyunBackup
        {
            InstanceId = Instance,
            RegionId = "cn-hangzhou",
            BackupId = id,
            StartTime = end - TimeSpan.FromMinutes(20),
            EndTime = hasEnd ? end : null,
            Size = size,
            Status = status,
            IsAvailable = isAvailable,
            Method = method,
            Type = type,
            StoreStatus = storeStatus,
            Checksum = checksum,
            DownloadLink = hasLink ? new SignedLink(new Uri("http://127.0.0.1:1/hins_xb.qp?Signature=x"), linkExpiry) : null,
        };
    }

    private static AliyunRdsInstance RdsInstance(string type) => new() { InstanceId = Instance, RegionId = "cn-hangzhou", Type = type };

    private static IEnumerable<string> Codes(AliyunBackupTestResult result) => result.Findings.Select(finding => finding.Code);

    private void AddPredecessors(
        int count, long size = Usual, TimeSpan? olderBy = null, string type = "FullBackup", string method = "Physical", string status = "Success")
    {
        for (int index = 1; index <= count; index++)
        {
            TimeSpan ended = TimeSpan.FromHours(12 * index) + olderBy.GetValueOrDefault();
            _api.Backups.Add(Backup($"{type}-{method}-{status}-{size}-{index}", ended, size: size, type: type, method: method, status: status));
        }
    }

    private AliyunBackupValidator Validator(AliyunValidationOptions? options = null) =>
        new(_api, options ?? new AliyunValidationOptions { TimeProvider = _time });

    private Task<AliyunBackupTestResult> ValidateAsync(AliyunBackup backup, AliyunValidationOptions? options = null) =>
        Validator(options).ValidateAsync(backup, TestContext.Current.CancellationToken);

    private async Task<IEnumerable<string>> ErrorsAsync(AliyunBackup backup)
    {
        AliyunBackupTestResult result = await ValidateAsync(backup);
        Assert.False(result.IsValid);
        return result.Findings.Where(finding => finding.Severity == FindingSeverity.Error).Select(finding => finding.Code);
    }
}
