using System.Management.Automation;
using System.Text.Json.Nodes;

namespace RdsBackup.PowerShell.Tests;

[Collection(EnvironmentVariableTests.Name)]
public sealed class GetRdsBackupStatusTests : ConfiguredRunTests
{
    [Fact]
    public void Before_a_run_nothing_is_off_site_and_after_it_everything_is()
    {
        PlantAliyun();
        PlantAws();

        string[] before = Rows("");
        Host.Run("Invoke-RdsBackup -ConfigurationPath $args[0] -PollInterval 0.05s", WriteConfiguration());
        string[] after = Rows("");

        Assert.Equal(
            ["prod-aws orders Warning OffsiteMissing", "prod-cn rm-a Warning OffsiteMissing", "prod-cn rm-b Warning OffsiteMissing"],
            before.Select(row => row.Replace(",SnapshotNotEncrypted", "", StringComparison.Ordinal)));
        Assert.All(after.Where(row => row.StartsWith("prod-cn", StringComparison.Ordinal)), row => Assert.Contains("Healthy", row, StringComparison.Ordinal));
        Assert.DoesNotContain(after, row => row.Contains("Offsite", StringComparison.Ordinal));
    }

    [Fact]
    public void It_names_the_newest_backup_the_newest_copy_and_their_ages_and_writes_nothing()
    {
        PlantAliyun();
        Host.Run("Invoke-RdsBackup -ConfigurationPath $args[0]", WriteConfiguration());
        Host.AddBackup(Host.Cloud.Aliyun.Instance("rm-a"), "9", TimeSpan.FromMinutes(30));
        int requests = Host.Cloud.S3.Requests.Count;

        PSObject row = Assert.Single(Status("").Output, item => "rm-a".Equals(item.Properties["InstanceId"].Value));

        Assert.Equal("9", row.Properties["BackupId"].Value);
        Assert.EndsWith("1_xb.qp", (string)row.Properties["Offsite"].Value, StringComparison.Ordinal);
        Assert.InRange(((TimeSpan)row.Properties["BackupAge"].Value).TotalMinutes, 19, 25); // it took ten minutes
        Assert.InRange(((TimeSpan)row.Properties["OffsiteAge"].Value).TotalMinutes, 105, 115);
        Assert.All(Host.Cloud.S3.Requests.Skip(requests), request => Assert.Equal("GET", request.Method));
    }

    [Fact]
    public void What_is_expected_and_does_not_hold_is_a_failure()
    {
        PlantAliyun();
        Host.AddBackup(Host.AddInstance("rm-expected"), "1", TimeSpan.FromHours(20));
        AddEnvironment("strict", "aliyun", new JsonObject
        {
            ["instances"] = new JsonArray("rm-expected"),
            ["destination"] = Offsite(),
            ["expect"] = new JsonObject { ["maxAge"] = "12h", ["minSize"] = "1GB", ["offsiteWithin"] = "6h" },
        });

        PSObject row = Assert.Single(Status("strict").Output);

        Assert.Equal("Failed", row.Properties["Status"].Value.ToString());
        Assert.Equal(["BackupTooOld", "BackupTooSmall", "OffsiteMissing"], Codes(row).Order());
    }

    [Fact]
    public void A_run_that_comes_too_late_says_so_and_the_copy_is_there_all_the_same()
    {
        Host.UseBucket();
        Host.AddBackup(Host.AddInstance("rm-late"), "1", TimeSpan.FromHours(20));
        AddEnvironment("late", "aliyun", new JsonObject
        {
            ["instances"] = new JsonArray("rm-late"),
            ["destination"] = Offsite(),
            ["expect"] = new JsonObject { ["offsiteWithin"] = "6h" },
        });

        ScriptRun run = Host.TryRun("Invoke-RdsBackup -ConfigurationPath $args[0]", WriteConfiguration());

        Assert.Contains("OffsiteLate", File.ReadAllText(ReportPath), StringComparison.Ordinal);
        Assert.Contains("rm-late", run.SingleError.ToString(), StringComparison.Ordinal);
        Assert.Single(Host.Cloud.S3.Objects("offsite"), item => item.Key.EndsWith(".manifest.json", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_asked_is_a_row_and_an_error_and_stops_no_other()
    {
        PlantAliyun();
        AddEnvironment("nowhere", "aliyun", new JsonObject { ["instances"] = new JsonArray("rm-a"), ["destination"] = Offsite("no-such-bucket") });
        AddEnvironment("gone", "aliyun", new JsonObject { ["instances"] = new JsonArray("rm-released"), ["destination"] = Offsite() });

        ScriptRun run = Status("");

        Assert.Equal(["BucketNotFound", "RunInstanceNotFound"], run.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]).Order());
        Assert.Equal(4, run.Output.Count);
        Assert.Equal(["gone", "nowhere"], Status("-Unhealthy").Output.Where(row => row.Properties["Status"].Value.ToString() == "Failed").Select(row => row.Properties["Environment"].Value).Order());
    }

    [Fact]
    public void Rows_become_alert_events_of_what_is_wrong()
    {
        PlantAliyun();

        ScriptRun run = Host.TryRun("Get-RdsBackupStatus -ConfigurationPath $args[0] | Test-RdsBackupAlertRule -ConfigurationPath $args[1] | ForEach-Object { \"$($_.Event.Kind) $($_.Event.Code)\" }", WriteConfiguration(), Rule());

        Assert.Empty(run.Errors);
        Assert.Contains("CopyFailed OffsiteMissing", run.Output.Select(item => item.ToString()));
    }

    private string Rule()
    {
        string path = PathOf("rules.json");
        File.WriteAllText(path, """{ "alerts": { "channels": { "dba": { "type": "WeCom", "key": "${env:WECOM_KEY}" } }, "rules": [ { "name": "all", "then": { "channels": ["dba"] } } ] } }""");
        return path;
    }

    private ScriptRun Status(string arguments) => Host.TryRun($"Get-RdsBackupStatus {arguments} -ConfigurationPath $args[0]", WriteConfiguration());

    private string[] Rows(string arguments) =>
        [.. Status(arguments).Output.Select(row => $"{row.Properties["Environment"].Value} {row.Properties["InstanceId"].Value} {row.Properties["Status"].Value} {string.Join(',', Codes(row).Order())}".Trim()).Order()];

    private static IEnumerable<string> Codes(PSObject row) => ((IEnumerable<object>)row.Properties["Findings"].Value)
        .Select(PSObject.AsPSObject)
        .Where(finding => finding.Properties["Severity"].Value.ToString() != "Information")
        .Select(finding => finding.Properties["Code"].Value.ToString()!);
}
