using RdsBackup.Diagnostics;

namespace RdsBackup.Configuration;

/// <summary>Reads configurations.</summary>
public static class ConfigurationLoader
{
    /// <summary>
    /// Reads the configuration that <paramref name="sources"/> lead to. What is wrong with it is among its findings; <see cref="LoadValid"/>
    /// throws them instead.
    /// </summary>
    /// <exception cref="RdsBackupException">ConfigurationNotFound, ConfigurationFileMissing, ConfigurationFileUnreadable, ConfigurationAmbiguous.</exception>
    public static RdsBackupConfiguration Load(ConfigurationSources sources)
    {
        IReadOnlyList<string> files = ConfigurationSearch.Find(sources);
        FindingList findings = new();
        SettingSection variables = EnvironmentSettings.Read(sources.Variables);
        if (files.Count == 0 && variables.Members.Count == 0)
        {
            string folders = string.Join(", ", ConfigurationSearch.Folders(sources));
            throw Errors.Create(nameof(Messages.ConfigurationNotFound), RdsBackupErrorKind.NotFound, folders, ConfigurationSources.PathVariable);
        }

        SettingNode?[] written = [.. files.Select(file => ReadFile(file, findings)), variables];
        SettingsLayer[] layers = [.. written.OfType<SettingNode>().Select(node => LayerOf(node, findings, sources.CurrentFolder))];
        MergedSettings settings = new(layers);
        RdsBackupOptions options = settings.Bind();
        if (written.All(node => node is not null))
        {
            ConfigurationRules.Check(options, settings, findings);
        }

        return new RdsBackupConfiguration
        {
            Files = files,
            Options = options,
            Settings = [.. SettingsListing.Of(options, settings)],
            Findings = findings.Findings,
        };
    }

    /// <summary>Reads the configuration that <paramref name="sources"/> lead to, and refuses it when anything is wrong with it.</summary>
    /// <exception cref="RdsBackupException">ConfigurationInvalid, whose message has every error; or what <see cref="Load"/> throws.</exception>
    public static RdsBackupConfiguration LoadValid(ConfigurationSources sources)
    {
        RdsBackupConfiguration configuration = Load(sources);
        if (configuration.IsValid)
        {
            return configuration;
        }

        IEnumerable<string> errors = configuration.Findings.Where(finding => finding.Severity == FindingSeverity.Error)
            .Select(finding => $"{Environment.NewLine}{finding}{(finding.Remedy is null ? "" : $" {finding.Remedy}")}");
        throw Errors.Create(nameof(Messages.ConfigurationInvalid), RdsBackupErrorKind.InvalidInput, string.Concat(errors));
    }

    /// <summary>The environment called <paramref name="name"/>, whatever its case.</summary>
    /// <exception cref="RdsBackupException">EnvironmentNotFound.</exception>
    public static EnvironmentOptions FindEnvironment(this RdsBackupConfiguration configuration, string name)
    {
        if (configuration.Options.Environments.Values.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } environment)
        {
            return environment;
        }

        string[] known = [.. configuration.Environments.Select(environment => environment.Name)];
        string offered = NearestName.Of(name, known) ?? string.Join(", ", known);
        throw Errors.Create(nameof(Messages.EnvironmentNotFound), RdsBackupErrorKind.NotFound, name, configuration, offered);
    }

    private static SettingNode? ReadFile(string path, FindingList findings)
    {
        try
        {
            return ConfigurationFile.Read(path);
        }
        catch (SettingSyntaxException exception)
        {
            findings.Error(nameof(Messages.ConfigurationFileBroken), key: null, new SettingOrigin(path, exception.Line), path, exception.Line, exception.Message);
            return null;
        }
    }

    private static SettingsLayer LayerOf(SettingNode root, FindingList findings, string currentFolder)
    {
        SettingsLayer layer = new();
        new SettingsReader(layer, findings, currentFolder).Read(root);
        return layer;
    }
}
