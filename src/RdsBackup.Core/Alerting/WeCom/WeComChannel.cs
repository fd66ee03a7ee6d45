using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.Alerting.WeCom;

/// <summary>A group robot of WeCom as an alert channel. Its secret is fetched when there is something to tell.</summary>
/// <param name="options">The channel's options.</param>
/// <param name="secrets">Fetches its secret.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Receives log lines.</param>
public sealed class WeComChannel(AlertChannelOptions options, SecretResolver secrets, TimeProvider clock, OperationLog? log) : IAlertChannel
{
    /// <inheritdoc/>
    public string Name => options.Name;

    /// <summary>The channels of a configuration.</summary>
    public static IReadOnlyList<WeComChannel> Of(AlertOptions options, SecretResolver secrets, TimeProvider clock, OperationLog? log)
    {
        ArgumentNullException.ThrowIfNull(options);
        return [.. options.Channels.Values.Select(channel => new WeComChannel(channel, secrets, clock, log))];
    }

    /// <inheritdoc/>
    public async Task DeliverAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        WeComSending sending = new(options, AlertReport.Of(message), clock);
        await sending.SendAsync(await AddressAsync(cancellationToken).ConfigureAwait(false), log, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Where its robot is.</summary>
    /// <exception cref="RdsBackupException">The secret cannot be had, or WeComWebhookInvalid.</exception>
    public async Task<WeComAddress> AddressAsync(CancellationToken cancellationToken) => WeComAddress.Parse(
        await secrets.ResolveAsync((options.Webhook ?? options.Key)!, cancellationToken).ConfigureAwait(false), options.Endpoint);
}
