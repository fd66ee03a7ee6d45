using System.Globalization;
using System.Runtime.InteropServices;

namespace RdsBackup.Sandbox;

/// <summary><c>serve</c>: runs the emulated cloud until Ctrl+C or SIGTERM, and says how to reach it.</summary>
internal static class ServeCommand
{
    private const int ExitUsage = 2;

    /// <summary>What the command line takes.</summary>
    public const string Usage = "serve [--backups DIR] [--data DIR] [--port-base N]";

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        SandboxOptions options;
        try
        {
            options = Parse(arguments);
        }
        catch (ArgumentException problem)
        {
            await errors.WriteLineAsync($"{problem.Message}\nUsage: {Usage}");
            return ExitUsage;
        }

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

    private static SandboxOptions Parse(IReadOnlyList<string> arguments)
    {
        SandboxOptions options = new();
        for (int index = 0; index < arguments.Count; index += 2)
        {
            string value = index + 1 < arguments.Count ? arguments[index + 1] : throw new ArgumentException($"The option '{arguments[index]}' needs a value.");
            options = arguments[index] switch
            {
                "--backups" when Directory.Exists(value) => options with { BackupsDirectory = value },
                "--backups" => throw new ArgumentException($"The folder '{value}' does not exist."),
                "--data" => options with { DataDirectory = value },
                "--port-base" when int.TryParse(value, CultureInfo.InvariantCulture, out int port) && port is > 0 and < 65_000 => options with { PortBase = port },
                "--port-base" => throw new ArgumentException($"'{value}' is not a port between 1 and 64999."),
                _ => throw new ArgumentException($"The option '{arguments[index]}' is unknown."),
            };
        }

        return options;
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
        ];
        List<string> lines =
        [
            "The emulated cloud is running; Ctrl+C stops it.",
            "",
            $"  ApsaraDB RDS, STS   {cloud.AliyunEndpoint}",
            .. cloud.Aliyun.Regions.Select(region => $"    only {region,-14} {cloud.Aliyun.EndpointFor(region)}"),
            $"  OSS downloads       {cloud.OssEndpoint} (internal: {cloud.InternalOssEndpoint})",
            $"  Amazon S3           {cloud.S3Endpoint} (path style)",
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
