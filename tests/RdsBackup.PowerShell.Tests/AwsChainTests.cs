using System.Management.Automation;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

/// <summary>The AWS cmdlets typed as one pipeline, as people use them; every object goes to the next step untouched.</summary>
public sealed class AwsChainTests : AwsExportTests
{
    [Fact]
    public void The_newest_snapshot_is_exported_followed_and_proved()
    {
        Plant();

        ScriptRun run = Host.TryRun("Get-AwsRdsSnapshot -InstanceId orders -Latest | Start-AwsSnapshotExport | Wait-AwsSnapshotExport | Test-AwsSnapshotExport");

        Assert.Empty(run.Errors);
        Assert.Equal("OK", Assert.Single(run.Output).Properties["Summary"].Value);
        Assert.NotEmpty(Host.Cloud.S3.Objects("offsite"));
    }

    [Fact]
    public void Only_what_passes_its_check_is_exported()
    {
        Plant();

        ScriptRun run = Host.TryRun(
            "Get-AwsRdsSnapshot orders, billing -SnapshotId orders-old, billing-1 | Test-AwsRdsSnapshot -PassThru | Start-AwsSnapshotExport | Wait-AwsSnapshotExport");

        Assert.All(run.Output, export => Assert.Equal("COMPLETE", export.Properties["Status"].Value));
        Assert.Contains(run.Errors, error => error.FullyQualifiedErrorId.StartsWith("ExportWouldFail,", StringComparison.Ordinal) || error.FullyQualifiedErrorId.StartsWith("SnapshotInvalid,", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_relied_on_is_filtered_out_to_be_told()
    {
        Plant();
        Rds.AddInstance(new AwsDbInstance { Id = "scratch", BackupRetentionPeriod = 0 });

        ScriptRun run = Host.TryRun("Get-AwsRdsInstance | Test-AwsRdsSnapshot | Where-Object { -not $_.IsValid }");

        Assert.Empty(run.Errors);
        Assert.Contains("scratch", run.Output.Select(result => result.Properties["InstanceId"].Value));
        Assert.All(run.Output, result => Assert.NotEqual("OK", result.Properties["Summary"].Value));
    }

    [Fact]
    public void A_snapshot_is_taken_followed_and_copied_to_another_region()
    {
        Plant();
        Rds.Pace = Rds.Pace with { Snapshot = TimeSpan.Zero, Copy = TimeSpan.Zero };

        ScriptRun run = Host.TryRun("New-AwsRdsSnapshot orders -Wait -PollInterval 0.05s | Copy-AwsRdsSnapshot -DestinationRegion eu-west-1 -Wait -PollInterval 0.05s");

        Assert.Empty(run.Errors);
        PSObject copy = Assert.Single(run.Output);
        Assert.Equal(("eu-west-1", "available"), (copy.Properties["Region"].Value, copy.Properties["Status"].Value));
    }
}
