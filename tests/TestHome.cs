using System.Runtime.CompilerServices;

namespace RdsBackup.Tests;

/// <summary>
/// A folder of this run in the place of the user's own for what commands keep between runs, deleted at the end. Windows and macOS do not let it be moved.
/// </summary>
internal static class TestHome
{
    private const string Variable = "XDG_DATA_HOME";
    private const string Prefix = "rdsbackup-tests-";

    [ModuleInitializer]
    internal static void Initialize()
    {
        if (Path.GetFileName(Environment.GetEnvironmentVariable(Variable))?.StartsWith(Prefix, StringComparison.Ordinal) == true)
        {
            return; // A process that a test started.
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory(Prefix);
        Environment.SetEnvironmentVariable(Variable, folder.FullName);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
    }
}
