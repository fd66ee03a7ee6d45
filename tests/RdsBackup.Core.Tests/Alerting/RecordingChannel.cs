using System.Collections.Concurrent;
using RdsBackup.Alerting;

namespace RdsBackup.Core.Tests.Alerting;

/// <summary>A channel that keeps what it is told, unless it is to fail.</summary>
internal sealed class RecordingChannel(string name) : IAlertChannel
{
    public string Name => name;

    /// <summary>What it fails with; null takes messages.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Awaited before a message is taken.</summary>
    public Func<CancellationToken, Task> Before { get; set; } = _ => Task.CompletedTask;

    public ConcurrentQueue<AlertMessage> Messages { get; } = new();

    public async Task DeliverAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        await Before(cancellationToken);
        if (Failure is not null)
        {
            throw Failure;
        }

        Messages.Enqueue(message);
    }
}
