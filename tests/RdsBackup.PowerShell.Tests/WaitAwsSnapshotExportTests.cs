using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Management.Automation;
using RdsBackup.Sandbox;
using Engine = System.Management.Automation.PowerShell;

namespace RdsBackup.PowerShell.Tests;

public sealed class WaitAwsSnapshotExportTests : AwsExportTests
{
    private const string NoTrust = "arn:aws:iam::111122223333:role/rds-export-no-trust";

    [Fact]
    public void Exports_come_out_when_they_end_and_pipe_on()
    {
        Plant(TimeSpan.FromSeconds(0.2));

        ScriptRun run = Host.TryRun("Get-AwsRdsSnapshot -Latest | Where-Object Engine -ne sqlserver-se | Start-AwsSnapshotExport | Wait-AwsSnapshotExport | Test-AwsSnapshotExport");

        Assert.Empty(run.Errors);
        Assert.Equal(2, run.Output.Count);
        Assert.All(run.Output, result => Assert.Equal(("OK", 3), (result.Properties["Summary"].Value, result.Properties["TableCount"].Value)));
    }

    [Theory]
    [InlineData("Wait-AwsSnapshotExport $id")]
    [InlineData("$id | Wait-AwsSnapshotExport")]
    [InlineData("Wait-AwsSnapshotExport -ExportTaskId $id, $id")]
    [InlineData("Get-AwsSnapshotExport | Wait-AwsSnapshotExport")]
    [InlineData("[pscustomobject]@{ ExportTaskIdentifier = $id } | Wait-AwsSnapshotExport")]
    public void A_task_is_named_in_any_way_and_comes_out_once(string command)
    {
        Plant();

        PSObject export = Assert.Single(Host.Run($"$id = (Start-AwsSnapshotExport orders-old).ExportTaskId; {command}"));

        Assert.Equal("COMPLETE", export.Properties["Status"].Value);
        Assert.Equal(100, export.Properties["PercentProgress"].Value);
    }

    [Fact]
    public void A_failure_is_an_error_with_cause_and_remedy_and_the_task_still_comes_out()
    {
        Plant();

        ScriptRun run = Host.TryRun($"Start-AwsSnapshotExport orders-old -IamRoleArn {NoTrust} | Wait-AwsSnapshotExport");

        Assert.Equal("FAILED", Assert.Single(run.Output).Properties["Status"].Value);
        Assert.Equal("ExportFailedTrust,RdsBackup.PowerShell.WaitAwsSnapshotExportCommand", run.SingleError.FullyQualifiedErrorId);
        Assert.Contains(AwsExportFailures.CannotAssumeRole, run.SingleError.ToString(), StringComparison.Ordinal);
        Assert.Contains("export.rds.amazonaws.com", run.SingleError.ToString(), StringComparison.Ordinal);
        Assert.Same(run.Output[0].BaseObject, run.SingleError.TargetObject);
    }

