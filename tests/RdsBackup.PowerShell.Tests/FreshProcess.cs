using System.Diagnostics;

namespace RdsBackup.PowerShell.Tests;

/// <summary>
/// Runs a script in a process of its own, where nothing is loaded but the engine: what an assembly load depends on is what was
/// loaded before it in the same process.
/// </summary>
internal static class FreshProcess
{
    public const string Argument = "--run-script";

    /// <summary>Runs <paramref name="script"/>, whose <c>$args</c> are <paramref name="arguments"/>; returns its output, one object a line.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string script, params string[] arguments)
    {
        string executable = Path.Combine(AppContext.BaseDirectory, typeof(FreshProcess).Assembly.GetName().Name!);
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? executable + ".exe" : executable)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])[Argument, script, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        Assert.Equal("", await errors);
        return output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The fresh process itself.</summary>
    public static int Execute(string script, string[] arguments)
    {
        using var host = new ModuleHost(import: false);
        ScriptRun run = host.TryRun(script, arguments);
        foreach (object item in run.Output)
        {
            Console.WriteLine(item);
        }

        foreach (object error in run.Errors.Append<object?>(run.Failure).OfType<object>())
        {
            Console.Error.WriteLine(error);
        }

        return run.Failure is null && run.Errors.Count == 0 ? 0 : 1;
    }
}
