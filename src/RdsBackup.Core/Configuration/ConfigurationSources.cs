using System.Collections;

namespace RdsBackup.Configuration;

/// <summary>Where a configuration is looked for.</summary>
public sealed class ConfigurationSources
{
    /// <summary>The variable that names the files when no path is given; several are separated as in PATH.</summary>
    public const string PathVariable = "RDSBACKUP_CONFIGURATION";

    /// <summary>The files, which must exist; what later ones say counts more. Empty looks in the documented places.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>The environment variables, which count more than any file.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = MachineVariables();

    /// <summary>The folder that relative paths are meant from, and the first that is searched.</summary>
    public string CurrentFolder { get; init; } = Environment.CurrentDirectory;

    /// <summary>The folders that are searched after the current one: the user's, then the machine's.</summary>
    public IReadOnlyList<string> Folders { get; init; } = MachineFolders();

    private static Dictionary<string, string> MachineVariables() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .DistinctBy(entry => (string)entry.Key, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.OrdinalIgnoreCase);

    private static string[] MachineFolders()
    {
        string user = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        string machine = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData) : "/etc";
        string name = OperatingSystem.IsWindows() ? "RdsBackup" : "rdsbackup";
        return [Path.Combine(user, name), Path.Combine(machine, name)];
    }
}
