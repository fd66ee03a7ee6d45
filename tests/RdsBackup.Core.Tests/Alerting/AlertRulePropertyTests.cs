using CsCheck;
using RdsBackup.Alerting;
using static RdsBackup.Core.Tests.Alerting.AlertScene;

namespace RdsBackup.Core.Tests.Alerting;

/// <summary>What holds for every story of failures, recoveries and deliveries that go wrong.</summary>
public sealed class AlertRulePropertyTests
{
    private static readonly string[] Instances = ["rm-a", "rm-b", "rm-c"];

    private static readonly Gen<Step[]> Stories = Gen.Select(
        Gen.Int[0, 600], Gen.Int[0, 2].Select(number => Instances[number]), Gen.Int[0, 5].Select(number => number > 0), Gen.Bool,
        (minutes, instanceId, fails, isDelivered) => new Step(minutes, instanceId, fails, isDelivered)).Array[1, 60];

    private static readonly Gen<AlertRule> AnyRule = Gen.Select(Gen.Int[0, 48], Gen.Int[0, 5], Gen.Bool, (hours, after, hasChannel) => Rule(suppressHours: hours) with
    {
        Escalation = after == 0 ? null : new AlertEscalation { After = after, Channels = hasChannel ? ["managers"] : [] },
    });

    [Fact]
    public void A_channel_is_told_of_a_cause_once_in_the_window_except_to_escalate() => Sample(AnyRule, (rule, told) =>
    {
        foreach (Told[] streak in Streaks(told))
        {
            DateTimeOffset[] times = [.. streak.Where(item => item.Notice is { IsEscalation: false }).Select(item => item.At)];
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= rule.SuppressFor));
        }
    });

    [Fact]
    public void What_was_suppressed_adds_up() => Sample(AnyRule, (_, told) =>
    {
        foreach (Told[] streak in Streaks(told))
        {
            int counted = 0;
            for (int index = 0; index < streak.Length; index++)
            {
                counted++;
                if (streak[index].Notice is { Channel: "ops" } notice)
                {
                    Assert.Equal(index + 1, notice.Occurrences);
                    Assert.Equal(counted, notice.Suppressed + 1);
                    counted = 0;
                }
            }
        }
    });

    [Fact]
    public void Escalation_happens_once_in_so_many_occurrences() => Sample(AnyRule, (rule, told) =>
    {
        foreach (Told[] streak in Streaks(told))
        {
            int[] escalated = [.. streak.Index().Where(item => item.Item.Decision.Notices.Any(notice => notice.IsEscalation)).Select(item => item.Index + 1)];
            Assert.Equal(Enumerable.Range(1, streak.Length).Where(number => number % (rule.Escalation?.After ?? int.MaxValue) == 0), escalated);
        }
    });

    [Fact]
    public void The_end_of_a_failure_is_told_exactly_once() => Sample(AnyRule, (_, told) =>
    {
        foreach (string instanceId in Instances)
        {
            int failures = 0;
            foreach (Told item in told.Where(item => item.Decision.Event.InstanceId == instanceId))
            {
                bool isRecovery = item.Decision.Event.Kind == AlertEventKind.Recovered;
                Assert.True(!isRecovery || item.Decision.Fires == failures > 0, "A recovery is told when, and only when, something had failed since the last one.");
                failures = isRecovery ? 0 : failures + 1;
            }
        }
    });

    [Fact]
    public void Unrelated_causes_do_not_change_what_is_told_of_each_other() => Gen.Select(AnyRule, Stories).Sample((rule, story) =>
    {
        Told[] together = Play(rule, story);
        foreach (string instanceId in Instances)
        {
            Assert.Equal(
                Play(rule, story, instanceId).Select(Text),
                together.Where(item => item.Decision.Event.InstanceId == instanceId).Select(Text));
        }
    });

    [Fact]
    public void Writing_the_state_down_and_reading_it_again_changes_nothing() => Gen.Select(AnyRule, Stories).Sample((rule, story) =>
        Assert.Equal(
            Play(rule, story, fails: true).Select(Text),
            Play(rule, story, fails: true, keep: state => AlertStateDocument.Read(AlertStateDocument.Of(state).Write(), "here")!.State()).Select(Text)));

    [Fact]
    public void What_was_not_delivered_is_due_again() => Gen.Select(Gen.Int[0, 48], Stories).Sample((hours, story) =>
    {
        AlertRule rule = Rule(suppressHours: hours);
        foreach (string instanceId in Instances)
        {
            Told[] told = Play(rule, story, instanceId, fails: true);
            Assert.All(told.Zip(told.Skip(1)), pair => Assert.True(
                pair.First.IsDelivered || !pair.First.Decision.Fires || pair.Second.Decision.Event.Kind != pair.First.Decision.Event.Kind || pair.Second.Decision.Fires));
        }
    });

    private static void Sample(Gen<AlertRule> rules, Action<AlertRule, Told[]> check) =>
        Gen.Select(rules, Stories).Sample((rule, story) => check(rule, Play(rule, story)));

    // The failures of each cause between two recoveries.
    private static IEnumerable<Told[]> Streaks(Told[] told)
    {
        foreach (string instanceId in Instances)
        {
            List<Told> streak = [];
            foreach (Told item in told.Where(item => item.Decision.Event.InstanceId == instanceId))
            {
                if (item.Decision.Event.Kind == AlertEventKind.Recovered)
                {
                    yield return [.. streak];
                    streak.Clear();
                }
                else
                {
                    streak.Add(item);
                }
            }

            yield return [.. streak];
        }
    }

    private static Told[] Play(AlertRule rule, Step[] story, string? only = null, bool fails = false, Func<AlertState, AlertState>? keep = null)
    {
        AlertState state = AlertState.Empty;
        DateTimeOffset now = Start;
        List<Told> told = [];
        foreach (Step step in story)
        {
            now = now.AddMinutes(step.Minutes);
            if (only is null || only == step.InstanceId)
            {
                bool isDelivered = step.IsDelivered || !fails;
                AlertDecision decision = AlertRules.Decide([rule], step.Fails ? Failure(step.InstanceId) : Recovery(step.InstanceId), state, now).Single();
                state = state.Record(decision, _ => isDelivered, now);
                state = keep?.Invoke(state) ?? state;
                told.Add(new Told(now, decision, isDelivered));
            }
        }

        return [.. told];
    }

    private static string Text(Told told) =>
        $"{told.At:u} {told.Decision.Outcome} {told.Decision.Reason} {string.Join(';', told.Decision.Notices.Select(notice => $"{notice.Channel} {notice.Occurrences} {notice.Suppressed} {notice.FailingSince:u} {notice.IsEscalation}"))}";

    private sealed record Step(int Minutes, string InstanceId, bool Fails, bool IsDelivered);

    private sealed record Told(DateTimeOffset At, AlertDecision Decision, bool IsDelivered)
    {
        /// <summary>What the rule's own channel was told.</summary>
        public AlertNotice? Notice => Decision.Notices.FirstOrDefault(notice => notice.Channel == "ops");
    }
}
