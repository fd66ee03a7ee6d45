using System.Management.Automation.Language;
using System.Text.Json.Nodes;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

/// <summary>The script for schedulers: what its exit codes say, and that it is alone with them.</summary>
[Collection(EnvironmentVariableTests.Name)]
public sealed class NightlyBackupScriptTests : ConfiguredRunTests
{
    internal static string Script { get; } =
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ModuleHost.ModulePath)!, "../../../examples/Invoke-NightlyBackup.ps1"));

    [Fact]
    public void All_is_well_is_0_and_the_results_and_the_report_are_its_output()
    {
        PlantAliyun();
        PlantAws();

        (int exitCode, ScriptRun run) = Start();

        Assert.Empty(run.Errors);
        Assert.Equal(0, exitCode);
        Assert.Equal(
            ["RdsBackupEnvironmentResult", "RdsBackupEnvironmentResult", "RdsBackupRunReport"], run.Output.Select(item => item.BaseObject.GetType().Name));
    }

    [Fact]
    public void Outside_the_hours_of_work_is_0()
    {
        PlantAliyun();
        DateTimeOffset now = DateTimeOffset.UtcNow;
        RunSection["windows"] = new JsonArray(new JsonObject { ["from"] = now.AddHours(2).ToString("HH:mm", null), ["to"] = now.AddHours(3).ToString("HH:mm", null) });

        Assert.Equal(0, Start().ExitCode);
        Assert.Empty(Host.Cloud.S3.Objects("offsite"));
    }

    [Fact]
    public void An_environment_that_failed_is_1_whatever_else_was_found_or_not()
    {
        PlantAliyun();
        AddEnvironment("empty", "aliyun", new JsonObject { ["instances"] = new JsonArray("nothing-*"), ["destination"] = Offsite() });
        AddEnvironment("nowhere", "aliyun", new JsonObject { ["instances"] = new JsonArray("*"), ["destination"] = Offsite("no-such-bucket") });

        (int exitCode, ScriptRun run) = Start();

        Assert.Equal(1, exitCode);
        Assert.Contains(run.Errors, error => error.ToString().Contains("no-such-bucket", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_that_takes_too_long_is_1_and_its_report_says_what_was_stopped()
    {
        PlantAliyun();
        Host.Cloud.S3.Faults.Inject(new Fault { Before = token => Task.Delay(Timeout.InfiniteTimeSpan, token) }, request => request.Operation == "UploadPart", times: 2);

        Assert.Equal(1, Start("-Timeout 1s").ExitCode);
        Assert.Contains("RunStopped", File.ReadAllText(ReportPath), StringComparison.Ordinal);
    }

    [Fact]
    public void An_alert_that_reaches_nobody_is_1_though_all_else_is_well()
    {
        PlantAliyun();
        AlertsSection["channels"] = new JsonObject { ["dba"] = new JsonObject { ["type"] = "WeCom", ["key"] = "${env:WECOM_KEY}", ["endpoint"] = Host.Cloud.WeCom.Endpoint.ToString() } };
        AlertsSection["rules"] = new JsonArray(new JsonObject
        {
            ["name"] = "summary",
            ["match"] = new JsonObject { ["events"] = new JsonArray("RunFinished") },
            ["then"] = new JsonObject { ["channels"] = new JsonArray("dba") },
        });
        AlertsSection["state"] = new JsonObject { ["file"] = PathOf("alerts.json") };
        Assert.Equal(0, Start().ExitCode);
        Assert.Single(Host.Cloud.WeCom.Messages);
        Host.Cloud.WeCom.Revoke(Host.Cloud.WeCom.Key);

        (int exitCode, ScriptRun run) = Start();

        Assert.Equal(1, exitCode);
        Assert.StartsWith("RunAlertFailed,", run.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_run_under_way_is_1()
    {
        PlantAliyun();
        string lease = PathOf("run.lease");
        RunSection["lease"] = new JsonObject { ["file"] = lease };
        using FileStream held = new(lease, FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        (int exitCode, ScriptRun run) = Start();

        Assert.Equal(1, exitCode);
        Assert.StartsWith("RunUnderWay,", run.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-ConfigurationPath ./missing.json", "ConfigurationFileMissing")]
    [InlineData("-Environment nope", "EnvironmentNotFound")]
    [InlineData("-Timeout soon", "ConfigurationInvalid")]
    [InlineData("-Module NoSuchModule", "Modules_ModuleNotFound")]
    public void What_cannot_begin_as_it_is_set_up_is_2_and_one_error(string arguments, string id)
    {
        PlantAliyun();

        (int exitCode, ScriptRun run) = Start(arguments);

        Assert.Equal(2, exitCode);
        Assert.StartsWith($"{id},", run.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(Host.Cloud.S3.Objects("offsite"));
    }

    [Fact]
    public void An_environment_without_instances_is_3_when_all_else_is_well()
    {
        PlantAliyun();
        AddEnvironment("empty", "aliyun", new JsonObject { ["instances"] = new JsonArray("nothing-*"), ["destination"] = Offsite() });

        Assert.Equal(3, Start().ExitCode);
        Assert.NotEmpty(Host.Cloud.S3.Objects("offsite"));
    }

    [Fact]
    public void A_pattern_that_no_environment_matches_is_3()
    {
        PlantAliyun();

        Assert.Equal(3, Start("-Environment test-*").ExitCode);
    }

    [Fact]
    public void Environments_come_as_one_text_from_a_command_line()
    {
        PlantAliyun();
        PlantAws();
        AddEnvironment("empty", "aliyun", new JsonObject { ["instances"] = new JsonArray("nothing-*"), ["destination"] = Offsite() });

        (int exitCode, ScriptRun run) = Start("-Environment 'prod-cn,prod-aws' -SkipExport");

        Assert.Equal(0, exitCode);
        Assert.Equal(["prod-aws", "prod-cn"], run.Output.SkipLast(1).Select(item => item.Properties["Environment"].Value.ToString()).Order());
        Assert.Empty(Host.Cloud.AwsRds.Exports);
    }

    [Fact]
    public void The_log_and_the_report_go_where_they_are_wanted_and_nothing_stays_in_the_environment()
    {
        PlantAliyun();
        string report = PathOf("other.json");
        using IDisposable before = EnvironmentVariableTests.Set(new Dictionary<string, string> { ["RDSBACKUP__RUN__TIMEOUT"] = "9h" });

        (int exitCode, ScriptRun run) = Start($"-LogPath '{PathOf("run.log")}' -ReportPath '{report}' -Timeout 2h");

        Assert.Equal(0, exitCode);
        Assert.False(File.Exists(ReportPath));
        string runId = JsonNode.Parse(File.ReadAllText(report))!["runId"]!.GetValue<string>();
        Assert.Equal(runId, run.Output[^1].Properties["RunId"].Value);
        string log = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(report)!, "run*.log"));
        Assert.Matches($"{runId}.*2 succeeded, 0 failed", File.ReadAllText(log));
        Assert.Equal(
            (null, null, null, "9h"),
            (Variable("RDSBACKUP_LOG_PATH"), Variable("RDSBACKUP_LOG_LEVEL"), Variable("RDSBACKUP__RUN__REPORTPATH"), Variable("RDSBACKUP__RUN__TIMEOUT")));
    }

    [Fact]
    public void Nothing_is_asked_even_of_someone_who_wants_to_be_asked_everything()
    {
        PlantAliyun();
        Host.Module.Screen.Answer = "No";
        Host.Run("$global:ConfirmPreference = 'Low'");

        Assert.Equal(0, Start().ExitCode);
        Assert.Equal("", Host.Module.Screen.Text);
    }

    [Fact]
    public void Its_help_says_what_each_parameter_and_each_exit_code_is()
    {
        ScriptBlockAst script = Parser.ParseFile(Script, out _, out ParseError[] errors);
        CommentHelpInfo help = script.GetHelpContent();

        Assert.Empty(errors);
        Assert.Equal(script.ParamBlock.Parameters.Select(parameter => parameter.Name.VariablePath.UserPath.ToUpperInvariant()), help.Parameters.Keys);
        Assert.All(["  0  ", "  1  ", "  2  ", "  3  "], code => Assert.Contains(code, help.Description, StringComparison.Ordinal));
    }

    private (int ExitCode, ScriptRun Run) Start(string arguments = "")
    {
        string path = arguments.Contains("-ConfigurationPath", StringComparison.Ordinal) ? "" : "-ConfigurationPath $args[1]";
        ScriptRun run = Host.TryRun($"& $args[0] {path} {arguments}", Script, WriteConfiguration());
        return ((int)Assert.Single(Host.Run("$LASTEXITCODE")).BaseObject, run);
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name);
}
