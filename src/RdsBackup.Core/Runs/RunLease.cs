using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using RdsBackup.Configuration;
using RdsBackup.S3;

namespace RdsBackup.Runs;

/// <summary>What keeps two runs of a configuration from doing the same work at once.</summary>
internal static class RunLease
{
    /// <summary>Takes the lease; disposing it gives it back.</summary>
    /// <param name="configuration">The configuration: where its lease is kept, and which one it is.</param>
    /// <param name="runId">Who takes it.</param>
    /// <param name="lost">Cancelled when someone else has taken it meanwhile.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Receives warnings.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RdsBackupException">RunUnderWay; what reaching the bucket or the file throws.</exception>
    public static async Task<IAsyncDisposable> TakeAsync(
        RdsBackupConfiguration configuration, string runId, CancellationTokenSource lost, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        StateOptions place = configuration.Options.Run.Lease;
        if (place.S3 is not { } stored)
        {
            return LeaseFile.Take(place.File ?? DefaultFile(configuration.Files));
        }

        BackupBucket bucket = await BackupBucket.ConnectAsync(S3ConnectionOptions.Of(stored), cancellationToken).ConfigureAwait(false);
        LeaseObject lease = new(bucket, stored.Key!, runId, lost, clock, logger);
        try
        {
            await lease.TakeAsync(cancellationToken).ConfigureAwait(false);
            return lease;
        }
        catch
        {
            bucket.Dispose();
            throw;
        }
    }

    // Two configurations do not keep each other from running.
    private static string DefaultFile(IEnumerable<string> files)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', files)));
        return StateFolder.FileOf($"run-{Convert.ToHexString(hash, 0, 4).ToLowerInvariant()}.lease");
    }
}
