using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using RdsBackup.Diagnostics;
using RdsBackup.S3;
using RdsBackup.Transfer;

namespace RdsBackup.Retrieval;

/// <summary>The finished copies of a bucket, read from their manifests.</summary>
public sealed class BackupCopyCatalog : IDisposable
{
    private const int ReadAhead = 16;
    private readonly BackupBucket _bucket;
    private readonly ILogger _logger;

    private BackupCopyCatalog(BackupBucket bucket, OperationLog? log)
    {
        _bucket = bucket;
        _logger = OperationLogger.For(log);
    }

    /// <summary>Reaches the bucket.</summary>
    /// <exception cref="RdsBackupException">What connecting to the bucket throws.</exception>
    public static async Task<BackupCopyCatalog> ConnectAsync(S3ConnectionOptions connection, OperationLog? log, CancellationToken cancellationToken) =>
        new(await BackupBucket.ConnectAsync(connection, cancellationToken).ConfigureAwait(false), log);

    /// <summary>
    /// Copies whose key starts with <paramref name="prefix"/>, in the order of their keys, as they are wanted. A few manifests are read
    /// ahead of the one that is wanted next; more are never held.
    /// </summary>
    public async IAsyncEnumerable<BackupCopy> ListAsync(string? prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<Task<BackupCopy?>> ahead = new(ReadAhead);
        try
        {
            await foreach ((string key, _, _, _) in _bucket.ListAsync(prefix ?? "", stop.Token).ConfigureAwait(false))
            {
                if (!key.EndsWith(CopyManifest.KeySuffix, StringComparison.Ordinal))
                {
                    continue;
                }

                if (ahead.Count == ReadAhead && await ahead.Dequeue().ConfigureAwait(false) is { } copy)
                {
                    yield return copy;
                }

                ahead.Enqueue(ReadAsync(key, stop.Token));
            }

            while (ahead.TryDequeue(out Task<BackupCopy?>? next))
            {
                if (await next.ConfigureAwait(false) is { } copy)
                {
                    yield return copy;
                }
            }
        }
        finally
        {
            // Whoever wants no more must not leave requests behind.
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(ahead.AsEnumerable<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The copy of an instance that was finished last; null when there is none under the prefix.</summary>
    internal async Task<BackupCopy?> FindNewestAsync(string prefix, string instanceId, CancellationToken cancellationToken)
    {
        List<ListedObject> manifests = [];
        await foreach (ListedObject item in _bucket.ListAsync(prefix, cancellationToken).ConfigureAwait(false))
        {
            if (item.Key.EndsWith(CopyManifest.KeySuffix, StringComparison.Ordinal))
            {
                manifests.Add(item);
            }
        }

        foreach (ListedObject manifest in manifests.OrderByDescending(item => item.Modified).ThenByDescending(item => item.Key, StringComparer.Ordinal))
        {
            if (await ReadAsync(manifest.Key, cancellationToken).ConfigureAwait(false) is { } copy && copy.InstanceId == instanceId)
            {
                return copy;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _bucket.Dispose();

    // Null, and a warning, when what is there is no manifest.
    private async Task<BackupCopy?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        CopyManifest? manifest = CopyJson.Read<CopyManifest>(await _bucket.ReadTextAsync(key, cancellationToken).ConfigureAwait(false));
        if (manifest is null)
        {
            _logger.LogText(LogLevel.Warning, nameof(Messages.ManifestUnreadable), _bucket.Name, key);
        }

        return manifest?.ToCopy(_bucket.Name, key);
    }
}
