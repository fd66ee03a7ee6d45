using RdsBackup.Configuration;

namespace RdsBackup.Core.Tests.Configuration;

/// <summary>A folder with configuration files, read as if nothing else were on the machine.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rdsbackup-");

    public Dictionary<string, string> Variables { get; } = [];

    public List<string> SearchedFolders { get; } = [];

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    /// <summary>The sources that name these files of the folder, or none.</summary>
    public ConfigurationSources Sources(params string[] names) => new()
    {
        Paths = names,
        Variables = Variables,
        CurrentFolder = _folder.FullName,
        Folders = SearchedFolders,
    };

    public RdsBackupConfiguration Load(params string[] names) => ConfigurationLoader.Load(Sources(names));

    /// <summary>Loads one file with this text, which must be valid.</summary>
    public RdsBackupOptions Read(string text, string name = "c.json")
    {
        Write(name, text);
        return ConfigurationLoader.LoadValid(Sources(name)).Options;
    }

    /// <summary>What is found in one file with this text.</summary>
    public IReadOnlyList<ConfigurationFinding> Check(string text, string name = "c.json")
    {
        Write(name, text);
        return Load(name).Findings;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
