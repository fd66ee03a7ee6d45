using Microsoft.Extensions.Logging;
using RdsBackup.Checksums;
using RdsBackup.Diagnostics;
using RdsBackup.S3;
using RdsBackup.Transfer;

namespace RdsBackup.Retrieval;

/// <summary>Checks copies of one bucket against their manifests.</summary>
public sealed class BackupCopyTester : IDisposable
{
    private readonly BackupBucket _bucket;
    private readonly CopyReadOptions _options;
    private readonly ILogger _logger;
    private readonly BandwidthLimiter? _limiter;

    private BackupCopyTester(BackupBucket bucket, CopyReadOptions options)
    {
        _bucket = bucket;
        _options = options;
        _logger = OperationLogger.For(options.Log);
        _limiter = options.CreateLimiter();
    }

    /// <summary>Reaches the bucket.</summary>
    /// <exception cref="RdsBackupException">What connecting to the bucket throws.</exception>
    public static async Task<BackupCopyTester> ConnectAsync(S3ConnectionOptions connection, CopyReadOptions options, CancellationToken cancellationToken) =>
        new(await BackupBucket.ConnectAsync(connection, cancellationToken).ConfigureAwait(false), options);

    /// <summary>Compares size and checksum that S3 reports with the manifest.</summary>
    /// <param name="key">Key of the copy.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RdsBackupException">S3AccessDenied, S3Unreachable, …</exception>
    public Task<BackupCopyTestResult> TestAsync(string key, CancellationToken cancellationToken) =>
        TestAsync(key, (_, _) => Task.FromResult<ChecksumChain?>(null), isFull: false, cancellationToken);

    /// <summary>Does the same, and reads every byte, several ranges at once, for its checksums.</summary>
    /// <param name="key">Key of the copy.</param>
    /// <param name="progress">Told of every chunk; called from any thread.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RdsBackupException">CopyChanged, S3AccessDenied, S3Unreachable, …</exception>
    public Task<BackupCopyTestResult> TestFullyAsync(string key, IProgress<BackupCopyProgress>? progress, CancellationToken cancellationToken) =>
        TestAsync(key, (stored, token) => ReadAsync(key, stored, progress, token), isFull: true, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _bucket.Dispose();

    private async Task<BackupCopyTestResult> TestAsync(
        string key, Func<StoredCopy, CancellationToken, Task<ChecksumChain?>> read, bool isFull, CancellationToken cancellationToken)
    {
        long startedAt = _options.TimeProvider.GetTimestamp();
        StoredCopy? stored = await StoredCopy.FindAsync(_bucket, key, cancellationToken).ConfigureAwait(false);
        ChecksumChain? content = stored is null ? null : await read(stored, cancellationToken).ConfigureAwait(false);
        CopyRules rules = new($"s3://{_bucket.Name}/{key}");
        return new BackupCopyTestResult
        {
            Bucket = _bucket.Name,
            Key = key,
            Copy = stored?.Copy,
            Findings = [.. rules.Check(stored, content, isFull).OrderByDescending(finding => finding.Severity)],
            IsFull = content is not null,
            Bytes = stored?.Length,
            StorageClass = stored?.StorageClass,
            Duration = _options.TimeProvider.GetElapsedTime(startedAt),
            CheckedAt = _options.TimeProvider.GetUtcNow(),
        };
    }

    // Null when there is nothing that can be read.
    private async Task<ChecksumChain?> ReadAsync(
        string key, StoredCopy stored, IProgress<BackupCopyProgress>? progress, CancellationToken cancellationToken)
    {
        if (stored.IsArchived || stored.Length == 0)
        {
            return null;
        }

        StoredObject content = new(_bucket, key, stored.ETag, _options.Patience, _options.TimeProvider, _logger);
        return await content.ReadChecksumsAsync(
            stored.Length, _options.Concurrency, new CopyProgress(stored.Length, _limiter, progress), cancellationToken).ConfigureAwait(false);
    }
}
