using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Engine = System.Management.Automation.PowerShell;

namespace RdsBackup.Sandbox.Demo;

/// <summary>
/// The real PowerShell engine on this console, set up as a person would: keys in the environment, the module imported, and default
/// addresses that lead to the emulated cloud instead of the real ones.
/// </summary>
internal sealed class ModuleSession : IDisposable
{
    private readonly Runspace _runspace;

    public ModuleSession(SandboxCloud cloud)
    {
        SetEnvironment(cloud);
        _runspace = RunspaceFactory.CreateRunspace(new ConsoleEngineHost(), InitialSessionState.CreateDefault2());
        _runspace.Open();
        Invoke("Import-Module $args[0]", ModulePath);
        Invoke(
            """
            param($aliyun, $s3, $rds)
            $global:PSDefaultParameterValues = @{
                '*-Aliyun*:AliyunEndpoint' = $aliyun; '*-Aws*:AwsRdsEndpoint' = $rds
                'Send-AliyunBackupToS3:EndpointUrl' = $s3; '*-RdsBackupCopy:EndpointUrl' = $s3; '*-AwsSnapshotExport:EndpointUrl' = $s3
            }
            """,
            cloud.AliyunEndpoint, cloud.S3Endpoint, cloud.AwsRds.Endpoint);
    }

    /// <summary>Runs something and returns what it writes.</summary>
    public IReadOnlyCollection<PSObject> Invoke(string script, params object[] arguments)
    {
        using Engine engine = Prepare(script, arguments);
        return engine.Invoke();
    }

    /// <summary>Runs something and shows its output and errors as pwsh would.</summary>
    /// <exception cref="RuntimeException">It ended with a terminating error.</exception>
    public void Show(string script, params object[] arguments)
    {
        using Engine engine = Prepare(script, arguments);
        engine.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        engine.AddCommand("Out-Default").Invoke();
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();

    private Engine Prepare(string script, object[] arguments)
    {
        Engine engine = Engine.Create(_runspace).AddScript(script);
        foreach (object argument in arguments)
        {
            engine.AddArgument(argument);
        }

        return engine;
    }

    private static void SetEnvironment(SandboxCloud cloud)
    {
        foreach ((string name, string value) in CloudEnvironment.Of(cloud))
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        Environment.SetEnvironmentVariable("ALIBABA_CLOUD_REGION_ID", cloud.Aliyun.Region);
    }

    private static string ModulePath { get; } = Path.Combine(
        typeof(ModuleSession).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "ModuleFolder").Value!, "RdsBackup.psd1");
}
