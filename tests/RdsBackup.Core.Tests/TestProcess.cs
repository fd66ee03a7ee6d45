using System.Diagnostics;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests;

/// <summary>This executable in a process of its own, which can be killed and has a home and an environment of its own.</summary>
internal static class TestProcess
{
    /// <summary>Starts it.</summary>
    /// <param name="cloud">Whose keys it has.</param>
    /// <param name="home">Its home folder.</param>
    /// <param name="environment">Variables besides those of the keys; null as a value removes one.</param>
    /// <param name="arguments">Its command line.</param>
    public static Process Start(
        SandboxCloud cloud, string home, IReadOnlyDictionary<string, string?>? environment, params IReadOnlyList<string> arguments)
    {
        string executable = Path.Combine(AppContext.BaseDirectory, typeof(TestProcess).Assembly.GetName().Name!);
        ProcessStartInfo start = new(OperatingSystem.IsWindows() ? executable + ".exe" : executable, arguments) { RedirectStandardOutput = true };
        start.Environment["HOME"] = start.Environment["USERPROFILE"] = home;
        start.Environment["ALIBABA_CLOUD_ACCESS_KEY_ID"] = cloud.Aliyun.AccessKeyId;
        start.Environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = cloud.Aliyun.AccessKeySecret;
        start.Environment["AWS_ACCESS_KEY_ID"] = cloud.S3.AccessKeyId;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = cloud.S3.SecretAccessKey;
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>What <paramref name="process"/> prints until it ends.</summary>
    public static async Task<string> ReadAsync(Process process)
    {
        using (process)
        {
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return output.Trim();
        }
    }
}
