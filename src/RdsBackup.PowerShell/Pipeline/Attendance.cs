using System.Management.Automation.Host;

namespace RdsBackup.PowerShell;

/// <summary>Whether somebody looks on: in the log of a scheduled task or of a build, bars are only noise.</summary>
internal static class Attendance
{
    private const string Console = "ConsoleHost";
    private const string NonInteractive = "noninteractive";

    /// <summary>
    /// Whether <paramref name="host"/> has somebody in front of it. pwsh has not when it was started with -NonInteractive or writes to a file;
    /// other hosts know themselves what to do with progress.
    /// </summary>
    public static bool Of(PSHost host) =>
        host.Name != Console || (!System.Console.IsOutputRedirected && !Environment.GetCommandLineArgs().Any(IsNonInteractive));

    // As pwsh reads it: shortened to no less than -noni, with either mark.
    private static bool IsNonInteractive(string argument) =>
        argument.Length > 4 && argument[0] is '-' or '/' && NonInteractive.StartsWith(argument.TrimStart('-', '/'), StringComparison.OrdinalIgnoreCase);
}
