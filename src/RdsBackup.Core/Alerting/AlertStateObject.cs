using System.Globalization;
using Microsoft.Extensions.Logging;
using RdsBackup.Diagnostics;
using RdsBackup.S3;

namespace RdsBackup.Alerting;

/// <summary>
/// The state in an object of S3, for several machines. A write holds only for the version that was read (If-Match, If-None-Match); when
/// another machine was first, it starts anew from that one's. A store that ignores these conditions keeps what was written last.
/// </summary>
/// <param name="connection">How to reach the bucket, which happens when it is first needed.</param>
/// <param name="key">The object's key.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Takes the warning about an object that holds no state.</param>
internal sealed class AlertStateObject(S3ConnectionOptions connection, string key, TimeProvider clock, ILogger logger) : IAlertStateStore
{
    private const int Tries = 20;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private BackupBucket? _bucket;

    private string Address => $"s3://{connection.Bucket}/{key}";

    /// <inheritdoc/>
    public async Task<AlertState> ReadAsync(CancellationToken cancellationToken)
    {
        BackupBucket bucket = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        StoredText? stored = await bucket.ReadVersionAsync(key, cancellationToken).ConfigureAwait(false);
        AlertStateDocument? document = stored is null ? null : AlertStateDocument.Read(stored.Text, Address);
        if (stored is not null && document is null)
        {
            logger.LogText(LogLevel.Warning, nameof(Messages.AlertStateIgnored), Address);
        }

        return document?.State() ?? AlertState.Empty;
    }

    /// <inheritdoc/>
    public async Task UpdateAsync(Func<AlertState, AlertState> change, CancellationToken cancellationToken)
    {
        BackupBucket bucket = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        string? written = null;
        for (int attempt = 1; attempt <= Tries; attempt++)
        {
            StoredText? stored = await bucket.ReadVersionAsync(key, cancellationToken).ConfigureAwait(false);
            AlertStateDocument? before = stored is null ? null : AlertStateDocument.Read(stored.Text, Address);
            if (before is not null && before.Revision == written)
            {
                return; // It was refused only because an earlier attempt, whose answer was lost, had succeeded.
            }

            if (stored is not null && before is null)
            {
                await SetAsideAsync(bucket, stored, cancellationToken).ConfigureAwait(false);
            }

            AlertStateDocument after = AlertStateDocument.Of(change(before?.State() ?? AlertState.Empty));
            written = after.Revision;
            if (await bucket.TryWriteTextAsync(key, after.Write(), stored?.ETag, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            await Task.Delay(Random.Shared.NextDouble() * LongestPause, clock, cancellationToken).ConfigureAwait(false);
        }

        throw Errors.Create(nameof(Messages.AlertStateContended), RdsBackupErrorKind.Service, Address, Tries);
    }

    /// <inheritdoc/>
    public void Dispose() => _bucket?.Dispose();

    private async Task<BackupBucket> ConnectAsync(CancellationToken cancellationToken) =>
        _bucket ??= await BackupBucket.ConnectAsync(connection, cancellationToken).ConfigureAwait(false);

    private async Task SetAsideAsync(BackupBucket bucket, StoredText corrupt, CancellationToken cancellationToken)
    {
        string aside = $"{key}.corrupt-{clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture)}";
        await bucket.TryWriteTextAsync(aside, corrupt.Text, eTag: null, cancellationToken).ConfigureAwait(false);
        logger.LogText(LogLevel.Warning, nameof(Messages.AlertStateSetAside), Address, $"s3://{bucket.Name}/{aside}");
    }
}