    [Fact]
    public void A_canceled_task_is_an_error_and_does_not_keep_the_others_from_coming_out()
    {
        Plant();
        Rds.Pace = Rds.Pace with { Exporting = TimeSpan.FromHours(1), Canceling = TimeSpan.Zero };
        Host.Run("$canceled = Start-AwsSnapshotExport orders-old | Stop-AwsSnapshotExport");
        Rds.Pace = AwsRdsPace.OfExports(TimeSpan.Zero);

        ScriptRun run = Host.TryRun("$canceled, (Start-AwsSnapshotExport ledger-1d) | Wait-AwsSnapshotExport");

        Assert.Equal(["CANCELED", "COMPLETE"], run.Output.Select(export => export.Properties["Status"].Value).Order());
        Assert.StartsWith("ExportCanceled,", run.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_done_in_time_goes_on_and_the_error_says_how_to_wait_on()
    {
        Plant(TimeSpan.FromHours(1));

        ScriptRun run = Host.TryRun("Start-AwsSnapshotExport orders-old | Wait-AwsSnapshotExport -Timeout 0.1s");

        PSObject export = Assert.Single(run.Output);
        Assert.Equal("STARTING", export.Properties["Status"].Value);
        Assert.StartsWith("ExportWaitTimeout,", run.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains($"Wait-AwsSnapshotExport -ExportTaskId {export} -Region us-east-1", run.SingleError.ToString(), StringComparison.Ordinal);
        Assert.True(Rds.Exports.Single().Status == "STARTING");
    }

    [Fact]
    public async Task Fifty_tasks_of_two_regions_cost_one_listing_a_region_and_interval()
    {
        Plant(TimeSpan.FromSeconds(1));
        for (int number = 1; number <= 50; number++)
        {
            string region = number % 2 == 0 ? "us-east-1" : "eu-west-1";
            await Rds.AddExportAsync(
                new AwsExportRequest { Id = $"task-{number}", Region = region, SourceArn = $"arn:aws:rds:{region}:111122223333:snapshot:s-{number}", Bucket = "offsite" },
                TestContext.Current.CancellationToken);
        }

        Collection<PSObject> found = Host.Run("Get-AwsSnapshotExport -Region us-east-1, eu-west-1; $PSDefaultParameterValues.Remove('Wait-AwsSnapshotExport:Region')");
        Stopwatch clock = Stopwatch.StartNew();
        Collection<PSObject> exports = Host.Run("$args[0] | Wait-AwsSnapshotExport -PollInterval 0.2s", found);

        double seconds = clock.Elapsed.TotalSeconds;
        double mostLooks = Math.Floor(seconds / (0.2 * 5 / 6)) + 1;
        Assert.Equal(50, exports.Select(export => export.ToString()).Distinct().Count());
        Assert.All(
            ["us-east-1", "eu-west-1"],
            region => Assert.InRange(Rds.Requests.Count(request => request.Operation == "DescribeExportTasks" && request.Container == region) - 1, 1, mostLooks));
    }

    [Fact]
    public void A_task_that_does_not_exist_is_an_error()
    {
        Plant();

        ErrorRecord error = Host.TryRun("Wait-AwsSnapshotExport nowhere -PollInterval 4s").SingleError;

        Assert.StartsWith("ExportLost,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Wait-AwsSnapshotExport any", "0s")]
    [InlineData("Wait-AwsSnapshotExport any", "0.001s")]
    [InlineData("Start-AwsSnapshotExport any", "0d")]
    [InlineData("New-AwsRdsSnapshot any -Wait", "00:00:00")]
    [InlineData("Copy-AwsRdsSnapshot any -Wait", "0m")]
    [InlineData("Invoke-RdsBackup", "0s")]
    public void An_interval_without_a_pause_is_one_error_that_says_what_to_give(string command, string interval)
    {
        ErrorRecord error = Host.TryRun($"{command} -PollInterval {interval}").SingleError;

        Assert.StartsWith("ParameterArgumentTransformationError,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains($"'{interval}'", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("30s", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Rds.Requests);
    }

    [Fact]
    public void Progress_tells_percent_and_extracted_data_of_all_and_of_each()
    {
        Plant(TimeSpan.FromSeconds(0.5));

        ScriptRun run = Host.TryRun("Start-AwsSnapshotExport orders-old | Wait-AwsSnapshotExport");

        Assert.Contains(
            run.Progress,
            record => record.Activity.StartsWith("orders-old-", StringComparison.Ordinal) && record.StatusDescription.Contains(" GB extracted", StringComparison.Ordinal));
        Assert.Contains(run.Progress, record => record.Activity == "Exporting snapshots" && record.RecordType == ProgressRecordType.Completed);
    }

    [Theory]
    [InlineData("", "IN_PROGRESS|STARTING", "go on")]
    [InlineData("-StopOnCancel", "CANCELING|CANCELED", "being canceled")]
    public async Task Stopped_it_leaves_the_tasks_running_and_says_how_to_go_on_or_cancels_them(string arguments, string status, string text)
    {
        string id = PlantExport();
        await StopAtAsync("DescribeExportTasks", $"Wait-AwsSnapshotExport {id} -PollInterval 1h {arguments}", new Fault());

        Assert.Matches(status, Rds.Export(id).Status);
        Assert.Contains(id, Host.Module.Screen.Text, StringComparison.Ordinal);
        Assert.Contains(text, Host.Module.Screen.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "IN_PROGRESS|STARTING", "go on")]
    [InlineData("-StopOnCancel", "CANCELING|CANCELED", "being canceled")]
    public async Task Stopped_while_the_command_before_it_works_it_does_the_same(string arguments, string status, string text)
    {
        string id = PlantExport();
        await StopAtAsync(
            "DescribeDBInstances",
            $"& {{ '{id}'; Get-AwsRdsInstance }} | Wait-AwsSnapshotExport {arguments}",
            new Fault { Before = token => Task.Delay(Timeout.InfiniteTimeSpan, token) });
        Assert.Matches(status, Rds.Export(id).Status);
        Assert.Contains(id, Host.Module.Screen.Text, StringComparison.Ordinal);
        Assert.Contains(text, Host.Module.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_wants_no_more_cancels_nothing()
    {
        Plant(TimeSpan.FromHours(1));
        string slow = Assert.Single(Host.Run("Start-AwsSnapshotExport orders-old")).ToString()!;
        Rds.Pace = AwsRdsPace.OfExports(TimeSpan.Zero);

        ScriptRun run = Host.TryRun($"'{slow}', (Start-AwsSnapshotExport ledger-1d).ExportTaskId | Wait-AwsSnapshotExport -StopOnCancel | ForEach-Object {{ throw 'enough' }}");

        Assert.NotNull(run.Failure);
        Assert.Equal("STARTING", Rds.Export(slow).Status);
    }

    [Fact]
    public void A_command_before_it_that_fails_cancels_nothing()
    {
        string id = PlantExport();

        ScriptRun run = Host.TryRun($"& {{ '{id}'; throw 'enough' }} | Wait-AwsSnapshotExport -StopOnCancel");

        Assert.NotNull(run.Failure);
        Assert.Equal("STARTING", Rds.Export(id).Status);
    }

    private string PlantExport()
    {
        Plant(TimeSpan.FromHours(1));
        return Assert.Single(Host.Run("Start-AwsSnapshotExport orders-old")).ToString()!;
    }

    // Presses Ctrl+C when the operation is asked for, which has the given fault.
    private async Task StopAtAsync(string operation, string script, Fault fault)
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Rds.Faults.Add(request =>
        {
            if (request.Operation != operation)
            {
                return null;
            }

            asked.TrySetResult();
            return fault;
        });
        using Engine engine = Host.Module.Start(script);
        IAsyncResult running = engine.BeginInvoke();
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);

        await Task.Run(engine.Stop, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

        Assert.Throws<PipelineStoppedException>(() => engine.EndInvoke(running));
    }
}
