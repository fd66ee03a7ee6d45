using System.Diagnostics;
using System.Management.Automation;
using RdsBackup.Sandbox;
using Engine = System.Management.Automation.PowerShell;

namespace RdsBackup.PowerShell.Tests;

public sealed class GetAliyunRdsBackupTests : CloudTests
{
    [Fact]
    public void Rows_arrive_as_pages_do()
    {
        Host.AddInstance("rm-a");
        Host.Cloud.Aliyun.AddSyntheticBackups("rm-a", 250);

        Host.Run("foreach ($once in 1) { Get-AliyunRdsBackup rm-a | ForEach-Object { break } }");
        Assert.Equal(1, Host.Count("DescribeBackups"));

        Assert.Equal(250, Host.Run("Get-AliyunRdsBackup rm-a").Count);
    }

    [Fact]
    public void Lists_thirty_days_unless_told_otherwise()
    {
        SandboxInstance instance = Host.AddInstance("rm-a");
        Host.AddBackup(instance, "29", TimeSpan.FromDays(29));
        Host.AddBackup(instance, "31", TimeSpan.FromDays(31));

        Assert.Equal(["29"], Values("BackupId", "Get-AliyunRdsBackup rm-a"));
        Assert.Equal(["29", "31"], Values("BackupId", "Get-AliyunRdsBackup rm-a -Since 5w"));
    }

