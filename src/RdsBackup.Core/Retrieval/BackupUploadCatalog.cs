using System.Runtime.CompilerServices;
using Amazon.S3.Model;
using RdsBackup.S3;
using RdsBackup.Transfer;

namespace RdsBackup.Retrieval;

/// <summary>
/// The uploads in a bucket that copies began and nobody finished, and the journals of such as S3 has dropped. Only those count as ours beside
/// whose key lies a journal or a manifest of this module: other programs' uploads are never listed, and so never removed.
/// </summary>
public sealed class BackupUploadCatalog : IDisposable
{
    private readonly BackupBucket _bucket;

    private BackupUploadCatalog(BackupBucket bucket) => _bucket = bucket;

    /// <summary>Reaches the bucket.</summary>
    /// <exception cref="RdsBackupException">What connecting to the bucket throws.</exception>
    public static async Task<BackupUploadCatalog> ConnectAsync(S3ConnectionOptions connection, CancellationToken cancellationToken) =>
        new(await BackupBucket.ConnectAsync(connection, cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// Our uploads of keys that start with <paramref name="prefix"/> and at which nothing has happened since <paramref name="before"/>; then
    /// the journals as old as that whose upload is gone, as uploads without parts.
    /// </summary>
    /// <param name="prefix">What the keys start with; null for all.</param>
    /// <param name="before">The time.</param>
    /// <param name="onFailure">Told the key of an upload that cannot be looked at, and why; the others are listed nevertheless.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async IAsyncEnumerable<BackupUpload> ListAsync(
        string? prefix, DateTimeOffset before, Func<string, RdsBackupException, Task> onFailure, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (MultipartUpload upload in _bucket.ListUploadsAsync(prefix ?? "", cancellationToken).ConfigureAwait(false))
        {
            if (Utc(upload.Initiated) < before
                && await LookAsync(upload.Key, () => DescribeAsync(upload, cancellationToken), onFailure).ConfigureAwait(false) is { } found
                && found.LastActivity < before)
            {
                yield return found;
            }
        }

        await foreach (ListedObject item in _bucket.ListAsync(prefix ?? "", cancellationToken).ConfigureAwait(false))
        {
            if (item.Key.EndsWith(CopyJournal.KeySuffix, StringComparison.Ordinal)
                && await LookAsync(item.Key, () => DescribeOrphanAsync(item.Key, cancellationToken), onFailure).ConfigureAwait(false) is { } found
                && found.LastActivity < before)
            {
                yield return found;
            }
        }
    }

    /// <summary>
    /// Aborts an upload, and deletes the journal that names it. One that is gone by now is no error. Looks once more before: false, and
    /// nothing is touched, when something has happened at it since it was listed.
    /// </summary>
    public async Task<bool> RemoveAsync(BackupUpload upload, CancellationToken cancellationToken)
    {
        string journalKey = upload.Key + CopyJournal.KeySuffix;
        (CopyJournal? journal, DateTimeOffset noted) = await FindJournalAsync(journalKey, cancellationToken).ConfigureAwait(false);
        bool isNamed = journal?.UploadId == upload.UploadId;
        IReadOnlyList<PartDetail> parts = await _bucket.ListPartsAsync(upload.Key, upload.UploadId, cancellationToken).ConfigureAwait(false) ?? [];
        if ((isNamed && noted > upload.LastActivity) || parts.Any(part => Utc(part.LastModified) > upload.LastActivity))
        {
            return false;
        }

        await _bucket.AbortUploadAsync(upload.Key, upload.UploadId, cancellationToken).ConfigureAwait(false);
        if (isNamed)
        {
            await _bucket.DeleteAsync(journalKey, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _bucket.Dispose();

    private static async Task<BackupUpload?> LookAsync(
        string key, Func<Task<BackupUpload?>> describe, Func<string, RdsBackupException, Task> onFailure)
    {
        try
        {
            return await describe().ConfigureAwait(false);
        }
        catch (RdsBackupException exception)
        {
            await onFailure(key, exception).ConfigureAwait(false);
            return null;
        }
    }

    // Null when it is no journal of ours, or its upload is still there.
    private async Task<BackupUpload?> DescribeOrphanAsync(string journalKey, CancellationToken cancellationToken)
    {
        string key = journalKey[..^CopyJournal.KeySuffix.Length];
        (CopyJournal? journal, DateTimeOffset noted) = await FindJournalAsync(journalKey, cancellationToken).ConfigureAwait(false);
        if (journal is null || await _bucket.ListPartsAsync(key, journal.UploadId, cancellationToken).ConfigureAwait(false) is not null)
        {
            return null;
        }

        return new BackupUpload
        {
            Bucket = _bucket.Name,
            Key = key,
            UploadId = journal.UploadId,
            StartedAt = journal.StartedAt,
            LastActivity = noted,
            PartCount = 0,
            Bytes = 0,
            HasJournal = true,
        };
    }

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
        (CopyJournal? journal, DateTimeOffset noted) = await FindJournalAsync(upload.Key + CopyJournal.KeySuffix, cancellationToken).ConfigureAwait(false);
        if (journal is not null)
        {
            return (true, journal.UploadId == upload.UploadId ? noted : null);
        }

        return (await ReadAsync<CopyManifest>(upload.Key + CopyManifest.KeySuffix, cancellationToken).ConfigureAwait(false) is not null, null);
    }

    // The journal at a key, and when it was written; null when what lies there is none of ours.
    private async Task<(CopyJournal? Journal, DateTimeOffset Noted)> FindJournalAsync(string journalKey, CancellationToken cancellationToken) =>
        await _bucket.HeadAsync(journalKey, cancellationToken).ConfigureAwait(false) is { } head
            ? (await ReadAsync<CopyJournal>(journalKey, cancellationToken).ConfigureAwait(false), Utc(head.LastModified))
            : default;

    // Other programs, too, call files manifest.json: only what reads as this module's own is a trace of it.
    private async Task<T?> ReadAsync<T>(string key, CancellationToken cancellationToken)
        where T : class =>
        CopyJson.Read<T>(await _bucket.ReadTextAsync(key, cancellationToken).ConfigureAwait(false));

    private static DateTimeOffset Utc(DateTime? time) => new(time.GetValueOrDefault().ToUniversalTime());
}
