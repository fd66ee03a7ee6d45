using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using RdsBackup.Checksums;
using RdsBackup.Diagnostics;
using RdsBackup.S3;
using RdsBackup.Transfer;

namespace RdsBackup.Retrieval;

/// <summary>One download from start to end: look, open or resume the partial file, fetch, prove, give it its name.</summary>
internal sealed class BackupDownload
{
    private readonly BackupBucket _bucket;
    private readonly BackupDownloadOptions _options;
    private readonly BackupDownloadPlan _plan;
    private readonly CopyProgress _progress;
    private readonly ILogger _logger;
    private readonly long _startedAt;
    private readonly PartPlan? _ranges; // null when there are no bytes
    private long _resumedBytes;
    private long _keptBytes;

    /// <summary>Prepares the download of <paramref name="plan"/>.</summary>
    public BackupDownload(BackupBucket bucket, BackupDownloadOptions options, BackupDownloadPlan plan, CopyProgress progress, ILogger logger)
    {
        _bucket = bucket;
        _options = options;
        _plan = plan;
        _progress = progress;
        _logger = logger;
        _startedAt = options.TimeProvider.GetTimestamp();

        // Not by the concurrency asked for: another one must not make another plan, which could not be resumed.
        _ranges = plan.Bytes == 0 ? null : PartPlan.For(plan.Bytes, AdaptiveConcurrency.Initial);
    }