    [Theory]
    [InlineData("-Since 36h", "1")]
    [InlineData("-Since 36h -Before $null", "1")]
    [InlineData("-Since 2.5d", "1 2")]
    [InlineData("-Since 1w -Before 36h", "2 3")]
    [InlineData("-Since 1W -Before ([DateTimeOffset]::UtcNow.AddHours(-36))", "2 3")]
    [InlineData("-Since ([DateTime]::Now.AddHours(-36))", "1")]
    [InlineData("-Since ([DateTime]::UtcNow.AddHours(-36))", "1")]
    [InlineData("-Since ([TimeSpan]::FromHours(36))", "1")]
    [InlineData("-Since ([DateTime]::UtcNow.AddHours(-36).ToString('yyyy-MM-ddTHH:mm:ssZ'))", "1")]
    [InlineData("-Since ([DateTime]::Now.AddHours(-36).ToString('yyyy-MM-dd HH:mm'))", "1")]
    public void Takes_a_window(string window, string expected)
    {
        SandboxInstance instance = Host.AddInstance("rm-a");
        foreach (int days in new[] { 1, 2, 3 })
        {
            Host.AddBackup(instance, $"{days}", TimeSpan.FromDays(days));
        }

        Assert.Equal(expected, string.Join(' ', Values("BackupId", $"Get-AliyunRdsBackup rm-a {window}")));
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("36")]
    [InlineData("7x")]
    [InlineData("-7d")]
    [InlineData("999999999w")]
    [InlineData("2026-13-01")]
    [InlineData("01/02/2026")]
    public void A_malformed_time_is_one_error_that_lists_what_is_accepted(string time)
    {
        ErrorRecord error = Host.TryRun($"Get-AliyunRdsBackup rm-a -Since '{time}'").SingleError;

        Assert.Equal("ParameterArgumentTransformationError,RdsBackup.PowerShell.GetAliyunRdsBackupCommand", error.FullyQualifiedErrorId);
        Assert.Contains($"'{time}'", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("36h", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("2026-01-31T18:00:00Z", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_that_ends_before_it_starts_is_one_error_and_nothing_is_sent()
    {
        ErrorRecord error = Host.TryRun("'rm-a', 'rm-b' | Get-AliyunRdsBackup -Since 1d -Before 2d").SingleError;

        Assert.Equal("TimeRangeInvalid,RdsBackup.PowerShell.GetAliyunRdsBackupCommand", error.FullyQualifiedErrorId);
        Assert.Empty(Host.Cloud.Aliyun.Requests);
    }

    [Fact]
    public void Latest_is_the_newest_set_of_each_instance_that_can_be_used()
    {
        SandboxInstance first = Host.AddInstance("rm-a");
        Host.AddBackup(first, "failed", TimeSpan.FromDays(1), status: "Failed");
        Host.AddBackup(first, "unavailable", TimeSpan.FromDays(2), isAvailable: 0);
        Host.AddBackup(first, "good", TimeSpan.FromDays(3));
        Host.AddBackup(first, "older", TimeSpan.FromDays(4));
        Host.AddBackup(Host.AddInstance("rm-b"), "only", TimeSpan.FromDays(5));
        Host.AddInstance("rm-c");

        Assert.Equal(["good", "only"], Values("BackupId", "Get-AliyunRdsBackup -Latest"));
        Assert.Equal(["failed"], Values("BackupId", "Get-AliyunRdsBackup -Latest -Status Failed"));
    }

    [Theory]
    [InlineData("-Status failed", "2")]
    [InlineData("-Type Incremental*", "3")]
    [InlineData("-Method Logical, Snapshot", "4")]
    [InlineData("-Mode Manual", "4")]
    [InlineData("-BackupId 1, 3", "1 3")]
    [InlineData("-BackupId [12]", "1 2")]
    [InlineData("-BackupId old", "old")]
    public void Filters(string filter, string expected)
    {
        SandboxInstance instance = Host.AddInstance("rm-a");
        Host.AddBackup(instance, "1", TimeSpan.FromDays(1));
        Host.AddBackup(instance, "2", TimeSpan.FromDays(2), status: "Failed");
        Host.AddBackup(instance, "3", TimeSpan.FromDays(3), type: "IncrementalBackup");
        Host.AddBackup(instance, "4", TimeSpan.FromDays(4), method: "Logical", mode: "Manual");
        Host.AddBackup(instance, "old", TimeSpan.FromDays(90));

        Assert.Equal(expected, string.Join(' ', Values("BackupId", $"Get-AliyunRdsBackup rm-a {filter}")));
    }

    [Fact]
    public void An_unknown_backup_id_is_one_error()
    {
        Host.AddInstance("rm-a");

        ErrorRecord error = Host.TryRun("Get-AliyunRdsBackup rm-a -BackupId 404").SingleError;

        Assert.Equal("AliyunBackupNotFound,RdsBackup.PowerShell.GetAliyunRdsBackupCommand", error.FullyQualifiedErrorId);
        Assert.Equal("404", error.TargetObject);
    }

    [Fact]
    public void An_unknown_instance_is_one_error_and_the_next_gets_its_turn()
    {
        Host.AddBackup(Host.AddInstance("rm-b"), "1", TimeSpan.FromDays(1));

        ScriptRun run = Host.TryRun("'rm-nowhere', 'rm-b' | Get-AliyunRdsBackup");

        Assert.Single(run.Output);
        Assert.Equal("AliyunInstanceNotFound,RdsBackup.PowerShell.GetAliyunRdsBackupCommand", run.SingleError.FullyQualifiedErrorId);
        Assert.Equal("rm-nowhere", run.SingleError.TargetObject);
    }

    [Theory]
    [InlineData("Get-AliyunRdsInstance -RegionId * | Get-AliyunRdsBackup")]
    [InlineData("Get-AliyunRdsInstance -RegionId * | ForEach-Object { [pscustomobject]@{ DBInstanceId = $_.InstanceId; Region = $_.RegionId } } | Get-AliyunRdsBackup")]
    [InlineData("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize(@(Get-AliyunRdsInstance -RegionId *))) | Get-AliyunRdsBackup")]
    [InlineData("Get-AliyunRdsInstance -RegionId * | Get-AliyunRdsBackup | Get-AliyunRdsBackup")]
    public void Takes_instances_and_backups_of_any_region_from_the_pipeline(string script)
    {
        Host.AddBackup(Host.AddInstance("rm-a"), "1", TimeSpan.FromDays(1));
        Host.AddBackup(Host.AddInstance("rm-b", region: "cn-shanghai"), "2", TimeSpan.FromDays(1));

        Assert.Equal(["rm-a/1", "rm-b/2"], Host.Run($"$PSDefaultParameterValues.Remove('*-Aliyun*:RegionId'); {script}").Select(backup => backup.ToString()));
    }

    [Fact]
    public void No_stream_shows_a_signature_or_a_secret()
    {
        Host.AddBackup(Host.AddInstance("rm-a"), "1", TimeSpan.FromDays(1));

        ScriptRun run = Host.TryRun(
            """
            Get-AliyunRdsBackup rm-a -Verbose -Debug
            Get-AliyunRdsBackup rm-a | ForEach-Object { "$($_.DownloadLink)"; [Management.Automation.PSSerializer]::Serialize($_) }
            Get-AliyunRdsBackup rm-a | Out-Default
            Get-AliyunRdsBackup rm-nowhere -Verbose -Debug
            """);

        string shown = run.AllText + Host.Module.Screen.Text;
        Assert.NotEmpty(run.Debug);
        Assert.Contains("1_xb.qp", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Signature=", shown, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Host.Cloud.Aliyun.AccessKeySecret, shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_during_a_request_returns_within_a_second()
    {
        Host.AddInstance("rm-a");
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Host.Cloud.Aliyun.Faults.Inject(new Fault
        {
            Before = async token =>
            {
                asked.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            },
        });
        using Engine engine = Host.Module.Start("Get-AliyunRdsBackup rm-a");
        IAsyncResult invocation = engine.BeginInvoke();
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);

        var watch = Stopwatch.StartNew();
        engine.Stop();

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Throws<PipelineStoppedException>(() => engine.EndInvoke(invocation));
    }
}
