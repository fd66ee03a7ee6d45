using RdsBackup.Configuration;

namespace RdsBackup.PowerShell;

/// <summary>Environments of the configuration that the command would read.</summary>
internal sealed class EnvironmentCompleter : ConfigurationCompleter
{
    protected override IEnumerable<KnownValue> ValuesOf(RdsBackupConfiguration configuration) => configuration.Environments.Select(
        environment => new KnownValue(environment.Name, string.Join(' ', environment.Regions.Prepend($"{environment.Cloud}"))));
}
