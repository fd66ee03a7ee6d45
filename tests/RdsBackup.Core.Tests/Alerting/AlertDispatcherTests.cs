using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RdsBackup.Alerting;
using RdsBackup.Core.Tests.Transfer;
using RdsBackup.S3;
using static RdsBackup.Core.Tests.Alerting.AlertScene;

namespace RdsBackup.Core.Tests.Alerting;

public sealed class AlertDispatcherTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rdsbackup-dispatch-").FullName;
    private readonly FakeTimeProvider _clock = new(Start);
    private readonly RecordingChannel _ops = new("ops");
    private readonly RecordingChannel _managers = new("managers");
    private readonly string _path;

    public AlertDispatcherTests() => _path = Path.Combine(_folder, "alerts.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task All_that_a_channel_is_to_be_told_is_one_message_the_gravest_first_and_recoveries_last()
    {
        await DispatchAsync(Rule(), Failure("rm-c"));
        AlertEvent[] events =
        [
            Recovery("rm-c"), Failure("rm-a", severity: AlertSeverity.Warning), Failure("rm-b", severity: AlertSeverity.Critical), Failure("rm-d"),
        ];

        await DispatchAsync(Rule(), events);

        Assert.Equal(2, _ops.Messages.Count);
        AlertMessage message = _ops.Messages.Last();
        Assert.Equal(["rm-b", "rm-d", "rm-a", "rm-c"], message.Notices.Select(notice => notice.Event.InstanceId));
        Assert.Equal(AlertSeverity.Critical, message.Severity);
    }

    [Fact]
    public async Task The_next_run_is_quiet_about_what_was_told()
    {
        await DispatchAsync(Rule(), Failure());
        _clock.Advance(TimeSpan.FromHours(1));
        AlertDispatch second = await DispatchAsync(Rule(), Failure(), Failure("rm-b"));

        Assert.Equal(["rm-b"], Assert.Single(second.Deliveries).Message.Notices.Select(notice => notice.Event.InstanceId));
        Assert.Empty(second.Errors);
    }

    [Fact]
    public async Task The_same_cause_twice_in_one_run_is_told_once()
    {
        AlertDispatch dispatch = await DispatchAsync(Rule(), Failure(), Failure());

        Assert.Single(Assert.Single(_ops.Messages).Notices);
        Assert.Equal([AlertOutcome.Notified, AlertOutcome.Suppressed], dispatch.Decisions.Select(decision => decision.Outcome));
    }

    [Fact]
    public async Task What_two_rules_tell_one_channel_of_the_same_event_is_one_notice_that_calls_all()
    {
        AlertRule[] rules =
        [
            Rule("one") with { Continues = true, Mentions = new AlertMentions { Users = ["dba"] } },
            Rule("two") with { Mentions = new AlertMentions { Users = ["dba", "ops"], Mobiles = ["13800000000"] } },
        ];

        await DispatchAsync(rules, Failure());

        AlertMessage message = Assert.Single(_ops.Messages);
        Assert.Single(message.Notices);
        Assert.Equal("dba, ops, 13800000000", message.Mentions.ToString());
    }

    [Fact]
    public async Task A_channel_that_fails_is_reported_told_again_next_time_and_keeps_no_other_from_being_told()
    {
        AlertRule rule = Rule() with { Channels = ["ops", "managers"] };
        _ops.Failure = Revoked();

        AlertDispatch first = await DispatchAsync(rule, Failure());
        Assert.Same(_ops.Failure, Assert.Single(first.Errors));
        _ops.Failure = null;
        _clock.Advance(TimeSpan.FromMinutes(10));
        await DispatchAsync(rule, Failure());

        Assert.Single(_managers.Messages);
        AlertNotice told = Assert.Single(Assert.Single(_ops.Messages).Notices);
        Assert.Equal((2, 1, Start), (told.Occurrences, told.Suppressed, told.FailingSince));
    }

    [Fact]
    public async Task An_escalation_that_one_channel_missed_is_due_there_next_time_and_only_there()
    {
        AlertRule rule = Rule(suppressHours: 24) with { Channels = ["ops"], Escalation = new AlertEscalation { After = 3, Channels = ["ops", "managers"] } };
        for (int occurrence = 1; occurrence <= 7; occurrence++)
        {
            _ops.Failure = occurrence == 3 ? Revoked() : null;
            await DispatchAsync(rule, Failure());
            _clock.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Equal([(1, false), (4, true), (7, true)], Told(_ops));
        Assert.Equal([(3, true), (6, true)], Told(_managers));
    }

    [Fact]
    public async Task A_channel_with_a_defect_keeps_no_other_from_being_told()
    {
        _ops.Failure = new InvalidOperationException("a defect");

        AlertDispatch dispatch = await DispatchAsync(Rule() with { Channels = ["ops", "managers"] }, Failure());

        Assert.Same(_ops.Failure, Assert.Single(dispatch.Errors));
        Assert.Single(_managers.Messages);
    }

    [Fact]
    public async Task The_end_of_a_failure_that_could_not_be_told_is_told_next_time_and_only_there()
    {
        AlertRule rule = Rule() with { Channels = ["ops", "managers"] };
        await DispatchAsync(rule, Failure());
        _ops.Failure = Revoked();
        await DispatchAsync(rule, Recovery());
        _ops.Failure = null;
        await DispatchAsync(rule, Recovery());
        AlertDispatch last = await DispatchAsync(rule, Recovery());

        Assert.Equal([AlertEventKind.CopyFailed, AlertEventKind.Recovered], Kinds(_ops));
        Assert.Equal([AlertEventKind.CopyFailed, AlertEventKind.Recovered], Kinds(_managers));
        Assert.Empty(last.Deliveries);
    }

    [Fact]
    public async Task A_channel_that_does_not_exist_is_an_error_that_names_it()
    {
        AlertDispatch dispatch = await DispatchAsync(Rule() with { Channels = ["ops", "nowhere"] }, Failure());

        RdsBackupException error = Assert.IsType<RdsBackupException>(Assert.Single(dispatch.Errors));
        Assert.Equal("AlertChannelUnknown", error.ErrorId);
        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
        Assert.Single(_ops.Messages);
    }

    [Fact]
    public async Task With_a_state_that_cannot_be_used_everything_is_told_and_the_state_left_alone()
    {
        await File.WriteAllTextAsync(_path, """{"schema":9}""", CopyScene.Token);

        AlertDispatch dispatch = await DispatchAsync(Rule(), Failure());

        Assert.Single(_ops.Messages);
        Assert.Equal("AlertStateNewer", Assert.IsType<RdsBackupException>(Assert.Single(dispatch.Errors)).ErrorId);
        Assert.Equal("""{"schema":9}""", await File.ReadAllTextAsync(_path, CopyScene.Token));
    }

    [Fact]
    public async Task With_a_state_in_S3_that_cannot_be_reached_everything_is_told()
    {
        S3ConnectionOptions nowhere = new() { Bucket = "offsite", Region = "us-east-1", Profile = "rdsbackup-no-such-profile" };
        using AlertStateObject state = new(nowhere, "alerts.json", _clock, NullLogger.Instance);

        AlertDispatch dispatch = await new AlertDispatcher([Rule()], [_ops], state, _clock).DispatchAsync([Failure()], CopyScene.Token);

        Assert.Single(_ops.Messages);
        Assert.Equal("AwsProfileNotFound", Assert.IsType<RdsBackupException>(Assert.Single(dispatch.Errors)).ErrorId);
    }

    [Fact]
    public async Task Stopped_it_remembers_what_was_delivered()
    {
        using CancellationTokenSource stop = new();
        AlertRule rule = Rule() with { Channels = ["ops", "managers"] };
        _managers.Before = async token =>
        {
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Dispatcher(rule).DispatchAsync([Failure()], stop.Token));
        _managers.Before = _ => Task.CompletedTask;
        await DispatchAsync(rule, Failure());

        Assert.Single(_ops.Messages);
        Assert.Single(_managers.Messages);
    }

    [Fact]
    public async Task Where_no_rule_matches_nothing_is_written()
    {
        await DispatchAsync(Rule() with { Clouds = ["aws"] }, Failure());

        Assert.False(File.Exists(_path));
    }

    private Task<AlertDispatch> DispatchAsync(AlertRule rule, params AlertEvent[] events) => DispatchAsync([rule], events);

    private Task<AlertDispatch> DispatchAsync(AlertRule[] rules, params AlertEvent[] events) =>
        Dispatcher(rules).DispatchAsync(events, CopyScene.Token);

    private AlertDispatcher Dispatcher(params AlertRule[] rules) =>
        new(rules, [_ops, _managers], new AlertStateFile(_path, _clock, NullLogger.Instance), _clock);

    private static IEnumerable<AlertEventKind> Kinds(RecordingChannel channel) =>
        channel.Messages.SelectMany(message => message.Notices).Select(notice => notice.Event.Kind);

    private static IEnumerable<(int Occurrence, bool IsEscalation)> Told(RecordingChannel channel) =>
        channel.Messages.SelectMany(message => message.Notices).Select(notice => (notice.Occurrences, notice.IsEscalation));

    private static RdsBackupException Revoked() => new("WebhookRevoked", RdsBackupErrorKind.Authentication, "The webhook is revoked.");
}
