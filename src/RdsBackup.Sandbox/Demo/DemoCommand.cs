using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Engine = System.Management.Automation.PowerShell;

namespace RdsBackup.Sandbox.Demo;

/// <summary>
/// The module's main job on the emulated cloud, in the real PowerShell engine, as a person would see it in pwsh. Every step
/// checks what came out; one that does not fit ends the demo with exit code 1.
/// </summary>
internal sealed class DemoCommand : IDisposable
{
    private const string Instance = "rm-bp1mysql8local0001";

    private readonly Runspace _runspace;
    private readonly SandboxCloud _cloud;

    private DemoCommand(SandboxCloud cloud)
    {
        _cloud = cloud;
        _runspace = RunspaceFactory.CreateRunspace(new ConsoleEngineHost(), InitialSessionState.CreateDefault2());
        _runspace.Open();
    }

    /// <summary>Runs the demo and returns the exit code.</summary>
    public static async Task<int> RunAsync()
    {
        Stopwatch clock = Stopwatch.StartNew();
        await using SandboxCloud cloud = await SandboxCloud.StartAsync(new SandboxOptions { InternalReachable = false });
        using DemoCommand demo = new(cloud);
        bool isGood = demo.Run();
        string outcome = isGood ? "The demo ended as it should" : "The demo FAILED";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outcome}, after {clock.Elapsed.TotalSeconds:F1} s."));
        return isGood ? 0 : 1;
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();

    private bool Run()
    {
        Prepare();
        return Step("Which instances are there?", "Get-AliyunRdsInstance", rows => rows.Count >= 3)
            && Step("What backups does one of them have?", $"Get-AliyunRdsBackup -InstanceId {Instance} -Since 7d", rows => rows.Count >= 3)
            && Step("Which instances have a backup they can rely on?", "Get-AliyunRdsInstance | Test-AliyunRdsBackup", rows => Any(rows, "IsValid", true) && Any(rows, "IsValid", false))
            && Step(
                "What is wrong with the backups of one of them, down to their first bytes?",
                "Get-AliyunRdsBackup -InstanceId rm-bp1mysql57bad00001 | Test-AliyunRdsBackup -Deep | ForEach-Object Findings",
                rows => Any(rows, "Code", "BackupFailed") && Any(rows, "Code", "ContentMagicMismatch"))
            && Step(
                "Copy the newest good one to S3, proved.",
                $"Get-AliyunRdsBackup -InstanceId {Instance} -Latest | Test-AliyunRdsBackup -Deep -PassThru | Send-AliyunBackupToS3 -Bucket offsite",
                rows => Any(rows, "Status", "Verified"))
            && Step(
                "The same once more: nothing is moved.",
                $"Get-AliyunRdsBackup -InstanceId {Instance} -Latest | Send-AliyunBackupToS3 -Bucket offsite",
                rows => Any(rows, "Status", "AlreadyPresent"))
            && Step(
                "A backup whose bytes were changed on the way is refused, with both checksums.",
                "Get-AliyunRdsBackup -InstanceId rm-bp1tampered000001 -Latest | Send-AliyunBackupToS3 -Bucket offsite",
                rows => Any(rows, "ErrorId", "ChecksumMismatch"))
            && Step("What lies in S3 now?", "Get-RdsBackupCopy -Bucket offsite", rows => rows.Count == 1);
    }

    // What a person would have set up: credentials in the environment; the addresses stand in for those of the real clouds.
    private void Prepare()
    {
        Environment.SetEnvironmentVariable("ALIBABA_CLOUD_ACCESS_KEY_ID", _cloud.Aliyun.AccessKeyId);
        Environment.SetEnvironmentVariable("ALIBABA_CLOUD_ACCESS_KEY_SECRET", _cloud.Aliyun.AccessKeySecret);
        Environment.SetEnvironmentVariable("ALIBABA_CLOUD_REGION_ID", _cloud.Aliyun.Region);
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", _cloud.S3.AccessKeyId);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", _cloud.S3.SecretAccessKey);
        Environment.SetEnvironmentVariable("AWS_REGION", _cloud.S3.Region);
        Console.WriteLine($"Emulated cloud: RDS {_cloud.AliyunEndpoint}  OSS {_cloud.OssEndpoint}  S3 {_cloud.S3Endpoint}\n");

        Show("Import-Module ./artifacts/module/RdsBackup");
        Invoke("Import-Module $args[0]", ModulePath);
        Invoke(
            "$global:PSDefaultParameterValues = @{ '*-Aliyun*:AliyunEndpoint' = $args[0]; 'Send-AliyunBackupToS3:EndpointUrl' = $args[1]; 'Get-RdsBackupCopy:EndpointUrl' = $args[1] }",
            _cloud.AliyunEndpoint, _cloud.S3Endpoint);
    }

    private bool Step(string comment, string command, Func<IReadOnlyCollection<PSObject>, bool> isExpected)
    {
        Console.WriteLine($"# {comment}");
        Show(command);
        using Engine engine = Engine.Create(_runspace).AddScript($"{command} -OutVariable rows").AddCommand("Out-Default");
        engine.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        engine.Invoke();
        using Engine reader = Engine.Create(_runspace).AddScript("$rows");
        bool isGood = isExpected(reader.Invoke());
        if (!isGood)
        {
            Console.WriteLine($"!! '{command}' did not give what it should.");
        }

        return isGood;
    }

    private void Invoke(string script, params object[] arguments)
    {
        using Engine engine = Engine.Create(_runspace).AddScript(script);
        foreach (object argument in arguments)
        {
            engine.AddArgument(argument);
        }

        engine.Invoke();
    }

    private static bool Any(IEnumerable<PSObject> rows, string property, object value) =>
        rows.Any(row => Equals(row.Properties[property]?.Value?.ToString(), value.ToString()));

    private static void Show(string command) => Console.WriteLine($"PS> {command}");

    private static string ModulePath { get; } = Path.Combine(
        typeof(DemoCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "ModuleFolder").Value!, "RdsBackup.psd1");
}
