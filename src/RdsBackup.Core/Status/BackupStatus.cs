using System.Runtime.CompilerServices;
using System.Threading.Channels;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.Status;

/// <summary>Says where the backups of environments stand, from the clouds and the manifests. Runs nothing and writes nothing.</summary>
/// <param name="parallelism">Environments that are looked at side by side.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Receives log lines.</param>
public sealed class BackupStatus(int parallelism, TimeProvider clock, OperationLog? log)
{
    /// <summary>One row for each instance, as they become known; what could not be asked is a row as well, with its <c>ErrorId</c>.</summary>
    public async IAsyncEnumerable<RdsBackupInstanceStatus> ReadAsync(
        IReadOnlyList<EnvironmentOptions> environments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(environments);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var rows = Channel.CreateBounded<RdsBackupInstanceStatus>(parallelism);
        Task reading = ReadAllAsync(environments, rows.Writer, stop.Token);
        try
        {
            await foreach (RdsBackupInstanceStatus row in rows.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return row;
            }
        }
        finally
        {
            // Whoever wants no more must not leave requests behind.
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAllAsync(
        IReadOnlyList<EnvironmentOptions> environments, ChannelWriter<RdsBackupInstanceStatus> rows, CancellationToken cancellationToken)
    {
        try
        {
            ParallelOptions options = new() { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(environments, options, async (environment, token) =>
            {
                using EnvironmentStatus status = EnvironmentStatus.Of(environment, clock, log);
                await status.ReadAsync(row => rows.WriteAsync(row, token).AsTask(), token).ConfigureAwait(false);
            }).ConfigureAwait(false);
            rows.Complete();
        }
        catch (Exception exception)
        {
            rows.Complete(exception);
        }
    }
}
