using System.Management.Automation;
using System.Text.Json.Nodes;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

/// <summary>The nightly run, as a scheduled task makes it: from a configuration, with credentials of the environment.</summary>
[Collection(EnvironmentVariableTests.Name)]
public sealed class InvokeRdsBackupTests : ConfiguredRunTests
{
    [Fact]
    public void Every_environment_is_backed_up_and_the_report_says_so()
    {
        PlantAliyun();
        PlantAws();

        ScriptRun run = Run();

        Assert.Empty(run.Errors);
        Assert.Equal(["prod-aws Succeeded", "prod-cn Succeeded"], Environments(run).Select(row => $"{row["Environment"]} {row["Status"]}").Order());
        dynamic report = run.Output[^1];
        Assert.Equal(("Succeeded", 3, 0), (report.Status.ToString(), (int)report.Succeeded, (int)report.Failed));
        Assert.Equal(2, Host.Cloud.S3.Objects("offsite").Count(item => item.Key.EndsWith(".manifest.json", StringComparison.Ordinal)));
        Assert.Single(Host.Cloud.AwsRds.Exports, task => task.Status == "COMPLETE");
    }

    [Fact]
    public void Run_again_it_finds_what_is_done_and_moves_nothing()
    {
        PlantAliyun();
        PlantAws();
        Run();
        int requests = Host.Cloud.S3.Requests.Count;

        ScriptRun again = Run();

        Assert.Empty(again.Errors);
        Assert.Equal(
            ["AlreadyExported", "AlreadyPresent", "AlreadyPresent"],
            Instances(again).Select(instance => instance["Action"]).Order());
        Assert.DoesNotContain(Host.Cloud.S3.Requests.Skip(requests), request => request.Operation is "UploadPart" or "CreateMultipartUpload");
        Assert.Single(Host.Cloud.AwsRds.Exports);
    }

