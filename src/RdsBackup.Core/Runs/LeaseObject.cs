using Microsoft.Extensions.Logging;
using RdsBackup.Diagnostics;
using RdsBackup.S3;
using RdsBackup.Transfer;

namespace RdsBackup.Runs;

/// <summary>
/// A lease among several machines: an object of S3 that says who holds it and until when. It is only ever written over the version that was
/// read (If-Match, If-None-Match), so of two that want it one gets it. While it is held it is renewed; a run that was killed loses it by time.
/// </summary>
/// <param name="bucket">The bucket; disposed with the lease.</param>
/// <param name="key">The object's key.</param>
/// <param name="runId">Who takes it.</param>
/// <param name="lost">Cancelled when it turns out to be someone else's.</param>
/// <param name="clock">The clock. Those of the machines may differ by some minutes.</param>
/// <param name="logger">Receives warnings.</param>
internal sealed class LeaseObject(BackupBucket bucket, string key, string runId, CancellationTokenSource lost, TimeProvider clock, ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan Term = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan RenewalInterval = Term / 3;
    private static readonly TimeSpan RenewalPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ReturnPatience = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _released = new();
    private Task _renewing = Task.CompletedTask;

    private string Address => $"s3://{bucket.Name}/{key}";

    /// <summary>Takes it, and renews it from then on.</summary>
    /// <exception cref="RdsBackupException">RunUnderWay; what S3 refuses.</exception>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        StoredText? stored = await bucket.ReadVersionAsync(key, cancellationToken).ConfigureAwait(false);
        Holder? holder = Read(stored);
        if ((holder is not null && holder.ExpiresAt > clock.GetUtcNow())
            || !await WriteAsync(Term, stored?.ETag, cancellationToken).ConfigureAwait(false))
        {
            string who = holder is null ? Address : $"{Address} ({holder.Machine}, {holder.RunId}, {holder.ExpiresAt:u})";
            throw Errors.Create(nameof(Messages.RunUnderWay), RdsBackupErrorKind.AlreadyExists, who);
        }

        _renewing = RenewAsync(_released.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _released.CancelAsync().ConfigureAwait(false);
        await _renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            using CancellationTokenSource patience = new(ReturnPatience, clock);
            await RewriteAsync(TimeSpan.Zero, patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RdsBackupException or OperationCanceledException)
        {
            logger.LogText(LogLevel.Warning, nameof(Messages.RunLeaseKept), Address, exception.Message);
        }

        _released.Dispose();
        bucket.Dispose();
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(RenewalInterval, clock, cancellationToken).ConfigureAwait(false);
            try
            {
                using CancellationTokenSource patience = new(RenewalPatience, clock);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
                if (!await RewriteAsync(Term, either.Token).ConfigureAwait(false))
                {
                    logger.LogText(LogLevel.Warning, nameof(Messages.RunLeaseLost), Address);
                    await lost.CancelAsync().ConfigureAwait(false);
                    return;
                }
            }
            catch (Exception exception) when (exception is RdsBackupException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // There is time for more tries before it runs out.
                logger.LogText(LogLevel.Warning, nameof(Messages.RunLeaseNotRenewed), Address, exception.Message);
            }
        }
    }

    // False when it is someone else's.
    private async Task<bool> RewriteAsync(TimeSpan term, CancellationToken cancellationToken)
    {
        StoredText? stored = await bucket.ReadVersionAsync(key, cancellationToken).ConfigureAwait(false);
        return Read(stored)?.RunId == runId && await WriteAsync(term, stored!.ETag, cancellationToken).ConfigureAwait(false);
    }

    // Refused although it is ours: the answer to a first try was lost, and the next one met what that had written.
    private async Task<bool> WriteAsync(TimeSpan term, string? eTag, CancellationToken cancellationToken)
    {
        string text = CopyJson.Write(new Holder(runId, Environment.MachineName, clock.GetUtcNow() + term));
        return await bucket.TryWriteTextAsync(key, text, eTag, cancellationToken).ConfigureAwait(false)
            || Read(await bucket.ReadVersionAsync(key, cancellationToken).ConfigureAwait(false))?.RunId == runId;
    }

    // What is no lease holds none.
    private static Holder? Read(StoredText? stored) => CopyJson.Read<Holder>(stored?.Text);

    private sealed record Holder(string RunId, string Machine, DateTimeOffset ExpiresAt);
}
