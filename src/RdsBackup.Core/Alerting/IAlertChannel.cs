namespace RdsBackup.Alerting;

/// <summary>A way to people: one group robot, for instance.</summary>
public interface IAlertChannel
{
    /// <summary>Its name in the configuration.</summary>
    string Name { get; }

    /// <summary>
    /// Brings <paramref name="message"/> to the channel, in as many pieces as the channel's limits demand, and waits where its rate limit
    /// does. Returns only once the channel has taken all of it.
    /// </summary>
    /// <exception cref="RdsBackupException">It could not be delivered.</exception>
    Task DeliverAsync(AlertMessage message, CancellationToken cancellationToken);
}
