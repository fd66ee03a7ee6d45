using System.Management.Automation;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

/// <summary>Exports of snapshots, checked in the real engine.</summary>
public sealed class TestAwsSnapshotExportTests : CloudTests
{
    private const string Task = "$task = [RdsBackup.AwsSnapshotExport]@{ ExportTaskId = 'task-1'; Bucket = 'offsite'; Prefix = 'exports'; Region = 'us-east-1'; Status = 'COMPLETE' }; ";

    [Theory]
    [InlineData("Test-AwsSnapshotExport offsite task-1 -Prefix exports", false)]
    [InlineData(Task + "$task | Test-AwsSnapshotExport", true)]
    public async Task A_whole_export_is_valid_by_its_name_or_as_an_object(string command, bool hasExport)
    {
        await PrepareAsync();

        PSObject result = Assert.Single(Host.Run(command));

        Assert.Equal(("OK", 3, 3), (result.Properties["Summary"].Value, result.Properties["TableCount"].Value, result.Properties["FileCount"].Value));
        Assert.Equal(hasExport, result.Properties["Export"].Value is not null);
    }

    [Fact]
    public async Task A_valid_export_is_passed_on_and_another_is_an_error_that_names_its_findings()
    {
        await PrepareAsync(AwsExportDamage.TruncatedFile);
        ScriptRun broken = Host.TryRun(Task + "$task | Test-AwsSnapshotExport -PassThru");
        Assert.Empty(broken.Output);
        Assert.StartsWith("ExportInvalid", broken.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("ParquetTruncated", broken.SingleError.ToString(), StringComparison.Ordinal);

        await PrepareAsync(id: "task-2");
        PSObject passed = Assert.Single(Host.Run(Task.Replace("task-1", "task-2", StringComparison.Ordinal) + "$task | Test-AwsSnapshotExport -PassThru"));
        Assert.Equal("RdsBackup.AwsSnapshotExport", passed.BaseObject.GetType().FullName);
    }

    [Fact]
    public async Task Deep_tells_the_rows_of_each_table_and_shows_progress()
    {
        await PrepareAsync();

        ScriptRun run = Host.TryRun("($result = Test-AwsSnapshotExport offsite task-1 -Prefix exports -Deep).Tables; $result.Tables | Out-Default; $result.RowCount");

        Assert.Empty(run.Errors);
        Assert.Equal(["shop.shop.customers: 100", "shop.shop.orders: 200", "shop.shop.returns: 0", "300"], run.Output.Select(item => item.ToString()!));
        Assert.Matches(@"Table +Rows +Files +Size", Host.Module.Screen.Text);
        Assert.Contains(run.Progress, record => record.Activity == "Checking the export task-1" && record.StatusDescription.Contains(" of 3 tables", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_task_there_is_nothing_to_pass_on()
    {
        await PrepareAsync();

        ErrorRecord error = Host.TryRun("Test-AwsSnapshotExport offsite task-1 -Prefix exports -PassThru").SingleError;

        Assert.StartsWith("ExportRequired", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_begins_with_the_task()
    {
        await PrepareAsync();

        Host.Run("Test-AwsSnapshotExport offsite task-1 -Prefix exports | Out-Default");

        Assert.Matches(@"^\s*ExportTaskId\s+Valid\s+Tables\s+Files\s+Size\s+Duration\s+Summary", Host.Module.Screen.Text);
    }

    private async Task PrepareAsync(AwsExportDamage damage = AwsExportDamage.None, string id = "task-1")
    {
        if (id == "task-1")
        {
            Host.UseBucket();
        }

        AwsExportTask task = await Host.Cloud.AwsRds.AddExportAsync(
            new AwsExportRequest
            {
                Id = id,
                SourceArn = "arn:aws:rds:us-east-1:111122223333:snapshot:s1",
                Bucket = "offsite",
                Prefix = "exports",
                Plan = new AwsExportPlan { Damage = damage },
            },
            TestContext.Current.CancellationToken);
        task.Complete();
    }
}
