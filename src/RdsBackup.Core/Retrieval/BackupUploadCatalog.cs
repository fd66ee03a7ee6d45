using System.Runtime.CompilerServices;
using Amazon.S3.Model;
using RdsBackup.S3;
using RdsBackup.Transfer;

namespace RdsBackup.Retrieval;

/// <summary>
/// The uploads in a bucket that copies began and nobody finished. Only those count as ours beside whose key lies a journal or a manifest
/// of this module: other programs' uploads are never listed, and so never removed.
/// </summary>
public sealed class BackupUploadCatalog : IDisposable
{
    private readonly BackupBucket _bucket;

    private BackupUploadCatalog(BackupBucket bucket) => _bucket = bucket;

    /// <summary>Reaches the bucket.</summary>
    /// <exception cref="RdsBackupException">What connecting to the bucket throws.</exception>
    public static async Task<BackupUploadCatalog> ConnectAsync(S3ConnectionOptions connection, CancellationToken cancellationToken) =>
        new(await BackupBucket.ConnectAsync(connection, cancellationToken).ConfigureAwait(false));

    /// <summary>Our uploads of keys that start with <paramref name="prefix"/> and at which nothing has happened since <paramref name="before"/>.</summary>
    public async IAsyncEnumerable<BackupUpload> ListAsync(
        string? prefix, DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (MultipartUpload upload in _bucket.ListUploadsAsync(prefix ?? "", cancellationToken).ConfigureAwait(false))
        {
            if (Utc(upload.Initiated) < before
                && await DescribeAsync(upload, cancellationToken).ConfigureAwait(false) is { } found && found.LastActivity < before)
            {
                yield return found;
            }
        }
    }

    /// <summary>Aborts an upload, and deletes the journal that names it. One that is gone by now is no error.</summary>
    public async Task RemoveAsync(BackupUpload upload, CancellationToken cancellationToken)
    {
        await _bucket.AbortUploadAsync(upload.Key, upload.UploadId, cancellationToken).ConfigureAwait(false);
        if (upload.HasJournal)
        {
            await _bucket.DeleteAsync(upload.Key + CopyJournal.KeySuffix, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _bucket.Dispose();

    // Null when it is not ours, or over by now.
    private async Task<BackupUpload?> DescribeAsync(MultipartUpload upload, CancellationToken cancellationToken)
    {
        (bool isOurs, DateTimeOffset? noted) = await FindTraceAsync(upload, cancellationToken).ConfigureAwait(false);
        if (!isOurs || await _bucket.ListPartsAsync(upload.Key, upload.UploadId, cancellationToken).ConfigureAwait(false) is not { } parts)
        {
            return null;
        }

        DateTimeOffset started = Utc(upload.Initiated);
        return new BackupUpload
        {
            Bucket = _bucket.Name,
            Key = upload.Key,
            UploadId = upload.UploadId,
            StartedAt = started,
            LastActivity = parts.Select(part => Utc(part.LastModified)).Append(started).Append(noted ?? started).Max(),
            PartCount = parts.Count,
            Bytes = parts.Sum(part => part.Size.GetValueOrDefault()),
            HasJournal = noted is not null,
        };
    }

    // Whether a copy of this module left something beside the key, and when the journal of this very upload was written.
    private async Task<(bool IsOurs, DateTimeOffset? Noted)> FindTraceAsync(MultipartUpload upload, CancellationToken cancellationToken)
    {
        string journalKey = upload.Key + CopyJournal.KeySuffix;
        if (await _bucket.HeadAsync(journalKey, cancellationToken).ConfigureAwait(false) is { } head
            && await ReadAsync<CopyJournal>(journalKey, cancellationToken).ConfigureAwait(false) is { } journal)
        {
            return (true, journal.UploadId == upload.UploadId ? Utc(head.LastModified) : null);
        }

        return (await ReadAsync<CopyManifest>(upload.Key + CopyManifest.KeySuffix, cancellationToken).ConfigureAwait(false) is not null, null);
    }

    // Other programs, too, call files manifest.json: only what reads as this module's own is a trace of it.
    private async Task<T?> ReadAsync<T>(string key, CancellationToken cancellationToken)
        where T : class =>
        CopyJson.Read<T>(await _bucket.ReadTextAsync(key, cancellationToken).ConfigureAwait(false));

    private static DateTimeOffset Utc(DateTime? time) => new(time.GetValueOrDefault().ToUniversalTime());
}
