using System.Diagnostics;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests;

/// <summary>This executable in a process of its own, which can be killed, with the keys of a cloud and an empty home.</summary>
internal static class TestProcess
{
    public static Process Start(SandboxCloud cloud, string home, params IReadOnlyList<string> arguments)
    {
        string executable = Path.Combine(AppContext.BaseDirectory, typeof(TestProcess).Assembly.GetName().Name!);
        ProcessStartInfo start = new(OperatingSystem.IsWindows() ? executable + ".exe" : executable, arguments);
        start.Environment["HOME"] = start.Environment["USERPROFILE"] = home;
        start.Environment["ALIBABA_CLOUD_ACCESS_KEY_ID"] = cloud.Aliyun.AccessKeyId;
        start.Environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = cloud.Aliyun.AccessKeySecret;
        start.Environment["AWS_ACCESS_KEY_ID"] = cloud.S3.AccessKeyId;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = cloud.S3.SecretAccessKey;
        return Process.Start(start)!;
    }
}
