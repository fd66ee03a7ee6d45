using System.Diagnostics;

namespace RdsBackup.Sandbox.Tests;

/// <summary>The sandbox as a person calls it: a process.</summary>
internal static class SandboxProgram
{
    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        string program = Path.Combine(AppContext.BaseDirectory, typeof(SandboxCloud).Assembly.GetName().Name!);
        using Process process = Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? program + ".exe" : program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync(token);
        string output = await process.StandardOutput.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        return (process.ExitCode, output, await errors);
    }
}
