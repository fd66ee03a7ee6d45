using CsCheck;
using RdsBackup.Alerting;
using RdsBackup.Configuration;
using RdsBackup.Core.Tests.Configuration;
using static RdsBackup.Core.Tests.Alerting.AlertScene;

namespace RdsBackup.Core.Tests.Alerting;

/// <summary>Rules that leave nothing to those after them.</summary>
public sealed class AlertRuleCoverageTests
{
    private static readonly string[] Patterns = ["*", "a*", "*b", "a?", "ab", "a*b", "?", "b"];
    private static readonly string[] Names = ["", "a", "b", "ab", "aab", "acb", "cb"];
    private static readonly AlertEventKind[] Kinds = [AlertEventKind.BackupMissing, AlertEventKind.CopyFailed];

    private static readonly Gen<IReadOnlyList<string>> SomePatterns =
        Gen.Int[0, Patterns.Length - 1].Select(number => Patterns[number]).Array[0, 2].Select(patterns => (IReadOnlyList<string>)patterns);

    private static readonly Gen<AlertRule> AnyRule = Gen.Select(SomePatterns, SomePatterns, Gen.Int[0, 3], Gen.Int[0, 2], Gen.Bool,
        (environments, instances, severity, kinds, hasHours) => Rule() with
        {
            Environments = environments,
            Instances = instances,
            MinimumSeverity = (AlertSeverity)severity,
            Events = Kinds[..kinds],
            Schedule = hasHours ? new AlertSchedule { From = new TimeOnly(9, 0) } : null,
        });

    [Fact]
    public void A_rule_that_covers_another_matches_whatever_that_matches() => Gen.Select(AnyRule, AnyRule).Sample(
        (earlier, later) =>
        {
            bool covers = AlertRuleCoverage.Covers(earlier, later);
            Assert.All(Events(), item => Assert.True(!covers || !Matches(later, item) || Matches(earlier, item), $"{item.Environment} {item.InstanceId}"));
        },
        iter: 2000);

    [Theory]
    [InlineData("prod-*", "prod-cn", true)]
    [InlineData("prod-*", "PROD-??", true)]
    [InlineData("*", "a*b", true)]
    [InlineData("prod-?", "prod-*", false)]
    [InlineData("prod-??", "prod-??", true)]
    [InlineData("prod-*", "dev-cn", false)]
    public void A_pattern_may_cover_another(string wide, string narrow, bool expected) =>
        Assert.Equal(expected, AlertRuleCoverage.Covers(Rule() with { Environments = [wide] }, Rule() with { Environments = [narrow] }));

    [Theory]
    [InlineData("""{ "name": "first" }, { "name": "second" }""", "second")]
    [InlineData("""{ "name": "first", "match": { "environments": ["prod*"] } }, { "name": "second", "match": { "environments": ["prod-cn"], "severity": "Error" } }""", "second")]
    [InlineData("""{ "name": "first", "then": { "continue": true } }, { "name": "second" }""", null)]
    [InlineData("""{ "name": "first", "match": { "severity": "Error" } }, { "name": "second" }""", null)]
    public void A_rule_that_never_gets_a_turn_is_found_in_the_configuration(string rules, string? never)
    {
        using ConfigurationFolder folder = new();
        ConfigurationFinding? finding = folder.Check($$"""
            {
              "environments": { "prod-cn": { "cloud": "aliyun", "regions": ["cn-hangzhou"], "instances": ["rm-*"], "destination": { "bucket": "offsite" } } },
              "alerts": { "rules": [ {{rules}} ] }
            }
            """).SingleOrDefault();

        Assert.Equal(never is null ? null : "AlertRuleShadowed", finding?.Code);
        Assert.Contains($"'{never}'", finding?.Message ?? "''", StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_takes_only_recoveries_is_refused()
    {
        using ConfigurationFolder folder = new();

        ConfigurationFinding finding = Assert.Single(folder.Check("""{ "alerts": { "rules": [ { "name": "end", "match": { "events": ["recovered"] } } ] } }"""));

        Assert.Equal(("AlertRuleOnlyRecovered", "alerts:rules:0:match:events"), (finding.Code, finding.Key));
    }

    private static IEnumerable<AlertEvent> Events() =>
        from environment in Names
        from instance in Names
        from severity in Enum.GetValues<AlertSeverity>()
        from kind in Kinds
        select Failure(instance, kind, severity: severity, environment: environment);

    private static bool Matches(AlertRule rule, AlertEvent alertEvent) => !AlertConditions.Mismatches(rule, alertEvent, Start).Any();
}
