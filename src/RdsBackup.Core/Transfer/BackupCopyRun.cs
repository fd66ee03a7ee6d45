using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging;
using RdsBackup.Checksums;
using RdsBackup.Diagnostics;
using RdsBackup.Retrieval;
using RdsBackup.S3;

namespace RdsBackup.Transfer;

/// <summary>One copy from start to end: look, open or resume the upload, send, prove, complete, write the manifest.</summary>
internal sealed class BackupCopyRun
{
    private static readonly TimeSpan JournalInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CleanupTimeout = TimeSpan.FromSeconds(15);

    private readonly BackupBucket _bucket;
    private readonly S3PartUploader _uploader;
    private readonly BackupCopyOptions _options;
    private readonly BackupCopyPlan _plan;
    private readonly CopyProgress _progress;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private string _copyId = Guid.NewGuid().ToString("N");
    private long _journalWrittenAt;
    private int _isWritingJournal;

    /// <summary>Prepares the run of <paramref name="plan"/>.</summary>
    public BackupCopyRun(BackupBucket bucket, S3PartUploader uploader, BackupCopyOptions options, BackupCopyPlan plan, CopyProgress progress, ILogger logger)
    {
        _bucket = bucket;
        _uploader = uploader;
        _options = options;
        _plan = plan;
        _progress = progress;
        _logger = logger;
        _time = options.TimeProvider;
        _startedAt = _time.GetTimestamp();
        _journalWrittenAt = _startedAt;
    }

