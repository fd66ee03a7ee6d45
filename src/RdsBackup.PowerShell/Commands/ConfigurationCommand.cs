using System.Management.Automation;
using RdsBackup.Configuration;

namespace RdsBackup.PowerShell;

/// <summary>Base of the cmdlets that work on a configuration.</summary>
public abstract class ConfigurationCommand : AsyncCmdlet
{
    /// <summary>
    /// The configuration's files, JSON or YAML; what later ones say counts more. Without it those of RDSBACKUP_CONFIGURATION are taken, or
    /// else rdsbackup.json or rdsbackup.yaml of the current folder, the user's or the machine's.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ConfigurationPath { get; set; } = [];

    /// <summary>The configuration.</summary>
    /// <exception cref="RdsBackupException">ConfigurationInvalid, with every error; ConfigurationNotFound, …</exception>
    private protected async Task<RdsBackupConfiguration> LoadConfigurationAsync()
    {
        RdsBackupConfiguration configuration = ConfigurationLoader.LoadValid(await SourcesAsync());
        if (!Pipeline.LogFile.IsOpen)
        {
            Pipeline.LogFile.Open(configuration.Options.Logging);
        }

        return configuration;
    }

    /// <summary>The environments of these names and patterns; all of them without any.</summary>
    /// <exception cref="RdsBackupException">EnvironmentNotFound: a name that is wrong is an error, not one environment less.</exception>
    private protected static IReadOnlyList<EnvironmentOptions> Choose(RdsBackupConfiguration configuration, string[]? names)
    {
        foreach (string name in (names ?? []).Where(name => !WildcardPattern.ContainsWildcardCharacters(name)))
        {
            _ = configuration.FindEnvironment(name);
        }

        WildcardFilter filter = new(names);
        return [.. configuration.Environments.Where(environment => filter.Matches(environment.Name))];
    }

    /// <summary>Fetches the secrets that a configuration names.</summary>
    private protected SecretResolver Secrets => new(new SecretVaults(this, Pipeline));

    /// <summary>Where the configuration is looked for.</summary>
    private protected Task<ConfigurationSources> SourcesAsync() => Pipeline.AskAsync(() => new ConfigurationSources
    {
        Paths = [.. ConfigurationPath.Select(GetUnresolvedProviderPathFromPSPath)],
        CurrentFolder = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
    });
}
