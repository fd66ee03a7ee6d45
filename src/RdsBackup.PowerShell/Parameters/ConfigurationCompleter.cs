using System.Collections;
using System.Management.Automation;
using RdsBackup.Configuration;
using Engine = System.Management.Automation.PowerShell;

namespace RdsBackup.PowerShell;

/// <summary>Base of completers that offer names of the configuration that the command would read; none when it cannot be read.</summary>
internal abstract class ConfigurationCompleter : ValueCompleter
{
    protected sealed override IEnumerable<KnownValue> ValuesWith(IDictionary boundParameters)
    {
        string[] paths = LanguagePrimitives.TryConvertTo(boundParameters[nameof(ConfigurationCommand.ConfigurationPath)], out string[] given) ? given ?? [] : [];
        try
        {
            ConfigurationSources sources = new() { Paths = paths, CurrentFolder = CurrentFolder() };
            return ValuesOf(ConfigurationLoader.Load(sources));
        }
        catch (RdsBackupException)
        {
            return []; // The command itself will say what is wrong.
        }
    }

    /// <summary>The names, in the order to offer them.</summary>
    protected abstract IEnumerable<KnownValue> ValuesOf(RdsBackupConfiguration configuration);

    private static string CurrentFolder()
    {
        using var engine = Engine.Create(RunspaceMode.CurrentRunspace);
        return engine.AddScript("$ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath").Invoke<string>()[0];
    }
}
