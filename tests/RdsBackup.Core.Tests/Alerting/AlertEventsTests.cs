using RdsBackup.Alerting;
using RdsBackup.Exports;
using RdsBackup.Retrieval;
using RdsBackup.Validation;
using static RdsBackup.Core.Tests.Alerting.AlertScene;

namespace RdsBackup.Core.Tests.Alerting;

/// <summary>What the module's results become as alert events, and which failures their successors put an end to.</summary>
public sealed class AlertEventsTests
{
    public static TheoryData<string, FindingSeverity, AlertEventKind, AlertSeverity> Findings => new()
    {
        { BackupFindingCode.BackupMissing, FindingSeverity.Error, AlertEventKind.BackupMissing, AlertSeverity.Critical },
        { BackupFindingCode.BackupTooOld, FindingSeverity.Error, AlertEventKind.BackupStale, AlertSeverity.Error },
        { BackupFindingCode.BackupEmpty, FindingSeverity.Error, AlertEventKind.BackupInvalid, AlertSeverity.Error },
        { BackupFindingCode.BackupSizeUnusual, FindingSeverity.Warning, AlertEventKind.BackupInvalid, AlertSeverity.Warning },
    };

    [Theory]
    [MemberData(nameof(Findings))]
    public void A_finding_on_a_backup_is_an_event(string code, FindingSeverity severity, AlertEventKind kind, AlertSeverity expected)
    {
        AlertEvent failure = Failures(AlertEvents.From(Validation(new BackupFinding(code, severity, "Look at it.")), "prod-cn")).Single();

        Assert.Equal((kind, expected, code), (failure.Kind, failure.Severity, failure.Code));
        Assert.Equal(("aliyun", "prod-cn", "cn-hangzhou", "rm-a"), (failure.Cloud, failure.Environment, failure.RegionId, failure.InstanceId));
        Assert.Equal(("Look at it.", Start), (failure.Detail, failure.Time));
        Assert.Contains("prod-cn/rm-a", failure.Title, StringComparison.Ordinal);
        Assert.Contains(failure.Facts, fact => fact.Value == "77");
    }

    [Fact]
    public void Information_is_no_event() =>
        Assert.Empty(Failures(AlertEvents.From(Validation(new BackupFinding(BackupFindingCode.ChecksumMissing, FindingSeverity.Information, "")), null)));

    [Fact]
    public void What_a_later_validation_does_not_find_any_more_has_ended()
    {
        BackupFinding old = new(BackupFindingCode.BackupTooOld, FindingSeverity.Error, "old"), odd = new(BackupFindingCode.BackupSizeUnusual, FindingSeverity.Warning, "odd");
        AlertState state = TellAll(AlertState.Empty, AlertEvents.From(Validation(old, odd), "prod-cn")).State;

        (AlertDecision[] decisions, state) = TellAll(state, AlertEvents.From(Validation(odd), "prod-cn"));

        Assert.Contains("too old", Assert.Single(decisions.Single(decision => decision.Fires).Notices.Single().Recovered), StringComparison.Ordinal);
        Assert.Equal(BackupFindingCode.BackupSizeUnusual, Assert.Single(state.Causes).Code);
    }

    [Fact]
    public void A_good_old_backup_does_not_end_what_is_wrong_with_the_newest()
    {
        AlertState state = TellAll(AlertState.Empty, AlertEvents.From(Validation(new BackupFinding(BackupFindingCode.BackupEmpty, FindingSeverity.Error, "")), null)).State;

        Assert.DoesNotContain(TellAll(state, AlertEvents.From(Validation(isNewest: false), null)).Decisions, decision => decision.Fires);
        Assert.Contains(TellAll(state, AlertEvents.From(Validation(), null)).Decisions, decision => decision.Fires);
    }

