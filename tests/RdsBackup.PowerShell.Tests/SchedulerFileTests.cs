using System.Management.Automation;
using System.Management.Automation.Language;
using System.Xml.Linq;
using YamlDotNet.RepresentationModel;

namespace RdsBackup.PowerShell.Tests;

/// <summary>The ready files for schedulers: each is well-formed, and starts the script with parameters that it has.</summary>
[Collection(EnvironmentVariableTests.Name)]
public sealed class SchedulerFileTests : ConfiguredRunTests
{
    private const string ScriptName = "Invoke-NightlyBackup.ps1";
    private static readonly XNamespace Task = "http://schemas.microsoft.com/windows/2004/02/mit/task";
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(NightlyBackupScriptTests.Script)!, "schedulers");

    /// <summary>Each file, and the command in it that starts the script.</summary>
    public static TheoryData<string, string> Commands => new()
    {
        { "windows-task.xml", CommandOfWindows() },
        { "crontab", Line("crontab", "pwsh") },
        { "rdsbackup.service", Line("rdsbackup.service", "/usr/bin/pwsh") },
        { "kubernetes.yaml", CommandOfPod() },
        { "github-actions.yaml", CommandOfWorkflow() },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_script_is_started_with_parameters_that_it_has_and_asks_nothing(string file, string command)
    {
        CommandAst call = Assert.Single(Calls(command));
        string[] arguments = [.. call.CommandElements.Skip(1).Select(element => element.Extent.Text)];
        int script = Array.FindIndex(arguments, argument => argument.Contains(ScriptName, StringComparison.Ordinal));

        Assert.Equal(["-NoProfile", "-NonInteractive", "-File"], arguments[..script]);
        IEnumerable<string> used = call.CommandElements.Skip(script + 2).OfType<CommandParameterAst>().Select(parameter => parameter.ParameterName);
        Assert.True(used.All(ParametersOfTheScript().Contains), $"{file}: {command}");
        Assert.Contains("Timeout", used);
    }

    [Fact]
    public void No_two_runs_at_once_and_more_time_than_the_run_takes()
    {
        XElement settings = XDocument.Load(PathOfFile("windows-task.xml")).Root!.Element(Task + "Settings")!;
        YamlNode job = Pod()["spec"];
        YamlNode workflow = Yaml("github-actions.yaml").Single();

        Assert.Equal("IgnoreNew", settings.Element(Task + "MultipleInstancesPolicy")!.Value);
        Assert.Equal("PT7H", settings.Element(Task + "ExecutionTimeLimit")!.Value);
        Assert.Contains("-Timeout 6h", CommandOfWindows(), StringComparison.Ordinal);
        Assert.Equal("Forbid", job["concurrencyPolicy"].ToString());
        Assert.Equal(7 * 3600, int.Parse(job["jobTemplate"]["spec"]["activeDeadlineSeconds"].ToString(), null));
        Assert.Equal("rds-backup", workflow["concurrency"]["group"].ToString());
        Assert.Equal("340", workflow["jobs"]["backup"]["timeout-minutes"].ToString());
        Assert.Contains("-Timeout 330m", CommandOfWorkflow(), StringComparison.Ordinal);
        Assert.Equal(["7h"], Unit("rdsbackup.service")["Service.TimeoutStartSec"]);
    }

    [Fact]
    public void The_configuration_of_the_pod_is_valid_and_keeps_nothing_on_its_disk()
    {
        string path = PathOf("rdsbackup.yaml");
        File.WriteAllText(path, Yaml("kubernetes.yaml").Single(part => part["kind"].ToString() == "ConfigMap")["data"]["rdsbackup.yaml"].ToString());

        Assert.Empty(Host.Run("Test-RdsBackupConfiguration -ConfigurationPath $args[0] | Where-Object Severity -eq Error", path));
        Assert.Equal(
            ["alerts:state:s3:bucket", "run:lease:s3:bucket"],
            Host.Run("(Get-RdsBackupConfiguration *:s3:bucket -ConfigurationPath $args[0]).Key", path).Select(item => item.ToString()).Order());
    }

    [Fact]
    public void The_runbook_takes_keys_and_configuration_from_its_account_and_fails_when_the_run_does()
    {
        PlantAliyun();
        string configuration = File.ReadAllText(WriteConfiguration());
        Host.Run(
            """
            param($configuration, $credential)
            $global:Account = @{ RdsBackupConfiguration = $configuration; WecomKey = 'k' }
            $global:AccountCredential = $PSDefaultParameterValues[$credential]
            function global:Get-AutomationVariable { param($Name) $Account[$Name] }
            function global:Get-AutomationPSCredential { param($Name) if ($Name -eq 'AwsBackup') { $PSDefaultParameterValues['Send-AliyunBackupToS3:AwsCredential'] } else { $AccountCredential } }
            """,
            configuration, "*-Aliyun*:AliyunCredential");
        using IDisposable before = EnvironmentVariableTests.Set(new Dictionary<string, string> { ["WECOM_KEY"] = "", ["RDSBACKUP__RUN__TIMEOUT"] = "" });
        string runbook = PathOfFile("azure-automation.ps1");

        ScriptRun good = Host.TryRun("& $args[0]", runbook);
        Host.AddBackup(Host.AddInstance("rm-old"), "9", TimeSpan.FromDays(20));
        ScriptRun bad = Host.TryRun("& $args[0] -Timeout 1h", runbook);

        Assert.Null(good.Failure);
        Assert.Equal("Succeeded", good.Output[^1].Properties["Status"].Value.ToString());
        Assert.Contains("2 succeeded, 1 failed", Assert.IsAssignableFrom<RuntimeException>(bad.Failure).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_task_of_Windows_is_what_its_script_registers()
    {
        ScriptBlockAst script = Parser.ParseFile(PathOfFile("Register-NightlyTask.ps1"), out _, out ParseError[] errors);

        Assert.Empty(errors);
        string text = script.Extent.Text;
        Assert.All(["windows-task.xml", ScriptName], file => Assert.Contains(file, text, StringComparison.Ordinal));
        Assert.Contains($@"C:\ProgramData\RdsBackup\{ScriptName}", CommandOfWindows(), StringComparison.Ordinal);
        Assert.Equal(@"\RdsBackup", XDocument.Load(PathOfFile("windows-task.xml")).Root!.Descendants(Task + "URI").Single().Value);
    }

    [Fact]
    public void The_timer_starts_the_service_of_its_name_and_alone_is_enabled()
    {
        ILookup<string, string> timer = Unit("rdsbackup.timer");
        ILookup<string, string> service = Unit("rdsbackup.service");

        Assert.Single(timer["Timer.OnCalendar"]);
        Assert.Empty(timer["Timer.Unit"]);
        Assert.Equal(["timers.target"], timer["Install.WantedBy"]);
        Assert.Single(service["Service.ExecStart"]);
        Assert.Equal(["oneshot"], service["Service.Type"]);
        Assert.Empty(service["Install.WantedBy"]);
    }

    private static ILookup<string, string> Unit(string file)
    {
        string section = "";
        List<(string Name, string Value)> settings = [];
        foreach (string line in File.ReadAllLines(PathOfFile(file)).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[')
            {
                section = line.Trim('[', ']');
                continue;
            }

            string[] parts = line.Split('=', 2);
            settings.Add(($"{section}.{parts[0]}", parts[1]));
        }

        return settings.ToLookup(setting => setting.Name, setting => setting.Value);
    }

    private static string CommandOfWindows()
    {
        XElement exec = XDocument.Load(PathOfFile("windows-task.xml")).Root!.Descendants(Task + "Exec").Single();
        return $"{exec.Element(Task + "Command")!.Value} {exec.Element(Task + "Arguments")!.Value}";
    }

    private static string CommandOfPod()
    {
        string entry = File.ReadAllLines(PathOfFile("Dockerfile")).Single(line => line.StartsWith("ENTRYPOINT", StringComparison.Ordinal));
        YamlNode container = Pod()["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0];
        return string.Join(' ', List(entry["ENTRYPOINT".Length..]).Concat((YamlSequenceNode)container["args"]));
    }

    private static string CommandOfWorkflow() => ((YamlSequenceNode)Yaml("github-actions.yaml").Single()["jobs"]["backup"]["steps"])
        .Select(step => ((YamlMappingNode)step).Children.TryGetValue("run", out YamlNode? run) ? run.ToString() : "")
        .Single(run => run.Contains(ScriptName, StringComparison.Ordinal));

    // The rest of the one line that starts it, without where its output goes.
    private static string Line(string file, string program)
    {
        string line = File.ReadAllLines(PathOfFile(file)).Single(line => line.Contains(ScriptName, StringComparison.Ordinal));
        return line[line.IndexOf(program, StringComparison.Ordinal)..].Split('>')[0];
    }

    private static YamlNode Pod() => Yaml("kubernetes.yaml").Single(part => part["kind"].ToString() == "CronJob");

    private static IEnumerable<YamlNode> Yaml(string file)
    {
        using StreamReader reader = File.OpenText(PathOfFile(file));
        YamlStream stream = [];
        stream.Load(reader);
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    private static YamlSequenceNode List(string text)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(text));
        return (YamlSequenceNode)stream.Documents[0].RootNode;
    }

    private static HashSet<string> ParametersOfTheScript() =>
    [
        .. Parser.ParseFile(NightlyBackupScriptTests.Script, out _, out _).ParamBlock.Parameters.Select(parameter => parameter.Name.VariablePath.UserPath),
        .. Cmdlet.CommonParameters,
    ];

    private static IEnumerable<CommandAst> Calls(string command) =>
        Parser.ParseInput(command, out _, out _).FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>();

    private static string PathOfFile(string name) => Path.Combine(Folder, name);
}
