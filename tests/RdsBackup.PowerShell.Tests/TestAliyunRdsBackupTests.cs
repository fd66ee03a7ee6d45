using System.Management.Automation;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

public sealed class TestAliyunRdsBackupTests : CloudTests
{
    [Theory]
    [InlineData("Test-AliyunRdsBackup rm-a")]
    [InlineData("'rm-a' | Test-AliyunRdsBackup")]
    [InlineData("Test-AliyunRdsBackup")]
    [InlineData("Test-AliyunRdsBackup rm-*")]
    [InlineData("Get-AliyunRdsInstance | Test-AliyunRdsBackup")]
    [InlineData("Get-AliyunRdsBackup -Latest | Test-AliyunRdsBackup")]
    [InlineData("[pscustomobject]@{ InstanceId = 'rm-a'; BackupId = '2'; RegionId = 'cn-hangzhou' } | Test-AliyunRdsBackup")]
    public void Takes_instances_and_backups(string script)
    {
        SandboxInstance instance = Host.AddInstance("rm-a");
        Host.AddBackup(instance, "1", TimeSpan.FromHours(30));
        Host.AddBackup(instance, "2", TimeSpan.FromHours(6));

        PSObject result = Assert.Single(Host.Run(script));

        Assert.Equal(
            ("RdsBackup.AliyunBackupTestResult", "2", true),
            (result.BaseObject.GetType().FullName, result.Properties["BackupId"].Value, result.Properties["IsValid"].Value));
    }

    [Theory]
    [InlineData("rm-a")]
    [InlineData("rm-*")]
    [InlineData("")]
    public void The_backup_that_is_named_is_checked_whatever_names_its_instance(string instances)
    {
        SandboxInstance instance = Host.AddInstance("rm-a");
        Host.AddBackup(instance, "1", TimeSpan.FromHours(30), status: "Failed");
        Host.AddBackup(instance, "2", TimeSpan.FromHours(6));
        Host.AddBackup(Host.AddInstance("rm-b"), "3", TimeSpan.FromHours(6));

        PSObject result = Assert.Single(Host.Run($"Test-AliyunRdsBackup {instances} -BackupId 1"));

        Assert.Equal(("1", "BackupFailed"), (result.Properties["BackupId"].Value, result.Properties["Summary"].Value));
    }

    [Theory]
    [InlineData("-MaximumAge 36h", true)]
    [InlineData("-MaximumAge 2d", true)]
    [InlineData("-MaximumAge ([TimeSpan]::FromHours(36))", true)]
    [InlineData("-MaximumAge 24h", false)]
    [InlineData("-MaximumAge 0.5d", false)]
    public void The_newest_backup_may_be_only_so_old(string maximum, bool expected)
    {
        Host.AddBackup(Host.AddInstance("rm-a"), "1", TimeSpan.FromHours(30));

        PSObject result = Assert.Single(Host.Run($"Test-AliyunRdsBackup rm-a {maximum}"));

        Assert.Equal(expected, result.Properties["IsValid"].Value);
        Assert.Equal(expected ? "OK" : "BackupTooOld", result.Properties["Summary"].Value);
    }

    [Fact]
    public void Deep_reads_the_first_bytes_of_the_file()
    {
        SandboxInstance instance = Host.AddInstance("rm-a");
        SandboxBackup backup = Host.AddBackup(instance, "1", TimeSpan.FromHours(1));
        Host.Cloud.Oss.Put(backup.File! with { Content = Content.Generated(1, 3_000_000, FileMagic.Zip) });

        Assert.Equal(["OK"], Values("Summary", "Test-AliyunRdsBackup rm-a"));
        Assert.Equal(["ContentMagicMismatch"], Values("Summary", "Test-AliyunRdsBackup rm-a -Deep"));
    }

    [Fact]
    public void PassThru_passes_valid_backups_on_and_makes_an_error_of_every_other()
    {
        Host.AddBackup(Host.AddInstance("rm-a"), "1", TimeSpan.FromHours(1));
        Host.AddBackup(Host.AddInstance("rm-b"), "2", TimeSpan.FromHours(1), isAvailable: 0);
        Host.AddInstance("rm-c");

        ScriptRun run = Host.TryRun("Get-AliyunRdsInstance | Test-AliyunRdsBackup -PassThru");

        Assert.Equal("rm-a/1", Assert.Single(run.Output).ToString());
        Assert.Equal(2, run.Errors.Count);
        Assert.All(run.Errors, error => Assert.Equal("BackupInvalid,RdsBackup.PowerShell.TestAliyunRdsBackupCommand", error.FullyQualifiedErrorId));
        Assert.Equal(["rm-b", "rm-c"], run.Errors.Select(error => error.TargetObject.ToString()));
        Assert.Contains("rm-b/2", run.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("BackupUnavailable: ", run.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("BackupMissing: ", run.Errors[1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_without_a_link_is_a_finding()
    {
        SandboxInstance instance = Host.AddInstance("rm-a");
        DateTimeOffset start = DateTimeOffset.UtcNow.AddHours(-2);
        instance.Add(new SandboxBackup { Id = "1", Start = start, End = start.AddMinutes(1), Method = "Snapshot", Size = 1000 });

        PSObject result = Assert.Single(Host.Run("Test-AliyunRdsBackup rm-a"));

        Assert.Equal((true, "BackupNotDownloadable"), (result.Properties["IsValid"].Value, result.Properties["Summary"].Value));
    }

    [Theory]
    [InlineData("Test-AliyunRdsBackup rm-nowhere", "AliyunInstanceNotFound")]
    [InlineData("Test-AliyunRdsBackup rm-a -BackupId 404", "AliyunBackupNotFound")]
    [InlineData("Test-AliyunRdsBackup rm-* -BackupId 404", "AliyunBackupNotFound")]
    [InlineData("Test-AliyunRdsBackup nothing* -BackupId 404", "AliyunBackupNotFound")]
    [InlineData("Test-AliyunRdsBackup rm-a -MaximumAge soon", "ParameterArgumentTransformationError")]
    public void What_is_unknown_or_malformed_is_one_error(string script, string errorId)
    {
        Host.AddInstance("rm-a");

        Assert.Equal($"{errorId},RdsBackup.PowerShell.TestAliyunRdsBackupCommand", Host.TryRun(script).SingleError.FullyQualifiedErrorId);
    }

    [Fact]
    public void Results_are_a_table_with_the_gravest_finding()
    {
        Host.AddInstance("rm-a");

        Host.Run("Test-AliyunRdsBackup | Out-Default");

        Assert.Matches("InstanceId +BackupId +Valid +Age +Allowed +Summary", Host.Module.Screen.Text);
        Assert.Contains("BackupMissing", Host.Module.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_are_shown_to_the_end_of_their_message()
    {
        Host.AddInstance("rm-a");

        string message = Assert.Single(Host.Run("(Test-AliyunRdsBackup).Findings[0].Message; (Test-AliyunRdsBackup).Findings | Out-Default")).ToString();

        Assert.Contains(message.Split(' ')[^1], Host.Module.Screen.Text, StringComparison.Ordinal);
        Assert.Matches("Severity +Code +Message", Host.Module.Screen.Text);
    }
}