    [Fact]
    public void One_environment_that_fails_stops_no_other_and_is_one_error_with_its_causes()
    {
        PlantAliyun();
        AddEnvironment("empty", "aliyun", new JsonObject { ["instances"] = new JsonArray("nothing-*"), ["destination"] = Offsite() });
        AddEnvironment("gone", "aliyun", new JsonObject { ["instances"] = new JsonArray("rm-a", "rm-released"), ["destination"] = Offsite() });
        AddEnvironment("nowhere", "aliyun", new JsonObject { ["instances"] = new JsonArray("*"), ["destination"] = Offsite("no-such-bucket") });

        ScriptRun run = Run();

        Assert.Equal(
            ["empty NothingFound", "gone Failed", "nowhere Failed", "prod-cn Succeeded"],
            Environments(run).Select(row => $"{row["Environment"]} {row["Status"]}").Order());
        Assert.Equal(3, run.Errors.Count);
        Assert.All(run.Errors, error => Assert.StartsWith("RunEnvironmentFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Contains(run.Errors, error => error.ToString().Contains("rm-released", StringComparison.Ordinal));
        Assert.Contains(run.Errors, error => error.ToString().Contains("no-such-bucket", StringComparison.Ordinal));
        Assert.Equal("Failed", run.Output[^1].Properties["Status"].Value.ToString());
    }

    [Fact]
    public void What_cannot_be_relied_on_is_a_failure_and_the_rest_is_backed_up()
    {
        PlantAliyun();
        Host.AddBackup(Host.AddInstance("rm-old"), "9", TimeSpan.FromDays(20));

        ScriptRun run = Run();

        IReadOnlyDictionary<string, string?> old = Assert.Single(Instances(run), instance => instance["InstanceId"] == "rm-old");
        Assert.Equal(("Failed", "Copied", "BackupTooOld"), (old["Status"], old["Action"], old["ErrorId"])); // an old copy is better than none
        Assert.Contains("BackupTooOld", JsonNode.Parse(File.ReadAllText(ReportPath))!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_says_what_would_go_where_how_large_it_is_and_what_is_there_already()
    {
        PlantAliyun();
        PlantAws();
        Run("-Environment prod-cn");
        Host.AddBackup(Host.AddInstance("rm-new"), "5", TimeSpan.FromHours(1));

        ScriptRun plan = Run("-WhatIf");

        Assert.Equal(
            ["AlreadyPresent", "AlreadyPresent", "WouldCopy", "WouldExport"], Instances(plan).Select(instance => instance["Action"]).Order());
        Assert.Contains("prod-cn/rm-new/5 (3,000,000 bytes) -> s3://offsite/aliyun/prod-cn/rm-new/", Host.Module.Screen.Text, StringComparison.Ordinal);
        Assert.Empty(Host.Cloud.AwsRds.Exports);
        Assert.Equal("True", plan.Output[^1].Properties["IsPlan"].Value.ToString());
    }

    [Fact]
    public void SkipExport_checks_snapshots_only()
    {
        PlantAws();

        ScriptRun run = Run("-SkipExport");

        Assert.Equal("Checked", Assert.Single(Instances(run))["Action"]);
        Assert.Empty(Host.Cloud.AwsRds.Exports);
    }

    [Fact]
    public void PassThru_writes_the_result_of_every_step()
    {
        PlantAliyun();
        PlantAws();

        ScriptRun run = Run("-PassThru");

        string[] expected =
        [
            "AliyunBackupTestResult", "AwsRdsSnapshotTestResult", "AwsSnapshotExport", "AwsSnapshotExportTestResult", "BackupCopyResult",
            "BackupCopyTestResult", "RdsBackupEnvironmentResult", "RdsBackupRunReport",
        ];
        Assert.Equal(expected, run.Output.Select(item => item.BaseObject.GetType().Name).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Outside_its_windows_nothing_is_begun()
    {
        PlantAliyun();
        DateTimeOffset now = DateTimeOffset.UtcNow;
        RunSection["windows"] = new JsonArray(new JsonObject { ["from"] = now.AddHours(2).ToString("HH:mm", null), ["to"] = now.AddHours(3).ToString("HH:mm", null) });

        ScriptRun run = Run();

        Assert.Equal(["WouldCopy Skipped", "WouldCopy Skipped"], Instances(run).Select(instance => $"{instance["Action"]} {instance["Status"]}"));
        Assert.Empty(Host.Cloud.S3.Objects("offsite"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_runs_at_once_one_works_and_the_other_says_so(bool isShared)
    {
        PlantAliyun();
        if (isShared)
        {
            JsonObject place = Offsite();
            place["key"] = "run.lease";
            RunSection["lease"] = new JsonObject { ["s3"] = place };
        }
        else
        {
            RunSection["lease"] = new JsonObject { ["file"] = PathOf("run.lease") };
        }

        TaskCompletionSource isCopying = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource mayGoOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Host.Cloud.S3.Faults.Add(request => request.Operation == "UploadPart" && isCopying.TrySetResult() ? new Fault { Before = mayGoOn.Task.WaitAsync } : null);
        using ModuleHost other = new();
        string configuration = WriteConfiguration();
        Task<ScriptRun> first = Task.Run(() => other.TryRun("Invoke-RdsBackup -ConfigurationPath $args[0]", configuration), TestContext.Current.CancellationToken);
        await isCopying.Task.WaitAsync(TestContext.Current.CancellationToken);

        ScriptRun second = Run();

        Assert.StartsWith("RunUnderWay,", second.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        mayGoOn.SetResult();
        Assert.Empty((await first).Errors);
        Assert.Empty(Run().Errors); // the lease was given back
    }

    [Theory]
    [InlineData("-Environment nope", "EnvironmentNotFound", "prod-cn")]
    [InlineData("-ConfigurationPath ./missing.json", "ConfigurationFileMissing", "missing.json")]
    public void What_cannot_be_run_is_one_error(string arguments, string id, string text)
    {
        PlantAliyun();

        ErrorRecord error = Run(arguments).SingleError;

        Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(text, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_limit_ends_a_run_and_the_next_one_goes_on()
    {
        PlantAliyun();
        RunSection["timeout"] = "1s";
        Host.Cloud.S3.Faults.Inject(new Fault { Before = token => Task.Delay(Timeout.InfiniteTimeSpan, token) }, request => request.Operation == "UploadPart", times: 2);

        ScriptRun late = Run();

        Assert.Equal("RunStopped", Assert.Single(Environments(late))["ErrorId"]);
        Assert.Contains("RunStopped", File.ReadAllText(ReportPath), StringComparison.Ordinal);
        Assert.Single(late.Errors);
        RunSection.Remove("timeout");
        Assert.Empty(Run().Errors);
    }

    [Fact]
    public void What_the_time_limit_left_unfinished_is_not_called_safe()
    {
        PlantAliyun();
        RunSection["timeout"] = "1s";
        RunSection["parallelism"] = 1; // The second never gets its turn.
        Host.Cloud.S3.Faults.Inject(new Fault { Before = token => Task.Delay(Timeout.InfiniteTimeSpan, token) }, request => request.Operation == "UploadPart");

        ScriptRun run = Run();

        Assert.Equal(
            ["rm-a Failed RunInstanceUnfinished", "rm-b Failed RunInstanceUnfinished"],
            Instances(run).Select(instance => $"{instance["InstanceId"]} {instance["Status"]} {instance["ErrorId"]}"));
        Assert.Equal("0", Properties(run.Output[^1])["Succeeded"]);
    }

    [Fact]
    public void Under_ErrorAction_Stop_everything_is_done_and_written_down_before_the_error_ends_it()
    {
        PlantAliyun();
        AddEnvironment("empty", "aliyun", new JsonObject { ["instances"] = new JsonArray("nothing-*"), ["destination"] = Offsite() });

        ScriptRun run = Run("-ErrorAction Stop");

        Assert.Equal(["empty NothingFound", "prod-cn Succeeded"], Environments(run).Select(row => $"{row["Environment"]} {row["Status"]}").Order());
        Assert.Equal("NothingFound", JsonNode.Parse(File.ReadAllText(ReportPath))!["status"]!.GetValue<string>());
        Assert.StartsWith("RunEnvironmentFailed,", Assert.IsType<ActionPreferenceStopException>(run.Failure).ErrorRecord.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_that_cannot_be_written_is_an_error_and_the_run_is_what_it_is()
    {
        PlantAliyun();
        Directory.CreateDirectory(ReportPath); // In the place of the file.

        ScriptRun run = Run();

        Assert.StartsWith("RunReportNotWritten,", run.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Dictionary<string, string?> report = Properties(run.Output[^1]);
        Assert.Equal(("Succeeded", null), (report["Status"], report["ReportPath"]));
    }

    [Fact]
    public void An_instance_the_api_does_not_know_is_missing_and_the_others_are_backed_up()
    {
        PlantAliyun();
        AddEnvironment("named", "aliyun", new JsonObject { ["instances"] = new JsonArray("rm-a", "rm-gone"), ["destination"] = Offsite() });
        Host.Cloud.Aliyun.Faults.Inject(
            new Fault { Refuse = new Refusal(400, "InvalidDBInstanceId.NotFound", "no such instance") }, request => request.Key == "rm-gone" && request.Operation == "DescribeDBInstances");

        ScriptRun run = Run("-Environment named");

        Assert.Equal(
            ["rm-a Succeeded ", "rm-gone Failed RunInstanceNotFound"],
            Instances(run).Select(instance => $"{instance["InstanceId"]} {instance["Status"]} {instance["ErrorId"]}"));
    }

    [Fact]
    public void A_copied_cluster_snapshot_is_not_dated_by_its_copying()
    {
        PlantAws(clusters: "ledger");
        AwsDbCluster ledger = Host.Cloud.AwsRds.AddCluster(new AwsDbCluster { Id = "ledger" });
        Host.Cloud.AwsRds.AddSnapshot(AwsDbSnapshot.Of(ledger, "ledger-copy", DateTimeOffset.UtcNow.AddHours(-5)) with
        {
            CopiedFromArn = "arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:ledger-90d",
        });

        IReadOnlyDictionary<string, string?> instance = Assert.Single(Instances(Run("-SkipExport")), row => row["InstanceId"] == "ledger");

        Assert.Equal(("ledger-copy", null), (instance["SourceId"], instance["SourceTime"]));
    }

    [Fact]
    public void A_lease_that_cannot_be_written_is_not_called_another_run()
    {
        PlantAliyun();
        File.WriteAllText(PathOf("file"), "");
        RunSection["lease"] = new JsonObject { ["file"] = PathOf("file/run.lease") };

        Assert.StartsWith("RunLeaseInaccessible,", Run().SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lease_is_taken_although_the_answer_to_taking_it_was_lost()
    {
        PlantAliyun();
        JsonObject place = Offsite();
        place["key"] = "run.lease";
        RunSection["lease"] = new JsonObject { ["s3"] = place };
        Host.Cloud.S3.Faults.Inject(new Fault { CutAfter = 0 }, request => request is { Operation: "PutObject", Key: "run.lease" }, times: 1);

        ScriptRun run = Run();

        Assert.Empty(run.Errors);
        Assert.Contains(Host.Cloud.S3.Requests, request => request is { Operation: "PutObject", Key: "run.lease", Status: 412 });
    }

    private ScriptRun Run(string arguments = "")
    {
        string path = arguments.Contains("-ConfigurationPath", StringComparison.Ordinal) ? "" : "-ConfigurationPath $args[0]";
        return Host.TryRun($"Invoke-RdsBackup {path} {arguments} -PollInterval 0.05s", WriteConfiguration());
    }

    private static IEnumerable<IReadOnlyDictionary<string, string?>> Environments(ScriptRun run) =>
        run.Output.Where(item => item.BaseObject.GetType().Name == "RdsBackupEnvironmentResult").Select(Properties);

    private static IEnumerable<IReadOnlyDictionary<string, string?>> Instances(ScriptRun run) =>
        run.Output.Where(item => item.BaseObject.GetType().Name == "RdsBackupEnvironmentResult")
            .SelectMany(item => ((IEnumerable<object>)item.Properties["Instances"].Value).Select(instance => Properties(PSObject.AsPSObject(instance))));

    private static Dictionary<string, string?> Properties(PSObject item) =>
        item.Properties.ToDictionary(property => property.Name, property => property.Value?.ToString());
}
