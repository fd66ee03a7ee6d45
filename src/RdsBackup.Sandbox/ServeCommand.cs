using System.Runtime.InteropServices;

namespace RdsBackup.Sandbox;

/// <summary><c>serve</c>: runs the emulated cloud until Ctrl+C or SIGTERM, and says how to reach it.</summary>
internal static class ServeCommand
{
    /// <summary>Runs it.</summary>
    /// <exception cref="UsageException">The command line makes no sense.</exception>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output)
    {
        SandboxOptions options = CommandLine.Parse(arguments);
        TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopped.TrySetResult();
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await using SandboxCloud cloud = await SandboxCloud.StartAsync(options);
        await output.WriteLineAsync(Describe(cloud));
        await stopped.Task;
        return 0;
    }

    private static string Describe(SandboxCloud cloud)
    {
        IReadOnlyList<(string Name, string Value)> variables = CloudEnvironment.Of(cloud);
        List<string> lines =
        [
            "The emulated cloud is running; Ctrl+C stops it.",
            "",
            $"  ApsaraDB RDS, STS   {cloud.AliyunEndpoint}",
            .. cloud.Aliyun.Regions.Select(region => $"    only {region,-14} {cloud.Aliyun.EndpointFor(region)}"),
            $"  OSS downloads       {cloud.OssEndpoint} (internal: {cloud.InternalOssEndpoint})",
            $"  Amazon S3           {cloud.S3Endpoint} (path style)",
            $"  Amazon RDS, STS     {cloud.AwsRds.Endpoint} (all regions)",
            $"  WeCom robots        {cloud.WeCom.Endpoint}",
            "",
            "PowerShell:",
            .. variables.Select(variable => $"  $env:{variable.Name} = '{variable.Value}'"),
            "",
            "bash:",
            .. variables.Select(variable => $"  export {variable.Name}={variable.Value}"),
        ];
        return string.Join(Environment.NewLine, lines);
    }
}
