using System.Collections;
using System.Management.Automation;
using RdsBackup.Configuration;
using Engine = System.Management.Automation.PowerShell;

namespace RdsBackup.PowerShell;

/// <summary>Environments of the configuration that the command would read; none when it cannot be read.</summary>
internal sealed class EnvironmentCompleter : ValueCompleter
{
    protected override IEnumerable<KnownValue> ValuesWith(IDictionary boundParameters)
    {
        string[] paths = LanguagePrimitives.TryConvertTo(boundParameters[nameof(ConfigurationCommand.ConfigurationPath)], out string[] given) ? given ?? [] : [];
        try
        {
            ConfigurationSources sources = new() { Paths = paths, CurrentFolder = CurrentFolder() };
            return ConfigurationLoader.Load(sources).Environments.Select(environment => new KnownValue(environment.Name, Describe(environment)));
        }
        catch (RdsBackupException)
        {
            return []; // The command itself will say what is wrong.
        }
    }

    private static string CurrentFolder()
    {
        using var engine = Engine.Create(RunspaceMode.CurrentRunspace);
        return engine.AddScript("$ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath").Invoke<string>()[0];
    }

    private static string Describe(EnvironmentOptions environment) => string.Join(' ', environment.Regions.Prepend($"{environment.Cloud}"));
}
