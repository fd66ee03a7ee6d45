using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using RdsBackup.Aws;
using RdsBackup.Diagnostics;

namespace RdsBackup.Transfer;

/// <summary>The finished copies of a bucket, read from their manifests.</summary>
public sealed class BackupCopyCatalog : IDisposable
{
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

    /// <summary>Copies whose key starts with <paramref name="prefix"/>, in the order of their keys, as they are wanted.</summary>
    public async IAsyncEnumerable<BackupCopy> ListAsync(string? prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (string key in _bucket.ListKeysAsync(prefix ?? "", cancellationToken).ConfigureAwait(false))
        {
            if (!key.EndsWith(CopyManifest.KeySuffix, StringComparison.Ordinal))
            {
                continue;
            }

            CopyManifest? manifest = CopyJson.Read<CopyManifest>(await _bucket.ReadTextAsync(key, cancellationToken).ConfigureAwait(false));
            if (manifest is null)
            {
                _logger.LogText(LogLevel.Warning, nameof(Messages.ManifestUnreadable), _bucket.Name, key);
                continue;
            }

            yield return manifest.ToCopy(_bucket.Name, key);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _bucket.Dispose();
}
