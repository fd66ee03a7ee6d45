using Microsoft.Extensions.Logging.Abstractions;
using RdsBackup.Alerting;
using RdsBackup.Configuration;
using RdsBackup.Core.Tests.Configuration;
using RdsBackup.Core.Tests.Transfer;
using static RdsBackup.Core.Tests.Alerting.AlertScene;

namespace RdsBackup.Core.Tests.Alerting;

/// <summary>Rules, state and environments as a configuration has them.</summary>
public sealed class AlertRehearsalTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_goes_on_from_what_was_told_and_remembers_nothing_itself()
    {
        RdsBackupOptions options = Options();
        AlertRule rule = Assert.Single(ConfiguredAlertRules.Of(options.Alerts));
        using (IAlertStateStore store = AlertStates.Open(options.Alerts.State, TimeProvider.System, NullLogger.Instance))
        {
            await store.UpdateAsync(before => before.Tell(rule, Failure()).State, CopyScene.Token);
        }

        string remembered = await File.ReadAllTextAsync(_folder.PathOf("alerts.json"), CopyScene.Token);
        AlertRehearsal rehearsal = await AlertRehearsal.StartAsync(options, TimeProvider.System, log: null, CopyScene.Token);

        Assert.Equal(AlertOutcome.Suppressed, Assert.Single(rehearsal.Decide(Failure(), Start.AddHours(1))).Outcome);
        Assert.True(Assert.Single(rehearsal.Decide(Failure("rm-b"), Start.AddHours(1))).Fires);
        Assert.False(Assert.Single(rehearsal.Decide(Failure("rm-b"), Start.AddHours(2))).Fires);
        Assert.Equal(remembered, await File.ReadAllTextAsync(_folder.PathOf("alerts.json"), CopyScene.Token));
    }

    [Theory]
    [InlineData("rm-a", "aliyun", "cn-hangzhou", "prod-cn")]
    [InlineData("rm-a", null, null, "prod-cn")]
    [InlineData("rm-a", "aliyun", "cn-beijing", null)]
    [InlineData("rm-a", "aws", "cn-hangzhou", null)]
    [InlineData("rm-shared", "aliyun", "cn-hangzhou", null)]
    [InlineData("orders", "aws", "us-east-1", "prod-us")]
    [InlineData(null, "aliyun", "cn-hangzhou", null)]
    public async Task An_event_is_of_the_one_environment_that_takes_its_instance_in(string? instanceId, string? cloud, string? region, string? expected)
    {
        AlertRehearsal rehearsal = await AlertRehearsal.StartAsync(Options(), TimeProvider.System, log: null, CopyScene.Token);

        AlertDecision decision = Assert.Single(rehearsal.Decide(
            Failure() with { InstanceId = instanceId, Cloud = cloud, RegionId = region, Environment = null }, Start));

        Assert.Equal(expected, decision.Event.Environment);
    }

    [Fact]
    public void A_window_longer_than_anything_is_remembered_is_refused()
    {
        const string Rules = """{ "alerts": { "rules": [ { "name": "night", "then": { "suppressFor": "31d" } } ] } }""";

        ConfigurationFinding finding = Assert.Single(_folder.Check(Rules));

        Assert.Equal(("AlertRuleWindowTooLong", "alerts:rules:0:then:suppressFor"), (finding.Code, finding.Key));
        Assert.Empty(_folder.Check(Rules.Replace("31d", "30d", StringComparison.Ordinal)));
    }

    private RdsBackupOptions Options() => _folder.Read("""
        {
          "environments": {
            "prod-cn": { "cloud": "aliyun", "regions": ["cn-hangzhou"], "instances": ["rm-*"], "destination": { "bucket": "offsite" } },
            "shared": { "cloud": "aliyun", "regions": ["cn-hangzhou"], "instances": ["rm-shared"], "destination": { "bucket": "offsite" } },
            "prod-us": {
              "cloud": "aws", "clusters": ["arn:aws:rds:us-east-1:123456789012:cluster:orders"],
              "export": { "bucket": "lake", "roleArn": "arn:aws:iam::123456789012:role/exporter", "kmsKeyId": "alias/exports" }
            }
          },
          "alerts": {
            "channels": { "ops": { "key": "${env:ROBOT}" } },
            "rules": [ { "name": "night", "then": { "channels": ["ops"], "suppressFor": "4h" } } ],
            "state": { "file": "./alerts.json" }
          }
        }
        """);
}