    [Theory]
    [InlineData(SnapshotFindingCode.SnapshotMissing, AlertEventKind.BackupMissing, AlertSeverity.Critical, null)]
    [InlineData(SnapshotFindingCode.SnapshotTooOld, AlertEventKind.BackupStale, AlertSeverity.Error, "rds:mysql8")]
    [InlineData(SnapshotFindingCode.BackupsSwitchedOff, AlertEventKind.BackupInvalid, AlertSeverity.Error, null)]
    public void A_finding_on_a_snapshot_is_an_event_too(string code, AlertEventKind kind, AlertSeverity severity, string? subject)
    {
        AwsRdsSnapshotTestResult result = new()
        {
            InstanceId = "mysql8",
            Kind = AwsRdsKind.Instance,
            Region = "us-east-1",
            Snapshot = new AwsRdsSnapshot { SnapshotId = "rds:mysql8", Kind = AwsRdsKind.Instance, Region = "us-east-1" },
            Findings = [new(code, FindingSeverity.Error, "Look at it.")],
            CheckedAt = Start,
        };

        AlertEvent failure = Failures(AlertEvents.From(result, environment: null, Start)!).Single();

        Assert.Equal((kind, severity, "aws", "us-east-1", "mysql8", subject), (failure.Kind, failure.Severity, failure.Cloud, failure.RegionId, failure.InstanceId, failure.Subject));
    }

    [Fact]
    public void A_failed_copy_ends_with_the_next_one_that_is_made()
    {
        IReadOnlyList<AlertEvent> failed = AlertEvents.From(Copy(BackupCopyStatus.Failed, "77"), "prod-cn");
        AlertEvent failure = Failures(failed).Single();
        AlertState state = TellAll(AlertState.Empty, failed).State;

        Assert.Equal((AlertEventKind.CopyFailed, "SourceTruncated"), (failure.Kind, failure.Code));
        Assert.Equal(("It ended early.", "Run again."), (failure.Detail, failure.Remedy));
        Assert.DoesNotContain(TellAll(state, AlertEvents.From(Copy(BackupCopyStatus.Verified, backupId: null), "prod-cn")).Decisions, decision => decision.Fires);
        Assert.Contains(TellAll(state, AlertEvents.From(Copy(BackupCopyStatus.AlreadyPresent, "78"), "prod-cn")).Decisions, decision => decision.Fires);
    }

    [Fact]
    public void An_error_and_the_result_beside_it_are_the_same_cause()
    {
        AlertEvent ofResult = Failures(AlertEvents.From(Copy(BackupCopyStatus.Failed, "77"), environment: null)).Single();
        AliyunBackup backup = new() { BackupId = "77", InstanceId = "rm-a", RegionId = "cn-hangzhou" };
        RdsBackupException error = new("SourceTruncated", RdsBackupErrorKind.CorruptData, "It ended early.", "Run again.");

        AlertEvent ofError = AlertEvents.From(error, "Send-AliyunBackupToS3", backup, environment: null, Start);

        Assert.Equal(ofResult.Cause, ofError.Cause);
        Assert.Equal("Run again.", ofError.Remedy);
    }

    [Fact]
    public void A_damaged_copy_is_critical_and_concerns_that_copy_only()
    {
        BackupFinding damaged = new(CopyFindingCode.CopyChecksumDiffers, FindingSeverity.Error, "differs");
        IReadOnlyList<AlertEvent> failed = AlertEvents.From(CopyTest("a.qp", damaged), environment: null);
        AlertState state = TellAll(AlertState.Empty, failed).State;

        Assert.Equal((AlertEventKind.VerificationFailed, AlertSeverity.Critical), (failed[0].Kind, failed[0].Severity));
        Assert.Equal(("prod-eu", "s3://offsite/a.qp"), (failed[0].Environment, failed[0].Subject));
        Assert.DoesNotContain(TellAll(state, AlertEvents.From(CopyTest("b.qp"), null)).Decisions, decision => decision.Fires);
        Assert.Contains(TellAll(state, AlertEvents.From(CopyTest("a.qp"), null)).Decisions, decision => decision.Fires);
    }

    [Fact]
    public void A_copy_that_lost_its_manifest_is_still_that_copy()
    {
        AlertState state = TellAll(AlertState.Empty, AlertEvents.From(CopyTest("a.qp", new BackupFinding(CopyFindingCode.CopySizeDiffers, FindingSeverity.Error, "")), null)).State;
        BackupCopyTestResult bare = new() { Bucket = "offsite", Key = "a.qp", Findings = [], CheckedAt = Start };

        Assert.Contains(TellAll(state, AlertEvents.From(bare, null)).Decisions, decision => decision.Fires);
    }