    /// <summary>Runs it.</summary>
    public async Task<BackupDownloadResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await AcceptPresentAsync(cancellationToken).ConfigureAwait(false) ?? await FetchAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Those of the network come translated; this is the disk's.
            throw Unwritable(exception);
        }
    }

    // Null when nothing is in the way.
    private async Task<BackupDownloadResult?> AcceptPresentAsync(CancellationToken cancellationToken)
    {
        FileInfo present = new(_plan.Path);
        if (!present.Exists)
        {
            return null;
        }

        if (present.Length == _plan.Bytes)
        {
            using SafeFileHandle file = File.OpenHandle(_plan.Path, options: FileOptions.Asynchronous | FileOptions.SequentialScan);
            ChecksumChain content = await FileChecksums.ReadAsync(file, 0, _plan.Bytes, _progress, cancellationToken).ConfigureAwait(false);
            DownloadProof proof = new(_plan.Stored, content);
            if (proof.IsVerified)
            {
                return Result(BackupDownloadStatus.AlreadyPresent, proof, content);
            }

            _progress.Restart();
        }

        return _options.Force ? null : throw Taken(innerException: null);
    }

    private async Task<BackupDownloadResult> FetchAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_plan.Path)!);
        using PartialFile partial = Open();
        try
        {
            ChecksumChain content = await FetchRangesAsync(partial, cancellationToken).ConfigureAwait(false);
            DownloadProof proof = new(_plan.Stored, content);
            ThrowIfDifferent(proof);
            Commit(partial);
            return Result(proof.IsVerified ? BackupDownloadStatus.Verified : Unproved(), proof, content);
        }
        catch (RdsBackupException exception) when (exception.Kind == RdsBackupErrorKind.CorruptData)
        {
            // Its bytes are those of something else: going on later would lead nowhere.
            partial.Discard();
            throw;
        }
        catch
        {
            Keep(partial);
            throw;
        }
    }

    private void Keep(PartialFile partial)
    {
        _keptBytes = partial.NotedBytes;
        if (_keptBytes == 0)
        {
            partial.Discard(); // It would only take up space.
            return;
        }

        _logger.LogText(LogLevel.Warning, nameof(Messages.DownloadCanResume), _bucket.Name, _plan.Key, _keptBytes, _plan.Bytes, _plan.Path);
    }

    private PartialFile Open()
    {
        DownloadContent content = new(_bucket.Name, _plan.Key, _plan.Stored.ETag, _plan.Stored.VersionId, _plan.Bytes, _ranges?.PartSize ?? 0);
        if (PartialFile.Resume(_plan.Path, content) is { } begun)
        {
            return begun;
        }

        if (PartialFile.Clear(_plan.Path))
        {
            _logger.LogText(LogLevel.Information, nameof(Messages.DownloadStartsAfresh), _plan.Path);
        }

        if (FreeSpace() < _plan.Bytes)
        {
            throw Full(innerException: null);
        }

        _logger.LogText(LogLevel.Information, nameof(Messages.DownloadStarted), _bucket.Name, _plan.Key, _plan.Bytes, _plan.Path);
        return PartialFile.Create(_plan.Path, content);
    }

    private async Task<ChecksumChain> FetchRangesAsync(PartialFile partial, CancellationToken cancellationToken)
    {
        StoredObject source = new(_bucket, _plan.Key, _plan.Stored.ETag, _options.Patience, _options.TimeProvider, _logger);
        ChecksumChain[] done = new ChecksumChain[_ranges?.Count ?? 0];
        await source.ForEachAsync(
            Enumerable.Range(1, done.Length),
            _options.Concurrency,
            _progress,
            async (number, token) => done[number - 1] = await FetchRangeAsync(source, partial, number, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return ChecksumChain.Of(done);
    }

    private async Task<ChecksumChain> FetchRangeAsync(StoredObject source, PartialFile partial, int number, CancellationToken cancellationToken)
    {
        (long Offset, long Length) range = _ranges!.Part(number);
        if (await partial.ReadEarlierAsync(number, range, _progress, LogDamage, cancellationToken).ConfigureAwait(false) is { } earlier)
        {
            Interlocked.Add(ref _resumedBytes, range.Length);
            return earlier;
        }

        ChecksumChain fetched = await source.ReadAsync(range, _progress, partial.WriteAsync, cancellationToken).ConfigureAwait(false);
        partial.Note(number, fetched);
        return fetched;

        void LogDamage() => _logger.LogText(LogLevel.Warning, nameof(Messages.RangeDamaged), _plan.Path, range.Offset);
    }

    private void ThrowIfDifferent(DownloadProof proof)
    {
        if (proof.Difference is { } difference)
        {
            throw Errors.Create(
                nameof(Messages.DownloadDiffers), RdsBackupErrorKind.CorruptData, _bucket.Name, _plan.Key,
                difference.Name, difference.Expected, difference.Found, _plan.Path);
        }
    }

    private void Commit(PartialFile partial)
    {
        try
        {
            partial.Commit(_options.Force);
        }
        catch (IOException exception) when (!_options.Force && File.Exists(_plan.Path))
        {
            throw Taken(exception); // by someone else, while this was being downloaded
        }
    }

    private BackupDownloadStatus Unproved()
    {
        _logger.LogText(LogLevel.Warning, nameof(Messages.DownloadNotProved), _bucket.Name, _plan.Key, _plan.Path);
        return BackupDownloadStatus.Saved;
    }

    private long? FreeSpace() => _options.FreeSpace(Path.GetDirectoryName(_plan.Path)!);

    private RdsBackupException Taken(Exception? innerException) =>
        Errors.Create(nameof(Messages.DestinationExists), RdsBackupErrorKind.AlreadyExists, innerException, _plan.Path);

    private RdsBackupException Full(Exception? innerException) => Errors.Create(
        nameof(Messages.DestinationFull), RdsBackupErrorKind.InvalidInput, innerException, _plan.Path, _plan.Bytes - _keptBytes, FreeSpace());

    private RdsBackupException Unwritable(Exception exception) => exception switch
    {
        _ when DiskSpace.IsExhausted(exception) => Full(exception),
        UnauthorizedAccessException => Errors.Create(
            nameof(Messages.DestinationUnwritable), RdsBackupErrorKind.PermissionDenied, exception, _plan.Path, exception.Message),
        _ => Errors.Create(nameof(Messages.DestinationUnwritable), RdsBackupErrorKind.InvalidInput, exception, _plan.Path, exception.Message),
    };

    private BackupDownloadResult Result(BackupDownloadStatus status, DownloadProof proof, ChecksumChain content) => new()
    {
        Status = status,
        Path = _plan.Path,
        Bytes = content.Length,
        ResumedBytes = _resumedBytes,
        Duration = _options.TimeProvider.GetElapsedTime(_startedAt),
        Proof = proof.Guarantees,
        Crc64 = content.Crc64,
        Crc32 = Crc32Checksum.ToBase64(content.Crc32)!,
        Copy = _plan.Stored.Copy,
        Bucket = _bucket.Name,
        Key = _plan.Key,
        VersionId = _plan.Stored.VersionId,
        ETag = _plan.Stored.ETag,
        CompletedAt = _options.TimeProvider.GetUtcNow(),
    };
}
