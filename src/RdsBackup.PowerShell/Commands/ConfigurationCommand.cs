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

    /// <summary>Fetches the secrets that a configuration names.</summary>
    private protected SecretResolver Secrets => new(new SecretVaults(this, Pipeline));

    /// <summary>Where the configuration is looked for.</summary>
    private protected Task<ConfigurationSources> SourcesAsync() => Pipeline.AskAsync(() => new ConfigurationSources
    {
        Paths = [.. ConfigurationPath.Select(GetUnresolvedProviderPathFromPSPath)],
        CurrentFolder = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
    });
}
