using RdsBackup.Alerting;
using static RdsBackup.Core.Tests.Alerting.AlertScene;

namespace RdsBackup.Core.Tests.Alerting;

public sealed class AlertRuleTests
{
    public static TheoryData<AlertRule, string[]> Mismatches => new()
    {
        { Rule() with { Events = [AlertEventKind.BackupMissing, AlertEventKind.BackupStale] }, ["BackupMissing, BackupStale", "CopyFailed"] },
        { Rule() with { MinimumSeverity = AlertSeverity.Critical }, ["Critical", "Error"] },
        { Rule() with { Clouds = ["aws"] }, ["aws", "aliyun"] },
        { Rule() with { Environments = ["dev-*", "test-??"] }, ["dev-*, test-??", "prod-cn"] },
        { Rule() with { Instances = ["mysql*"] }, ["mysql*", "rm-a"] },
        { Rule() with { Schedule = new AlertSchedule { From = new TimeOnly(22, 0), To = new TimeOnly(6, 0), Days = [DayOfWeek.Friday] } }, ["22:00-06:00 Friday (UTC)", "Monday 08:00"] },
        { Rule() with { Clouds = ["aws"], Instances = ["mysql*"] }, ["aws", "mysql*"] },
    };

    [Theory]
    [MemberData(nameof(Mismatches))]
    public void A_rule_that_does_not_match_says_which_condition_and_with_what_values(AlertRule rule, string[] said)
    {
        AlertDecision decision = AlertState.Empty.Tell(rule, Failure()).Decision;

        Assert.Equal(AlertOutcome.NotMatched, decision.Outcome);
        Assert.False(decision.Fires);
        Assert.All(said, part => Assert.Contains(part, decision.Reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("PROD-*", true)]
    [InlineData("prod-c?", true)]
    [InlineData("prod", false)]
    [InlineData("prod-cn?", false)]
    public void Patterns_know_stars_and_question_marks_and_no_case(string pattern, bool expected) =>
        Assert.Equal(expected, AlertState.Empty.Tell(Rule() with { Environments = [pattern] }, Failure()).Decision.Fires);

    [Fact]
    public void An_event_of_no_environment_matches_only_what_matches_everything()
    {
        AlertEvent failure = Failure(environment: null);

        Assert.True(AlertState.Empty.Tell(Rule() with { Environments = ["*"] }, failure).Decision.Fires);
        Assert.False(AlertState.Empty.Tell(Rule() with { Environments = ["?*"] }, failure).Decision.Fires);
    }

    [Fact]
    public void The_same_cause_is_told_once_in_the_window_and_then_with_what_was_kept_back()
    {
        AlertRule rule = Rule(suppressHours: 4);
        (AlertDecision first, AlertState state) = AlertState.Empty.Tell(rule, Failure());
        (AlertDecision second, state) = state.Tell(rule, Failure(), hours: 1);
        (_, state) = state.Tell(rule, Failure(), hours: 3);
        AlertDecision fourth = state.Tell(rule, Failure(), hours: 4).Decision;

        AlertNotice told = Assert.Single(first.Notices);
        Assert.Equal(("ops", 1, 0, Start), (told.Channel, told.Occurrences, told.Suppressed, told.FailingSince));
        Assert.Equal((AlertOutcome.Suppressed, Start.AddHours(4)), (second.Outcome, second.SuppressedUntil));
        Assert.Contains("2026-03-02 12:00:00Z", second.Reason, StringComparison.Ordinal);
        AlertNotice again = Assert.Single(fourth.Notices);
        Assert.Equal((4, 2, Start), (again.Occurrences, again.Suppressed, again.FailingSince));
    }

    [Fact]
    public void Another_cause_is_told_at_once()
    {
        AlertState state = AlertState.Empty.Tell(Rule(), Failure()).State;

        Assert.All(
            new[]
            {
                Failure("rm-b"), Failure(code: "KeyTaken"), Failure(kind: AlertEventKind.BackupStale), Failure(environment: "prod-eu"), Failure(cloud: "aws"),
                Failure() with { RegionId = "cn-beijing" }, Failure() with { Subject = "s3://offsite/x" },
            },
            other => Assert.True(state.Tell(Rule(), other).Decision.Fires));
    }

    [Fact]
    public void What_lasts_escalates_to_others_in_spite_of_the_window()
    {
        AlertMentions boss = new() { Users = ["boss"] };
        AlertRule rule = Rule(suppressHours: 24) with
        {
            Mentions = new AlertMentions { Users = ["dba"] },
            Escalation = new AlertEscalation { After = 3, Channels = ["managers"], Mentions = boss },
        };
        AlertState state = AlertState.Empty;
        List<AlertDecision> decisions = [];
        for (int hour = 0; hour < 7; hour++)
        {
            (AlertDecision decision, state) = state.Tell(rule, Failure(), hour);
            decisions.Add(decision);
        }

        Assert.Equal([["ops"], [], ["managers"], [], [], ["managers"], []], decisions.Select(decision => decision.Channels));
        AlertNotice escalated = Assert.Single(decisions[2].Notices);
        Assert.Equal((true, 3, 2), (escalated.IsEscalation, escalated.Occurrences, escalated.Suppressed));
        Assert.Equal(["dba", "boss"], escalated.Mentions.Users);
        Assert.Equal(["dba"], decisions[0].Notices[0].Mentions.Users);
    }

    [Fact]
    public void An_escalation_without_channels_calls_others_in_those_of_the_rule()
    {
        AlertRule rule = Rule() with { Escalation = new AlertEscalation { After = 2, Mentions = new AlertMentions { Users = [AlertMentions.Everyone] } } };
        AlertState state = AlertState.Empty.Tell(rule, Failure()).State;

        AlertNotice escalated = Assert.Single(state.Tell(rule, Failure(), hours: 1).Decision.Notices);

        Assert.Equal(("ops", true, "@all"), (escalated.Channel, escalated.IsEscalation, escalated.Mentions.ToString()));
    }

    [Fact]
    public void A_rule_may_tell_only_of_what_lasts()
    {
        AlertRule rule = Rule() with { Channels = [], Escalation = new AlertEscalation { After = 2, Channels = ["managers"] } };
        (AlertDecision first, AlertState state) = AlertState.Empty.Tell(rule, Failure());

        Assert.Equal((AlertOutcome.Suppressed, null), (first.Outcome, first.SuppressedUntil));
        Assert.Equal(["managers"], state.Tell(rule, Failure(), hours: 1).Decision.Channels);
    }

    [Fact]
    public void Who_was_told_of_a_failure_is_told_of_its_end_and_nobody_else()
    {
        AlertRule rule = Rule() with { Escalation = new AlertEscalation { After = 9, Channels = ["managers"] } };
        (_, AlertState state) = AlertState.Empty.Tell(rule, Failure());
        (_, state) = state.Tell(rule, Failure(), hours: 1);
        (AlertDecision recovered, state) = state.Tell(rule, Recovery(), hours: 2);
        AlertDecision again = state.Tell(rule, Recovery(), hours: 3).Decision;

        AlertNotice notice = Assert.Single(recovered.Notices);
        Assert.Equal(("ops", Start, 2), (notice.Channel, notice.FailingSince, notice.Occurrences));
        Assert.Equal([Failure().Title], notice.Recovered);
        Assert.True(notice.Mentions.IsEmpty);
        Assert.Equal(AlertOutcome.NotMatched, again.Outcome);
        Assert.True(state.Tell(rule, Failure(), hours: 4).Decision.Fires, "After its end a failure is a new one.");
    }

    [Fact]
    public void Nobody_is_told_of_the_end_of_what_nobody_was_told_of()
    {
        DateTimeOffset now = Start;
        AlertDecision failed = Assert.Single(AlertRules.Decide([Rule()], Failure(), AlertState.Empty, now));
        AlertState state = AlertState.Empty.Record(failed, isDelivered: _ => false, now);

        (AlertDecision recovered, state) = state.Tell(Rule(), Recovery(), hours: 1);

        Assert.Equal(AlertOutcome.Suppressed, recovered.Outcome);
        Assert.Empty(state.Causes);
    }

    [Fact]
    public void A_rule_can_do_without_recovery_notices()
    {
        AlertRule rule = Rule() with { NotifiesRecovery = false };
        (AlertDecision recovered, AlertState state) = AlertState.Empty.Tell(rule, Failure()).State.Tell(rule, Recovery(), hours: 1);

        Assert.Equal(AlertOutcome.Suppressed, recovered.Outcome);
        Assert.Empty(state.Causes);
    }

    [Fact]
    public void A_check_ends_only_what_it_would_have_found_and_did_not()
    {
        AlertState state = AlertState.Empty;
        AlertEvent lasting = Failure(kind: AlertEventKind.BackupInvalid, code: "BackupEmpty");
        foreach (AlertEvent failure in new[] { Failure(), Failure(kind: AlertEventKind.BackupStale), lasting, Failure("rm-b", AlertEventKind.BackupStale) })
        {
            state = state.Tell(Rule(), failure).State;
        }

        AlertEvent recovery = Recovery("rm-a") with
        {
            Recovery = new AlertRecovery { Kinds = [AlertEventKind.BackupStale, AlertEventKind.BackupInvalid], StillFailing = [lasting.Code] },
        };
        (AlertDecision recovered, state) = state.Tell(Rule(), recovery, hours: 1);

        Assert.Equal([Failure(kind: AlertEventKind.BackupStale).Title], Assert.Single(recovered.Notices).Recovered);
        Assert.Equal(3, state.Causes.Count());
    }

    [Fact]
    public void Outside_its_hours_a_rule_keeps_the_end_of_a_failure_for_later()
    {
        AlertRule rule = Rule() with { Schedule = new AlertSchedule { From = new TimeOnly(8, 0), To = new TimeOnly(18, 0) } };
        (_, AlertState state) = AlertState.Empty.Tell(rule, Failure());
        (AlertDecision atNight, state) = state.Tell(rule, Recovery(), hours: 12);
        AlertDecision nextMorning = state.Tell(rule, Recovery(), hours: 25).Decision;

        Assert.Equal(AlertOutcome.NotMatched, atNight.Outcome);
        Assert.True(nextMorning.Fires);
    }

    [Fact]
    public void A_rule_that_matches_is_the_last_unless_it_continues()
    {
        AlertRule[] rules =
        [
            Rule("aws") with { Clouds = ["aws"] }, Rule("first") with { Continues = true }, Rule("second"), Rule("third"),
        ];

        IReadOnlyList<AlertDecision> decisions = AlertRules.Decide(rules, Failure(), AlertState.Empty, Start);

        Assert.Equal([false, true, true, false], decisions.Select(decision => decision.Fires));
        Assert.Contains("'second'", decisions[3].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_without_channels_keeps_quiet_what_it_matches()
    {
        AlertRule[] rules = [Rule("mute") with { Channels = [], Environments = ["prod-*"] }, Rule()];

        IReadOnlyList<AlertDecision> decisions = AlertRules.Decide(rules, Failure(), AlertState.Empty, Start);

        Assert.Equal([AlertOutcome.Suppressed, AlertOutcome.NotMatched], decisions.Select(decision => decision.Outcome));
    }

    [Fact]
    public void A_cause_not_seen_for_a_month_is_forgotten()
    {
        AlertState state = AlertState.Empty.Tell(Rule(), Failure()).State;

        Assert.Single(state.Forget(Start.AddDays(30)).Causes);
        Assert.Empty(state.Forget(Start.AddDays(31)).Causes);
        Assert.Equal(1, Assert.Single(state.Tell(Rule(), Failure(), hours: 24 * 31).Decision.Notices).Occurrences);
    }

    [Fact]
    public void A_clock_that_ran_years_ahead_does_not_silence_a_rule()
    {
        AlertState state = AlertState.Empty.Tell(Rule(), Failure(), hours: 24 * 365).State;

        Assert.True(state.Tell(Rule(), Failure()).Decision.Fires);
    }

    [Fact]
    public void Causes_are_told_apart_whatever_characters_their_parts_hold()
    {
        Assert.NotEqual((Failure() with { InstanceId = "a|b", Subject = "c" }).Cause, (Failure() with { InstanceId = "a", Subject = "b|c" }).Cause);
        Assert.NotEqual((Failure() with { InstanceId = "a\\", Subject = "c" }).Cause, (Failure() with { InstanceId = "a", Subject = "\\|c" }).Cause);
    }
}
