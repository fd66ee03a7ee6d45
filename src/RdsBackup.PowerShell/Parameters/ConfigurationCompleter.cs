using System.Collections;
using System.Management.Automation;
using RdsBackup.Configuration;
using Engine = System.Management.Automation.PowerShell;

namespace RdsBackup.PowerShell;

/// <summary>Completes a parameter from the configuration that the command would read; with nothing when that cannot be read.</summary>
internal abstract class ConfigurationCompleter : ValueCompleter
{
    protected sealed override IEnumerable<KnownValue> ValuesWith(IDictionary boundParameters)
    {
        string[] paths = LanguagePrimitives.TryConvertTo(boundParameters[nameof(ConfigurationCommand.ConfigurationPath)], out string[] given) ? given ?? [] : [];
        try
        {
            ConfigurationSources sources = new() { Paths = paths, CurrentFolder = CurrentFolder() };
            return ValuesOf(ConfigurationLoader.Load(sources)).DistinctBy(value => value.Text);
        }
        catch (RdsBackupException)
        {
            return []; // The command itself will say what is wrong.
        }
    }

    /// <summary>The values, in the order to offer them.</summary>
    protected abstract IEnumerable<KnownValue> ValuesOf(RdsBackupConfiguration configuration);

    /// <summary>What the environments say, each with the environment that says it.</summary>
    protected static IEnumerable<KnownValue> OfEnvironments(RdsBackupConfiguration configuration, Func<EnvironmentOptions, string?> value) =>
        from environment in configuration.Environments
        let text = value(environment)
        where text is not null
        select new KnownValue(text, environment.Name);

    private static string CurrentFolder()
    {
        using var engine = Engine.Create(RunspaceMode.CurrentRunspace);
        return engine.AddScript("$ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath").Invoke<string>()[0];
    }
}

/// <summary>Environments, with their cloud and regions.</summary>
internal sealed class EnvironmentCompleter : ConfigurationCompleter
{
    protected override IEnumerable<KnownValue> ValuesOf(RdsBackupConfiguration configuration) => configuration.Environments.Select(
        environment => new KnownValue(environment.Name, string.Join(' ', environment.Regions.Prepend($"{environment.Cloud}"))));
}

/// <summary>Alert rules, with the events they take.</summary>
internal sealed class AlertRuleCompleter : ConfigurationCompleter
{
    protected override IEnumerable<KnownValue> ValuesOf(RdsBackupConfiguration configuration) => configuration.Options.Alerts.Rules
        .Where(rule => rule.Name is not null)
        .Select(rule => new KnownValue(rule.Name!, string.Join(", ", rule.Match.Events.Select(kind => $"{kind}").DefaultIfEmpty("*"))));
}

/// <summary>Alert channels, with what they are.</summary>
internal sealed class ChannelCompleter : ConfigurationCompleter
{
    protected override IEnumerable<KnownValue> ValuesOf(RdsBackupConfiguration configuration) =>
        configuration.Options.Alerts.Channels.Select(channel => new KnownValue(channel.Key, $"{channel.Value.Type} {channel.Value.MessageType}".TrimEnd()));
}

/// <summary>Settings, with their values.</summary>
internal sealed class SettingCompleter : ConfigurationCompleter
{
    protected override IEnumerable<KnownValue> ValuesOf(RdsBackupConfiguration configuration) =>
        configuration.Settings.Select(setting => new KnownValue(setting.Key, setting.Value ?? setting.Key));
}

/// <summary>Buckets that backups are copied or exported to.</summary>
internal sealed class BucketCompleter : ConfigurationCompleter
{
    protected override IEnumerable<KnownValue> ValuesOf(RdsBackupConfiguration configuration) =>
        OfEnvironments(configuration, environment => environment.Destination.Bucket)
            .Concat(OfEnvironments(configuration, environment => environment.Export.Bucket));
}

/// <summary>KMS keys that copies or exports are encrypted with.</summary>
internal sealed class KmsKeyCompleter : ConfigurationCompleter
{
    protected override IEnumerable<KnownValue> ValuesOf(RdsBackupConfiguration configuration) =>
        OfEnvironments(configuration, environment => environment.Destination.KmsKeyId)
            .Concat(OfEnvironments(configuration, environment => environment.Export.KmsKeyId));
}

/// <summary>Roles that write exports.</summary>
internal sealed class ExportRoleCompleter : ConfigurationCompleter
{
    protected override IEnumerable<KnownValue> ValuesOf(RdsBackupConfiguration configuration) =>
        OfEnvironments(configuration, environment => environment.Export.RoleArn);
}
