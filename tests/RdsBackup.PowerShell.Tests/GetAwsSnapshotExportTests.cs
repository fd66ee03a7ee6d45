using System.Management.Automation;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

public sealed class GetAwsSnapshotExportTests : AwsExportTests
{
    [Theory]
    [InlineData("", "a-done a-failed b-runs")]
    [InlineData("a-*", "a-done a-failed")]
    [InlineData("b-runs, a-done", "a-done b-runs")]
    [InlineData("-Status complete", "a-done")]
    [InlineData("-Status complete, failed", "a-done a-failed")]
    [InlineData("a-done -Status complete", "a-done")]
    [InlineData("a-done -Status failed", "")]
    [InlineData("a-done -Bucket other*", "")]
    [InlineData("-Status ?omplete", "a-done")]
    [InlineData("-Bucket other*", "b-runs")]
    [InlineData($"-SourceArn {OrdersArn}", "a-done")]
    [InlineData("-SourceArn *:cluster-snapshot:*", "b-runs")]
    [InlineData("-Since 1h", "a-done a-failed b-runs")]
    [InlineData("-Before 1h", "")]
    [InlineData("-Region us-east-1, eu-west-1", "a-done a-failed b-runs far")]
    public async Task Takes_names_sources_statuses_and_times(string arguments, string expected)
    {
        await PlantExportsAsync();

        ScriptRun run = Host.TryRun($"Get-AwsSnapshotExport {arguments}");

        Assert.Empty(run.Errors);
        Assert.Equal(expected, string.Join(' ', run.Output.Select(export => export.ToString()).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("Get-AwsRdsSnapshot -SnapshotId orders-old | Get-AwsSnapshotExport", "a-done")]
    [InlineData("Get-AwsRdsSnapshot -SnapshotId orders-now | Get-AwsSnapshotExport", "")]
    [InlineData("Get-AwsSnapshotExport a-done | Get-AwsSnapshotExport", "a-done")]
    [InlineData("[pscustomobject]@{ DBSnapshotArn = 'arn:aws:rds:us-east-1:111122223333:snapshot:orders-old' } | Get-AwsSnapshotExport", "a-done")]
    public async Task Snapshots_and_exports_pipe_in(string command, string expected)
    {
        await PlantExportsAsync();

        Assert.Equal(expected, string.Join(' ', Values("ExportTaskId", command)));
    }

    [Theory]
    [InlineData("Get-AwsSnapshotExport nowhere", "AwsExportNotFound", "'nowhere'")]
    [InlineData("Get-AwsSnapshotExport -SourceArn arn:aws:rds:us-east-1:111122223333:db:orders", "AwsArnInvalid", "cluster-snapshot")]
    [InlineData("Get-AwsSnapshotExport -Since 1d -Before 2d", "TimeRangeInvalid", "-Before")]
    [InlineData("Stop-AwsSnapshotExport nowhere", "AwsExportNotFound", "'nowhere'")]
    [InlineData("Stop-AwsSnapshotExport a-done", "AwsExportEnded", "Get-AwsSnapshotExport")]
    public async Task What_cannot_be_done_is_one_error(string command, string id, string text)
    {
        await PlantExportsAsync();

        ErrorRecord error = Host.TryRun(command).SingleError;

        Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(text, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_cancels_and_WhatIf_does_not()
    {
        await PlantExportsAsync();

        Host.Run("Get-AwsSnapshotExport b-runs | Stop-AwsSnapshotExport -WhatIf");
        Assert.Equal("STARTING", Rds.Export("b-runs").Status);

        Assert.Equal("CANCELING", Assert.Single(Host.Run("Get-AwsSnapshotExport b-runs | Stop-AwsSnapshotExport")).Properties["Status"].Value);
    }

    [Fact]
    public async Task The_table_begins_with_the_task_and_objects_have_the_names_of_AWS_Tools()
    {
        await PlantExportsAsync();

        PSObject export = Assert.Single(Host.Run("Get-AwsSnapshotExport a-done; Get-AwsSnapshotExport | Out-Default"));

        Assert.Matches(@"^\s*ExportTaskId\s+Status\s+Done\s+GB\s+Started\s+Location", Host.Module.Screen.Text);
        Assert.Equal(("a-done", "offsite"), (export.Properties["ExportTaskIdentifier"].Value, export.Properties["S3Bucket"].Value));
    }

    private async Task PlantExportsAsync()
    {
        Plant(TimeSpan.FromHours(1));
        (await AddAsync("a-done", OrdersArn)).Complete();
        (await AddAsync("a-failed", "arn:aws:rds:us-east-1:111122223333:snapshot:gone")).Fail(AwsExportFailures.Internal);
        await AddAsync("b-runs", "arn:aws:rds:us-east-1:111122223333:cluster-snapshot:ledger-1d", bucket: "other-bucket");
        await AddAsync("far", "arn:aws:rds:eu-west-1:111122223333:snapshot:s", region: "eu-west-1");
    }

    private Task<AwsExportTask> AddAsync(string id, string source, string bucket = "offsite", string region = "us-east-1") => Rds.AddExportAsync(
        new AwsExportRequest { Id = id, SourceArn = source, Bucket = bucket, Region = region }, TestContext.Current.CancellationToken);
}
