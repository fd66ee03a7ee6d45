using RdsBackup.Alerting;
using RdsBackup.Alerting.WeCom;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.Health;

/// <summary>A robot knows its key: asked without telling its group anything or, if that is wanted, by a message.</summary>
/// <param name="channel">The channel.</param>
/// <param name="secrets">Fetches its secret.</param>
/// <param name="settings">Whether a message is wanted; clock and log.</param>
internal sealed class RobotCheck(AlertChannelOptions channel, SecretResolver secrets, HealthSettings settings) : HealthCheck(HealthCheckName.Robot, channel.Name)
{
    /// <inheritdoc/>
    public override async Task<HealthVerdict> RunAsync(CancellationToken cancellationToken)
    {
        WeComAddress address = await new WeComChannel(channel, secrets, settings.TimeProvider, settings.Log).AddressAsync(cancellationToken).ConfigureAwait(false);
        if (settings.SendTestMessage)
        {
            AlertReport report = new() { Content = Errors.Text(nameof(Messages.HealthTestMessage), Environment.MachineName) };
            await new WeComSending(channel, report, settings.TimeProvider).SendAsync(address, settings.Log, cancellationToken).ConfigureAwait(false);
            return HealthVerdict.Healthy(nameof(Messages.HealthRobotTold));
        }

        using WeComRobot robot = new(channel.Name, address, channel.Proxy, settings.TimeProvider, OperationLogger.For(settings.Log));
        return HealthVerdict.Healthy(nameof(Messages.HealthRobotKnown), await robot.ProbeAsync(cancellationToken).ConfigureAwait(false));
    }
}
