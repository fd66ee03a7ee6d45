using System.Management.Automation;
using RdsBackup.Configuration;

namespace RdsBackup.PowerShell;

/// <summary>
/// Shows the configuration that is in force: files and environment variables merged, defaults filled in, secrets as references. -Setting
/// lists values, each with the file and line, or the variable, that it came from.
/// </summary>
[Cmdlet(VerbsCommon.Get, "RdsBackupConfiguration")]
[OutputType(typeof(RdsBackupConfiguration), typeof(ConfigurationSetting))]
public sealed class GetRdsBackupConfigurationCommand : ConfigurationCommand
{
    /// <summary>Settings to list, or patterns, such as environments:prod-cn:*. * lists all.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string[]? Setting { get; set; }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        RdsBackupConfiguration configuration = ConfigurationLoader.Load(await SourcesAsync());
        if (Setting is null)
        {
            await Pipeline.WriteObjectAsync(configuration);
            return;
        }

        WildcardFilter wanted = new(Setting);
        foreach (ConfigurationSetting setting in configuration.Settings.Where(setting => wanted.Matches(setting.Key)))
        {
            await Pipeline.WriteObjectAsync(setting);
        }
    }
}
