using System.Management.Automation;
using RdsBackup.Sandbox.Demo;

namespace RdsBackup.Sandbox;

/// <summary>
/// <c>run</c>: rehearses a script in the real PowerShell engine against an emulated cloud of its own. The script finds what it would find in
/// pwsh: the module imported, and credentials and region in the environment.
/// </summary>
internal static class RunCommand
{
    private const int ExitFailed = 1;

    /// <summary>Runs a script and returns its exit code: 1 after a terminating error, as pwsh -File does.</summary>
    /// <param name="script">The script's file.</param>
    /// <param name="arguments">Options, then <c>--</c> and the script's own arguments, by position.</param>
    /// <exception cref="UsageException">The command line makes no sense.</exception>
    public static async Task<int> RunAsync(string script, IReadOnlyList<string> arguments)
    {
        if (!File.Exists(script))
        {
            throw new UsageException($"The script '{script}' does not exist.");
        }

        string[] options = [.. arguments.TakeWhile(argument => argument != "--")];
        await using SandboxCloud cloud = await SandboxCloud.StartAsync(CommandLine.Parse(options));
        using ModuleSession session = new(cloud);
        try
        {
            session.Show("$script, [object[]] $rest = $args; & $script @rest; if (-not $?) { $global:LASTEXITCODE = $LASTEXITCODE ? $LASTEXITCODE : 1 }", [Path.GetFullPath(script), .. arguments.Skip(options.Length + 1)]);
            return session.Invoke("$LASTEXITCODE").SingleOrDefault()?.BaseObject as int? ?? 0;
        }
        catch (RuntimeException failure)
        {
            await Console.Error.WriteLineAsync($"{failure.ErrorRecord.InvocationInfo?.PositionMessage}\n{failure.ErrorRecord}");
            return ExitFailed;
        }
    }
}