    [Theory]
    [InlineData("FAILED", null, AlertEventKind.ExportFailed)]
    [InlineData("CANCELED", null, AlertEventKind.ExportFailed)]
    [InlineData("COMPLETE", "{\"skippedTables\":1}", AlertEventKind.ExportPartial)]
    [InlineData("COMPLETE", null, AlertEventKind.Recovered)]
    [InlineData("IN_PROGRESS", null, null)]
    public void An_export_that_has_ended_is_an_event(string status, string? warning, AlertEventKind? expected)
    {
        IReadOnlyList<AlertEvent> events = AlertEvents.From(Export(status, "rds:mysql8-2026-03-02-01-10", warning), "prod-us", Start);

        Assert.Equal(expected, events.Count == 0 ? null : events[0].Kind);
        Assert.All(events, item => Assert.Equal(("aws", "us-east-1", "mysql8"), (item.Cloud, item.RegionId, item.InstanceId)));
    }

    [Fact]
    public void Tonights_export_ends_what_last_nights_began()
    {
        AlertState state = TellAll(AlertState.Empty, AlertEvents.From(Export("FAILED", "rds:mysql8-2026-03-02-01-10"), "prod-us", Start)).State;

        Assert.DoesNotContain(TellAll(state, AlertEvents.From(Export("COMPLETE", "by-hand"), "prod-us", Start)).Decisions, decision => decision.Fires);
        Assert.Contains(TellAll(state, AlertEvents.From(Export("COMPLETE", "rds:mysql8-2026-03-03-01-10"), "prod-us", Start)).Decisions, decision => decision.Fires);
    }

    [Fact]
    public void Who_exports_a_snapshot_made_by_hand_can_name_its_instance()
    {
        AwsSnapshotExportTestResult check = new()
        {
            Bucket = "lake",
            ExportTaskId = "nightly",
            Export = Export("COMPLETE", "by-hand"),
            CheckedAt = Start,
            Findings = [new(ExportFindingCode.ParquetTruncated, FindingSeverity.Error, "part-1")],
        };

        Assert.All(
            [.. AlertEvents.From(Export("FAILED", "by-hand"), "prod-us", Start, "mysql8"), .. AlertEvents.From(check, "prod-us", "mysql8")],
            item => Assert.Equal(("mysql8", null), (item.InstanceId, item.Subject)));
    }

    [Fact]
    public void A_complete_task_ends_its_own_warning_but_not_what_a_check_found_to_lack()
    {
        AwsSnapshotExportTestResult check = new()
        {
            Bucket = "lake",
            ExportTaskId = "nightly",
            Export = Export("COMPLETE", "rds:mysql8-2026-03-02-01-10"),
            CheckedAt = Start,
            Findings =
            [
                new(ExportFindingCode.TableMissing, FindingSeverity.Error, "orders"), new(ExportFindingCode.TableIncomplete, FindingSeverity.Error, "items"),
                new(ExportFindingCode.TableWarning, FindingSeverity.Warning, "notes"), new(ExportFindingCode.ExportPartial, FindingSeverity.Error, "skipped"),
            ],
        };
        AlertState state = TellAll(AlertState.Empty, AlertEvents.From(check, "prod-us")).State;

        (AlertDecision[] decisions, state) = TellAll(state, AlertEvents.From(Export("COMPLETE", "rds:mysql8-2026-03-03-01-10"), "prod-us", Start));

        Assert.Contains(ExportFindingCode.ExportPartial, Assert.Single(Assert.Single(decisions).Notices.Single().Recovered), StringComparison.Ordinal);
        Assert.Equal(3, state.Causes.Count());
    }

    [Fact]
    public void A_task_that_failed_does_not_end_what_the_last_one_lacked()
    {
        AlertState state = TellAll(AlertState.Empty, AlertEvents.From(Export("COMPLETE", "rds:mysql8-2026-03-02-01-10", "[1]"), "prod-us", Start)).State;

        (_, state) = TellAll(state, AlertEvents.From(Export("FAILED", "rds:mysql8-2026-03-03-01-10"), "prod-us", Start));

        Assert.Equal(["ExportFailed", "ExportPartial"], state.Causes.Select(cause => cause.Kind).Order());
    }

