using RdsBackup.Diagnostics;

namespace RdsBackup.Configuration;

/// <summary>
/// Finds the files of a configuration: those that are given, else those that RDSBACKUP_CONFIGURATION names, else the rdsbackup.json,
/// rdsbackup.yaml or rdsbackup.yml of the current folder, the user's, or the machine's, whichever has one first.
/// </summary>
internal static class ConfigurationSearch
{
    private static readonly string[] Names = ["rdsbackup.json", "rdsbackup.yaml", "rdsbackup.yml"];

    /// <summary>The files; none when there is no configuration anywhere.</summary>
    /// <exception cref="RdsBackupException">ConfigurationFileMissing, ConfigurationAmbiguous.</exception>
    public static IReadOnlyList<string> Find(ConfigurationSources sources)
    {
        IReadOnlyList<string> named = sources.Paths.Count > 0 || !sources.Variables.TryGetValue(ConfigurationSources.PathVariable, out string? variable)
            ? sources.Paths
            : variable.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return named.Count > 0
            ? [.. named.Select(path => Existing(Path.GetFullPath(path, sources.CurrentFolder)))]
            : Folders(sources).Select(InFolder).FirstOrDefault(found => found.Count > 0) ?? [];
    }

    /// <summary>The folders that are searched when nothing names a file.</summary>
    public static IEnumerable<string> Folders(ConfigurationSources sources) => sources.Folders.Prepend(sources.CurrentFolder);

    private static IReadOnlyList<string> InFolder(string folder)
    {
        string[] found = [.. Names.Select(name => Path.Combine(folder, name)).Where(File.Exists)];
        return found.Length <= 1
            ? found
            : throw Errors.Create(nameof(Messages.ConfigurationAmbiguous), RdsBackupErrorKind.InvalidInput, folder, string.Join(", ", found.Select(Path.GetFileName)));
    }

    private static string Existing(string path) => File.Exists(path)
        ? path
        : throw Errors.Create(nameof(Messages.ConfigurationFileMissing), RdsBackupErrorKind.NotFound, path);
}