    /// <summary>
    /// Runs it; once more when someone else ended the upload meanwhile (a lifecycle rule, or another run that was faster), or when the store
    /// wants to know checksums before the parts, which only reading the source twice could tell.
    /// </summary>
    public async Task<BackupCopyResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RunOnceAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RdsBackupException exception) when (exception.ErrorId == nameof(Messages.UploadVanished))
        {
            return await RunAgainAsync(nameof(Messages.CopyStartsAfresh), cancellationToken).ConfigureAwait(false);
        }
        catch (RdsBackupException exception) when (exception.ErrorId == nameof(Messages.PartChecksumDemanded))
        {
            _bucket.DeclareNoChecksums();
            return await RunAgainAsync(nameof(Messages.CopyStartsUndeclared), cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<BackupCopyResult> RunAgainAsync(string reason, CancellationToken cancellationToken)
    {
        _logger.LogText(LogLevel.Information, reason, _plan.File);
        _progress.Restart();
        return RunOnceAsync(cancellationToken);
    }

    private async Task<BackupCopyResult> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!_options.Force && await _bucket.HeadAsync(_plan.Key, cancellationToken).ConfigureAwait(false) is { } present)
        {
            return await AcceptPresentAsync(present, cancellationToken).ConfigureAwait(false);
        }

        return _plan.Source.SupportsRanges
            ? await CopyRangesAsync(cancellationToken).ConfigureAwait(false)
            : await CopyStreamAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<BackupCopyResult> CopyRangesAsync(CancellationToken cancellationToken)
    {
        (CopyJournal journal, OpenUpload upload, IReadOnlyList<PartDetail> inS3) =
            await ResumeAsync(cancellationToken).ConfigureAwait(false) ?? await StartAsync(cancellationToken).ConfigureAwait(false);
        PartPlan parts = PartPlan.For(journal.Length, _options.Concurrency ?? AdaptiveConcurrency.Initial, journal.PartSize);
        RangedParts work = new(_plan, parts, new PartSender(_uploader, _plan.Key, upload, _progress), _progress, inS3, journal);
        try
        {
            await work.SendAsync(_options.Concurrency, AdaptiveConcurrency.Maximum / _options.CopiesAtOnce, token => NoteAsync(journal, work, token), cancellationToken).ConfigureAwait(false);
            return await FinishAsync(upload, [.. work.Done], work.ResumedBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (CanResumeAfter(exception))
        {
            await CleanUpAsync(token => WriteJournalAsync(journal.With(work.Done), token)).ConfigureAwait(false);
            _logger.LogText(LogLevel.Warning, nameof(Messages.CopyCanResume), _plan.File, work.Done.Sum(part => part.Length), _plan.Bytes);
            throw;
        }
        catch
        {
            await CleanUpAsync(token => DiscardAsync(journal.UploadId, token)).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<BackupCopyResult> CopyStreamAsync(CancellationToken cancellationToken)
    {
        _logger.LogText(LogLevel.Information, nameof(Messages.SourceHasNoRanges), _plan.File);
        OpenUpload upload = await _bucket.StartUploadAsync(_plan.Key, _options.Attributes, Metadata(), cancellationToken).ConfigureAwait(false);
        try
        {
            SequentialParts work = new(_plan, new PartSender(_uploader, _plan.Key, upload, _progress));
            IReadOnlyList<UploadedPart> parts = await work.SendAsync(cancellationToken).ConfigureAwait(false);
            return await FinishAsync(upload, parts, resumedBytes: 0, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await CleanUpAsync(token => _bucket.AbortUploadAsync(_plan.Key, upload.Id, token)).ConfigureAwait(false);
            throw;
        }
    }

    // What a journal beside the key leads to; null when there is none that fits, in which case its upload is dropped.
    private async Task<BegunUpload?> ResumeAsync(CancellationToken cancellationToken)
    {
        if (!await _bucket.ExistsAsync(_plan.JournalKey, cancellationToken).ConfigureAwait(false)
            || CopyJson.Read<CopyJournal>(await _bucket.ReadTextAsync(_plan.JournalKey, cancellationToken).ConfigureAwait(false)) is not { } journal)
        {
            return null;
        }

        if (!journal.Matches(_plan.Source) || !journal.Matches(_options.Attributes, _time.GetUtcNow())
            || (_options.PartSize is { } asked && asked != journal.PartSize))
        {
            await DiscardAsync(journal.UploadId, cancellationToken).ConfigureAwait(false);
            return null;
        }

        IReadOnlyList<PartDetail>? parts = await _bucket.ListPartsAsync(_plan.Key, journal.UploadId, cancellationToken).ConfigureAwait(false);
        if (parts is null)
        {
            return null;
        }

        _copyId = journal.CopyId;
        return new BegunUpload(journal, new OpenUpload(journal.UploadId, journal.HasChecksums), parts);
    }

    private async Task<BegunUpload> StartAsync(CancellationToken cancellationToken)
    {
        PartPlan parts = PartPlan.For(_plan.Bytes!.Value, _options.Concurrency ?? AdaptiveConcurrency.Initial, _options.PartSize);
        OpenUpload upload = await _bucket.StartUploadAsync(_plan.Key, _options.Attributes, Metadata(), cancellationToken).ConfigureAwait(false);
        CopyJournal journal = new()
        {
            UploadId = upload.Id,
            CopyId = _copyId,
            Attributes = _options.Attributes,
            HasChecksums = upload.HasChecksums,
            StartedAt = _time.GetUtcNow(),
            Length = parts.Length,
            PartSize = parts.PartSize,
            SourceETag = _plan.Source.ETag,
            SourceCrc64 = CopyJournal.Text(_plan.Source.Crc64),
        };
        try
        {
            await WriteJournalAsync(journal, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await CleanUpAsync(token => _bucket.AbortUploadAsync(_plan.Key, journal.UploadId, token)).ConfigureAwait(false);
            throw;
        }

        _logger.LogText(LogLevel.Information, nameof(Messages.CopyStarted), _plan.File, parts.Length, parts.Count, _bucket.Name, _plan.Key, _plan.Network);
        return new BegunUpload(journal, upload, []);
    }

    private async Task<BackupCopyResult> FinishAsync(
        OpenUpload upload, IReadOnlyList<UploadedPart> parts, long resumedBytes, CancellationToken cancellationToken)
    {
        ChecksumChain sent = ChecksumChain.Of(parts);
        ThrowIfDifferent(sent);
        bool isJoined = await CompleteAsync(upload, parts, sent, cancellationToken).ConfigureAwait(false);
        GetObjectMetadataResponse stored = await _bucket.HeadAsync(_plan.Key, cancellationToken).ConfigureAwait(false)
            ?? throw Errors.Create(nameof(Messages.CopyVanished), RdsBackupErrorKind.Service, _bucket.Name, _plan.Key);
        if (!isJoined)
        {
            await CleanUpAsync(token => DiscardAsync(upload.Id, token)).ConfigureAwait(false);
            return await AcceptPresentAsync(stored, cancellationToken).ConfigureAwait(false);
        }

        await CheckStoredAsync(stored, sent, cancellationToken).ConfigureAwait(false);
        BackupCopyProof proof = CopyProof.OfCopy(
            _plan, parts, sent, stored, isConditional: !_options.Force && _bucket.RefusesOverwriting, isReadBack: _options.ReadBack);
        WarnIfApiDiffers(sent);
        CopyManifest manifest = Describe(stored, sent.Length, proof) with { Parts = parts.Count };
        await WriteManifestAsync(manifest, cancellationToken).ConfigureAwait(false);
        BackupCopyStatus status = proof.IsSourceProved && proof.IsDestinationProved ? BackupCopyStatus.Verified : BackupCopyStatus.Copied;
        return Result(status, stored, sent.Length, proof, parts.Count, resumedBytes);
    }

    private void ThrowIfDifferent(ChecksumChain sent)
    {
        if (_plan.Bytes is { } length && length != sent.Length)
        {
            throw _plan.Reader.Truncated(sent.Length, length);
        }

        if (!_options.AllowSizeMismatch && _plan.File.Size > 0 && _plan.File.Size != sent.Length)
        {
            throw Errors.Create(nameof(Messages.SourceSizeMismatch), RdsBackupErrorKind.CorruptData, _plan.File, _plan.File.Size, sent.Length);
        }

        if (_plan.Source.Crc64 is { } announced && announced != sent.Crc64)
        {
            throw Errors.Create(nameof(Messages.ChecksumMismatch), RdsBackupErrorKind.CorruptData, _plan.File, announced, sent.Crc64);
        }
    }

    // What is not the backup must not stay under its key: by its metadata the next run would take it for one.
    private async Task CheckStoredAsync(GetObjectMetadataResponse stored, ChecksumChain sent, CancellationToken cancellationToken)
    {
        try
        {
            ThrowIfStoredDifferently(stored, sent);
            await ReadBackAsync(stored, sent, cancellationToken).ConfigureAwait(false);
        }
        catch (RdsBackupException exception) when (exception.ErrorId == nameof(Messages.StoredDifferently) && IsThisCopy(stored))
        {
            await CleanUpAsync(token => _bucket.DeleteAsync(_plan.Key, token)).ConfigureAwait(false);
            throw;
        }
    }

    private void ThrowIfStoredDifferently(GetObjectMetadataResponse stored, ChecksumChain sent)
    {
        bool sameChecksum = sent.Crc32 is null || !Crc32Checksum.TryParse(stored.ChecksumCRC32, out uint storedCrc32) || storedCrc32 == sent.Crc32;
        if (stored.ContentLength != sent.Length || !sameChecksum)
        {
            throw StoredDifferently(stored.ContentLength, $"CRC-32 {stored.ChecksumCRC32 ?? "?"}", sent);
        }
    }

    private async Task ReadBackAsync(GetObjectMetadataResponse stored, ChecksumChain sent, CancellationToken cancellationToken)
    {
        if (!_options.ReadBack)
        {
            return;
        }

        _logger.LogText(LogLevel.Information, nameof(Messages.ReadingBack), _bucket.Name, _plan.Key);
        ChecksumChain found = await new StoredObject(_bucket, _plan.Key, stored.ETag, _options.Patience, _time, _logger).ReadChecksumsAsync(
            stored.ContentLength, _options.Concurrency, _progress.ForReadingBack(stored.ContentLength), cancellationToken).ConfigureAwait(false);
        if (!found.IsLike(sent))
        {
            throw StoredDifferently(found.Length, (sent.Crc32 is null ? found with { Crc32 = null } : found).ToString(), sent);
        }
    }

    private RdsBackupException StoredDifferently(long length, string checksum, ChecksumChain sent) => Errors.Create(
        nameof(Messages.StoredDifferently), RdsBackupErrorKind.CorruptData, _bucket.Name, _plan.Key, length, checksum, sent.Length, sent.ToString());

    // Equality proves the source; inequality proves nothing, since Alibaba Cloud does not say of what exactly the API's checksum is.
    private void WarnIfApiDiffers(ChecksumChain sent)
    {
        if (_plan.Source.Crc64 is null && _plan.File.Checksum is { } listed && listed != sent.Crc64)
        {
            _logger.LogText(LogLevel.Warning, nameof(Messages.ApiChecksumDiffers), _plan.File, listed, sent.Crc64);
        }
    }

    // False when another run was faster. An answer that leaves open whether the upload was joined is settled by looking, and what is there
    // counts only if it is this very copy: with -Force an earlier one of the same backup may be under the key.
    private async Task<bool> CompleteAsync(
        OpenUpload upload, IReadOnlyList<UploadedPart> parts, ChecksumChain sent, CancellationToken cancellationToken)
    {
        bool mayBeJoined = false; // by an earlier try whose answer was lost
        bool isJoined = false;
        try
        {
            await _options.Patience.Retry(S3Errors.IsTransient, _time, LogRetry).ExecuteAsync(TryAsync, cancellationToken).ConfigureAwait(false);
            return isJoined;
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or RdsBackupException))
        {
            // Another run may have gone on with the same upload and joined it.
            bool isTaken = exception is AmazonS3Exception { ErrorCode: "PreconditionFailed" or "ConditionalRequestConflict" or "NoSuchUpload" };
            return await FindAsync(cancellationToken).ConfigureAwait(false) is { } isThisCopy
                ? isThisCopy && (_options.Force || mayBeJoined || !isTaken)
                : throw S3Errors.Translate(exception, "s3:PutObject", _bucket.Name, _plan.Key);
        }

        async ValueTask TryAsync(CancellationToken token)
        {
            // Where the condition may be ignored, looking once more leaves little time for a race.
            bool mayOverwrite = !_options.Force && !_bucket.RefusesOverwriting;
            if ((mayBeJoined || mayOverwrite) && await FindAsync(token).ConfigureAwait(false) is { } isThisCopy)
            {
                isJoined = isThisCopy && mayBeJoined;
                return;
            }

            try
            {
                await _bucket.CompleteUploadAsync(
                    _plan.Key, upload, parts.OrderBy(part => part.Number).Select(ToETag), sent, _options.Force, token).ConfigureAwait(false);
                isJoined = true;
            }
            catch (Exception exception) when (S3Errors.IsTransient(exception))
            {
                mayBeJoined = true;
                throw;
            }
        }
    }

    private void LogRetry(string reason) => _logger.LogText(LogLevel.Information, nameof(Messages.PartSentAgain), reason);

    // Whether what is under the key is this copy; null when nothing is there, or what is to be replaced.
    private async Task<bool?> FindAsync(CancellationToken cancellationToken)
    {
        GetObjectMetadataResponse? stored = await _bucket.HeadAsync(_plan.Key, cancellationToken).ConfigureAwait(false);
        bool isThisCopy = stored is not null && IsThisCopy(stored);
        return isThisCopy || (stored is not null && !_options.Force) ? isThisCopy : null;
    }

    private static PartETag ToETag(UploadedPart part) => new(part.Number, part.ETag)
    {
        ChecksumCRC32 = part.Proof == PartProof.Crc32 ? Crc32Checksum.ToBase64(part.Crc32) : null,
    };

    private async Task<BackupCopyResult> AcceptPresentAsync(GetObjectMetadataResponse present, CancellationToken cancellationToken)
    {
        CopyManifest? manifest = CopyJson.Read<CopyManifest>(await _bucket.ReadTextAsync(_plan.ManifestKey, cancellationToken).ConfigureAwait(false));
        bool isIntact = manifest?.Crc32 is null || present.ChecksumCRC32 is null || manifest.Crc32 == present.ChecksumCRC32;
        if (!IsThisBackup(present) || !isIntact)
        {
            throw Errors.Create(nameof(Messages.KeyTaken), RdsBackupErrorKind.AlreadyExists, "s3:PutObject", _bucket.Name, _plan.Key);
        }

        ulong? storedCrc64 = ulong.TryParse(present.Metadata[CopyMetadata.SourceCrc64], NumberStyles.None, CultureInfo.InvariantCulture, out ulong crc64) ? crc64 : null;
        BackupCopyProof proof = CopyProof.OfPresent(_plan, present, manifest, storedCrc64);
        if (manifest is null)
        {
            // The run that made the copy ended before it could write this.
            await WriteManifestAsync(Describe(present, present.ContentLength, proof), cancellationToken).ConfigureAwait(false);
        }

        return Result(BackupCopyStatus.AlreadyPresent, present, present.ContentLength, proof, parts: 0, resumedBytes: 0);
    }

    private bool IsThisCopy(GetObjectMetadataResponse stored) => stored.Metadata[CopyMetadata.CopyId] == _copyId;

    private bool IsThisBackup(GetObjectMetadataResponse stored) =>
        (_plan.Bytes is null || stored.ContentLength == _plan.Bytes)
        && stored.Metadata[CopyMetadata.Backup] == BackupIdentity
        && (_plan.Source.Crc64 is { } crc64
            ? stored.Metadata[CopyMetadata.SourceCrc64] == CopyJournal.Text(crc64)
            : stored.Metadata[CopyMetadata.SourceETag] == Uri.EscapeDataString(_plan.Source.ETag ?? ""));

    private string BackupIdentity => Uri.EscapeDataString(_plan.File.ToString()!);

    // Headers are ASCII; everything that may not be is percent-encoded.
    private Dictionary<string, string> Metadata()
    {
        Dictionary<string, string> metadata = new()
        {
            [CopyMetadata.Backup] = BackupIdentity,
            [CopyMetadata.FileName] = Uri.EscapeDataString(_plan.FileName),
            [CopyMetadata.SourceETag] = Uri.EscapeDataString(_plan.Source.ETag ?? ""),
            [CopyMetadata.CopyId] = _copyId,
            [CopyMetadata.Version] = ModuleInfo.Version,
        };
        if (_plan.Source.Crc64 is { } crc64)
        {
            metadata[CopyMetadata.SourceCrc64] = CopyJournal.Text(crc64)!;
        }

        return metadata;
    }

    private CopyManifest Describe(GetObjectMetadataResponse stored, long size, BackupCopyProof proof) =>
        CopyManifest.Describe(_plan, _options.Environment, size, _time.GetUtcNow()) with
        {
            Crc64 = CopyJournal.Text(proof.SentCrc64),
            Crc32 = proof.SentCrc32,
            IsVerified = proof.IsSourceProved && proof.IsDestinationProved,
            Guarantees = [.. proof.Guarantees.Select(guarantee => guarantee.ToString())],
            ETag = stored.ETag,
            VersionId = stored.VersionId,
        };

    // The journal goes first: where the manifest is, nothing else is left to do.
    private async Task WriteManifestAsync(CopyManifest manifest, CancellationToken cancellationToken)
    {
        await _bucket.DeleteAsync(_plan.JournalKey, cancellationToken).ConfigureAwait(false);
        await _bucket.WriteTextAsync(_plan.ManifestKey, CopyJson.Write(manifest), _options.Attributes, isLocked: true, cancellationToken).ConfigureAwait(false);
    }

    private Task WriteJournalAsync(CopyJournal journal, CancellationToken cancellationToken) =>
        _bucket.WriteTextAsync(_plan.JournalKey, CopyJson.Write(journal), _options.Attributes, isLocked: false, cancellationToken);

    // The journal is written now and then: what it lacks is read again after a crash, never sent again.
    private async Task NoteAsync(CopyJournal journal, RangedParts work, CancellationToken cancellationToken)
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _journalWrittenAt)) < JournalInterval || Interlocked.Exchange(ref _isWritingJournal, 1) == 1)
        {
            return;
        }

        try
        {
            await WriteJournalAsync(journal.With(work.Done), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _journalWrittenAt, _time.GetTimestamp());
            Volatile.Write(ref _isWritingJournal, 0);
        }
    }

    private async Task DiscardAsync(string uploadId, CancellationToken cancellationToken)
    {
        await _bucket.AbortUploadAsync(_plan.Key, uploadId, cancellationToken).ConfigureAwait(false);
        await _bucket.DeleteAsync(_plan.JournalKey, cancellationToken).ConfigureAwait(false);
    }

    // The bytes were good as far as they went: going on later is right. Anything else would only be repeated, or the upload is no more.
    private static bool CanResumeAfter(Exception exception) => exception is OperationCanceledException || (exception is RdsBackupException known
        && known.Kind is RdsBackupErrorKind.Connection or RdsBackupErrorKind.Throttled or RdsBackupErrorKind.Authentication or RdsBackupErrorKind.Service
        && known.ErrorId is not (nameof(Messages.UploadVanished) or nameof(Messages.CopyVanished)));

    [SuppressMessage("Design", "CA1031", Justification = "What led to the clean-up matters more than how the clean-up fares.")]
    private async Task CleanUpAsync(Func<CancellationToken, Task> work)
    {
        using CancellationTokenSource limit = new(CleanupTimeout, _time);
        try
        {
            await work(limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _logger.LogText(LogLevel.Warning, nameof(Messages.CleanupFailed), _bucket.Name, _plan.Key, exception.Message);
        }
    }

    private BackupCopyResult Result(
        BackupCopyStatus status, GetObjectMetadataResponse stored, long length, BackupCopyProof proof, int parts, long resumedBytes) => new()
        {
            Status = status,
            InstanceId = _plan.File.InstanceId,
            RegionId = _plan.File.RegionId,
            BackupId = (_plan.File as AliyunBackup)?.BackupId,
            FileName = _plan.FileName,
            Bytes = length,
            ResumedBytes = resumedBytes,
            Parts = parts,
            Duration = _time.GetElapsedTime(_startedAt),
            Network = status == BackupCopyStatus.AlreadyPresent ? null : _plan.Network,
            Proof = proof,
            Bucket = _bucket.Name,
            Key = _plan.Key,
            ManifestKey = _plan.ManifestKey,
            VersionId = stored.VersionId,
            ETag = stored.ETag,
            CompletedAt = _time.GetUtcNow(),
        };

    // What is sent into: a journal's upload that goes on, or one that was just started.
    private sealed record BegunUpload(CopyJournal Journal, OpenUpload Upload, IReadOnlyList<PartDetail> InS3);
}
