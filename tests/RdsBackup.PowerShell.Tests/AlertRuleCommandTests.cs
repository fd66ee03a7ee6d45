using System.Management.Automation;

namespace RdsBackup.PowerShell.Tests;

/// <summary>Get-RdsBackupAlertRule and Test-RdsBackupAlertRule.</summary>
public sealed class AlertRuleCommandTests : CloudTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rdsbackup-rules-").FullName;

    private string Configuration => Path.Combine(_folder, "c.json");

    private string State => Path.Combine(_folder, "alerts.json");

    public override async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Rules_are_listed_in_their_order_and_found_by_pattern()
    {
        Configure();

        Assert.Equal(["aws", "missing", "production"], Values("Name", "Get-RdsBackupAlertRule"));
        PSObject rule = Assert.Single(Host.Run("Get-RdsBackupAlertRule PROD*"));
        Assert.Equal("RdsBackup.AlertRule", rule.BaseObject.GetType().FullName);
        Assert.Equal(TimeSpan.FromHours(12), rule.Properties["SuppressFor"].Value);
        Assert.Equal("22:00-06:00 Friday (Asia/Shanghai)", rule.Properties["Schedule"].Value.ToString());
        Assert.Equal("3: managers", rule.Properties["Escalation"].Value.ToString());
        Assert.Equal("zhang3, 13800000000", rule.Properties["Mentions"].Value.ToString());
    }

    [Fact]
    public void Each_rule_says_whether_it_fires_for_a_result_and_why_not()
    {
        Configure();
        Host.AddInstance("rm-a");

        PSObject[] decisions = [.. Host.Run("Test-AliyunRdsBackup rm-a | Test-RdsBackupAlertRule | Where-Object { $_.Event.Kind -eq 'BackupMissing' }")];

        Assert.Equal(["NotMatched", "Notified", "NotMatched"], decisions.Select(decision => decision.Properties["Outcome"].Value.ToString()));
        Assert.Contains("aws", decisions[0].Properties["Reason"].Value.ToString(), StringComparison.Ordinal);
        Assert.Equal(["dba"], (IEnumerable<string>)decisions[1].Properties["Channels"].Value);
        Assert.Contains("'missing'", decisions[2].Properties["Reason"].Value.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(State), "A rehearsal remembers nothing.");
    }

    [Fact]
    public void What_was_told_before_is_suppressed_until_its_window_ends()
    {
        Configure();
        Host.AddInstance("rm-a");

        string script = "$result = Test-AliyunRdsBackup rm-a; $result, $result | Test-RdsBackupAlertRule -Name missing | Where-Object { $_.Event.Kind -eq 'BackupMissing' }";
        PSObject[] decisions = [.. Host.Run(script)];

        Assert.Equal([true, false], decisions.Select(decision => decision.Properties["Fires"].Value));
        Assert.IsType<DateTimeOffset>(decisions[1].Properties["SuppressedUntil"].Value);
    }

    [Theory]
    [InlineData("2026-03-06T22:30+08:00", true)]
    [InlineData("2026-03-07T05:59+08:00", true)]
    [InlineData("2026-03-07T06:00+08:00", false)]
    public void A_moment_can_be_named(string at, bool expected)
    {
        Configure();

        PSObject decision = Assert.Single(Host.Run($"{Failure()} | Test-RdsBackupAlertRule -Name production -At {at}"));

        Assert.Equal(expected, decision.Properties["Fires"].Value);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("-Environment dev-cn", false)]
    public void An_instance_belongs_to_the_environment_that_takes_it_in_unless_another_is_named(string environment, bool expected)
    {
        Configure();

        Host.TryRun("Get-AliyunRdsBackup rm-nowhere -ErrorVariable problems -ErrorAction SilentlyContinue");
        PSObject decision = Assert.Single(Host.Run($"$problems | Test-RdsBackupAlertRule -Name production -At 2026-03-06T23:00+08:00 {environment}"));

        Assert.Equal(expected, decision.Properties["Fires"].Value);
        Assert.StartsWith("OperationFailed: ", decision.Properties["Event"].Value.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'text' | Test-RdsBackupAlertRule", "AlertObjectUnknown")]
    [InlineData("{0} | Test-RdsBackupAlertRule -ConfigurationPath ./nowhere.json", "ConfigurationFileMissing")]
    public void What_cannot_be_judged_is_one_error(string script, string errorId)
    {
        Configure();

        ErrorRecord error = Host.TryRun(script.Replace("{0}", Failure(), StringComparison.Ordinal)).SingleError;

        Assert.Equal($"{errorId},RdsBackup.PowerShell.TestRdsBackupAlertRuleCommand", error.FullyQualifiedErrorId);
    }

    [Fact]
    public void A_state_of_a_newer_version_is_an_error_and_left_alone()
    {
        Configure();
        File.WriteAllText(State, """{"schema":99}""");

        ErrorRecord error = Host.TryRun($"{Failure()} | Test-RdsBackupAlertRule").SingleError;

        Assert.StartsWith("AlertStateNewer,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("""{"schema":99}""", File.ReadAllText(State));
    }

    [Fact]
    public void Rules_and_decisions_are_tables()
    {
        Configure();

        Host.Run($"Get-RdsBackupAlertRule | Out-Default; {Failure()} | Test-RdsBackupAlertRule | Out-Default");

        Assert.Matches("Name +Events +Severity +Environments +SuppressFor +Channels", Host.Module.Screen.Text);
        Assert.Matches("Rule +Outcome +Event +InstanceId +Reason", Host.Module.Screen.Text);
    }

    private static string Failure() =>
        "[RdsBackup.AlertEvent]@{ Kind = 'CopyFailed'; Cloud = 'aliyun'; Environment = 'prod-cn'; InstanceId = 'rm-a'; Title = 'x'; Time = [DateTimeOffset]::UtcNow }";

    private void Configure()
    {
        File.WriteAllText(Configuration, """
            {
              "environments": { "prod-cn": { "cloud": "aliyun", "regions": ["cn-hangzhou"], "instances": ["rm-*"], "destination": { "bucket": "offsite" } } },
              "alerts": {
                "channels": { "dba": { "key": "${env:ROBOT}" }, "managers": { "key": "${env:ROBOT}" } },
                "rules": [
                  { "name": "aws", "match": { "clouds": ["aws"] }, "then": { "channels": ["dba"] } },
                  { "name": "missing", "match": { "events": ["BackupMissing"], "severity": "Critical" }, "then": { "channels": ["dba"] } },
                  {
                    "name": "production",
                    "match": {
                      "environments": ["prod-*"],
                      "when": { "from": "22:00", "to": "06:00", "days": ["Friday"], "timeZone": "Asia/Shanghai" }
                    },
                    "then": {
                      "channels": ["dba"], "suppressFor": "12h", "mentions": { "users": ["zhang3"], "mobiles": ["13800000000"] },
                      "escalate": { "after": 3, "channels": ["managers"] }
                    }
                  }
                ],
                "state": { "file": "./alerts.json" }
              }
            }
            """);
        Host.Run("param($path) $global:PSDefaultParameterValues['*-RdsBackupAlertRule:ConfigurationPath'] = $path", Configuration);
    }
}
