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
        (string Name, string Value)[] variables =
        [
            ("ALIBABA_CLOUD_ACCESS_KEY_ID", cloud.Aliyun.AccessKeyId),
            ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", cloud.Aliyun.AccessKeySecret),
            ("AWS_ACCESS_KEY_ID", cloud.S3.AccessKeyId),
            ("AWS_SECRET_ACCESS_KEY", cloud.S3.SecretAccessKey),
            ("AWS_REGION", cloud.S3.Region),
            ("AWS_ENDPOINT_URL_RDS", cloud.AwsRds.Endpoint.ToString()),
            ("AWS_ENDPOINT_URL_STS", cloud.AwsRds.Endpoint.ToString()),
        ];
        List<string> lines =
        [
            "The emulated cloud is running; Ctrl+C stops it.",
            "",
            $"  ApsaraDB RDS, STS   {cloud.AliyunEndpoint}",
            .. cloud.Aliyun.Regions.Select(region => $"    only {region,-14} {cloud.Aliyun.EndpointFor(region)}"),
            $"  OSS downloads       {cloud.OssEndpoint} (internal: {cloud.InternalOssEndpoint})",
            $"  Amazon S3           {cloud.S3Endpoint} (path style)",
            $"  Amazon RDS, STS     {cloud.AwsRds.Endpoint} (all regions)",
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
