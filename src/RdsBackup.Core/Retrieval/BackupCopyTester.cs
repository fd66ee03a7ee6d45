using RdsBackup.Checksums;
using RdsBackup.S3;
using RdsBackup.Transfer;

namespace RdsBackup.Retrieval;

/// <summary>Checks copies of one bucket against their manifests.</summary>
public sealed class BackupCopyTester : IDisposable
{
    private readonly BackupBucket _bucket;
    private readonly TimeProvider _time;

    private BackupCopyTester(BackupBucket bucket, TimeProvider time)
    {
        _bucket = bucket;
        _time = time;
    }

    /// <summary>Reaches the bucket.</summary>
    /// <exception cref="RdsBackupException">What connecting to the bucket throws.</exception>
    public static async Task<BackupCopyTester> ConnectAsync(S3ConnectionOptions connection, TimeProvider time, CancellationToken cancellationToken) =>
        new(await BackupBucket.ConnectAsync(connection, cancellationToken).ConfigureAwait(false), time);

    /// <summary>Compares size and checksum that S3 reports with the manifest.</summary>
    /// <param name="key">Key of the copy.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RdsBackupException">S3AccessDenied, S3Unreachable, …</exception>
    public Task<BackupCopyTestResult> TestAsync(string key, CancellationToken cancellationToken) =>
        TestAsync(key, (_, _) => Task.FromResult<ChecksumChain?>(null), isFull: false, cancellationToken);

    /// <summary>Does the same, and reads every byte with <paramref name="concurrency"/> connections for its checksums.</summary>
    /// <param name="key">Key of the copy.</param>
    /// <param name="concurrency">Ranges read at once, at least 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RdsBackupException">S3AccessDenied, S3Unreachable, …</exception>
    public Task<BackupCopyTestResult> TestFullyAsync(string key, int concurrency, CancellationToken cancellationToken) =>
        TestAsync(key, (stored, token) => ReadAsync(key, stored, concurrency, token), isFull: true, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _bucket.Dispose();

    private async Task<BackupCopyTestResult> TestAsync(
        string key, Func<StoredCopy, CancellationToken, Task<ChecksumChain?>> read, bool isFull, CancellationToken cancellationToken)
    {
        long startedAt = _time.GetTimestamp();
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
            Duration = _time.GetElapsedTime(startedAt),
            CheckedAt = _time.GetUtcNow(),
        };
    }

    // Null when there is nothing that can be read.
    private async Task<ChecksumChain?> ReadAsync(string key, StoredCopy stored, int concurrency, CancellationToken cancellationToken) =>
        stored.IsArchived || stored.Length == 0
            ? null
            : await new StoredObject(_bucket, key, stored.ETag, _time).ReadChecksumsAsync(
                stored.Length, concurrency, cancellationToken).ConfigureAwait(false);
}
