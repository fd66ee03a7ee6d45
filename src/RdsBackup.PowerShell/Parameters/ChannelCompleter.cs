using RdsBackup.Configuration;

namespace RdsBackup.PowerShell;

/// <summary>Alert channels of the configuration that the command would read; none when it cannot be read.</summary>
internal sealed class ChannelCompleter : ConfigurationCompleter
{
    protected override IEnumerable<KnownValue> ValuesOf(RdsBackupConfiguration configuration) =>
        configuration.Options.Alerts.Channels.Values.Select(channel => new KnownValue(channel.Name, $"{channel.Type} {channel.MessageType}".TrimEnd()));
}