    [Fact]
    public void What_lacks_in_an_export_and_what_is_damaged_are_told_apart_each_once()
    {
        AwsSnapshotExportTestResult result = new()
        {
            Bucket = "lake",
            ExportTaskId = "nightly",
            Export = Export("COMPLETE", "rds:mysql8-2026-03-02-01-10"),
            CheckedAt = Start,
            Findings =
            [
                new("TableMissing", FindingSeverity.Error, "orders"), new("TableMissing", FindingSeverity.Error, "items"),
                new("MoreFindings", FindingSeverity.Error, "5 more"), new("ParquetTruncated", FindingSeverity.Error, "part-1"),
            ],
        };

        AlertEvent[] failures = Failures(AlertEvents.From(result, "prod-us"));

        Assert.Equal([(AlertEventKind.ExportPartial, "orders\nitems"), (AlertEventKind.VerificationFailed, "part-1")], failures.Select(item => (item.Kind, item.Detail)));
    }

    [Theory]
    [InlineData("Send-AliyunBackupToS3", AlertEventKind.CopyFailed)]
    [InlineData("Start-AwsSnapshotExport", AlertEventKind.ExportFailed)]
    [InlineData("Test-RdsBackupCopy", AlertEventKind.VerificationFailed)]
    [InlineData("Get-AliyunRdsInstance", AlertEventKind.OperationFailed)]
    [InlineData(null, AlertEventKind.OperationFailed)]
    public void An_error_is_of_the_kind_of_its_command(string? command, AlertEventKind expected) =>
        Assert.Equal(expected, AlertEvents.From(new TimeoutException("too long"), command, target: null, environment: null, Start).Kind);

    [Fact]
    public void No_event_shows_a_signature()
    {
        Exception error = new HttpRequestException("GET https://oss.example/a.qp?OSSAccessKeyId=x&Signature=verysecretvalue failed");

        Assert.DoesNotContain("verysecret", AlertEvents.From(error, null, null, null, Start).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void What_says_nothing_about_success_makes_no_events()
    {
        Assert.Null(AlertEvents.From("text", environment: null, Start));
        Assert.Equal([Failure()], AlertEvents.From(Failure(), environment: null, Start));
    }

    private static AlertEvent[] Failures(IEnumerable<AlertEvent> events) => [.. events.Where(item => item.Kind != AlertEventKind.Recovered)];

    private static (AlertDecision[] Decisions, AlertState State) TellAll(AlertState state, IEnumerable<AlertEvent> events)
    {
        List<AlertDecision> decisions = [];
        foreach (AlertEvent item in events)
        {
            (AlertDecision decision, state) = state.Tell(Rule(), item, hours: 1);
            decisions.Add(decision);
        }

        return ([.. decisions], state);
    }

    private static AliyunBackupTestResult Validation(params BackupFinding[] findings) => Validation(isNewest: true, findings);

    private static AliyunBackupTestResult Validation(bool isNewest, params BackupFinding[] findings) => new()
    {
        InstanceId = "rm-a",
        RegionId = "cn-hangzhou",
        Backup = new AliyunBackup { BackupId = "77", InstanceId = "rm-a", RegionId = "cn-hangzhou" },
        Findings = findings,
        MaximumAge = isNewest ? TimeSpan.FromHours(30) : null,
        CheckedAt = Start,
    };

    private static BackupCopyResult Copy(BackupCopyStatus status, string? backupId) => new()
    {
        Status = status,
        InstanceId = "rm-a",
        RegionId = "cn-hangzhou",
        BackupId = backupId,
        Bucket = "offsite",
        ErrorId = status == BackupCopyStatus.Failed ? "SourceTruncated" : null,
        ErrorMessage = status == BackupCopyStatus.Failed ? "It ended early." : null,
        ErrorRemedy = status == BackupCopyStatus.Failed ? "Run again." : null,
        CompletedAt = Start,
    };

    private static BackupCopyTestResult CopyTest(string key, params BackupFinding[] findings) => new()
    {
        Bucket = "offsite",
        Key = key,
        Copy = new BackupCopy
        {
            Bucket = "offsite",
            Key = key,
            ManifestKey = key + ".manifest.json",
            Cloud = "aliyun",
            Environment = "prod-eu",
            InstanceId = "rm-a",
            RegionId = "eu-central-1",
            FileName = key,
            Size = 1,
            CopiedAt = Start,
        },
        Findings = findings,
        CheckedAt = Start,
    };

    private static AwsSnapshotExport Export(string status, string snapshotId, string? warning = null) => new()
    {
        ExportTaskId = "nightly",
        SnapshotId = snapshotId,
        Region = "us-east-1",
        Bucket = "lake",
        Status = status,
        WarningMessage = warning,
    };
}
