using Microsoft.Extensions.Logging;
using RdsBackup.Checksums;
using RdsBackup.Diagnostics;
using RdsBackup.S3;
using RdsBackup.Transfer;

namespace RdsBackup.Retrieval;

/// <summary>
/// Downloads copies of one bucket so that each file is proved: it gets its name only once its bytes have the checksums of the copy.
/// <see cref="PlanAsync"/> finds out what would be done, <see cref="DownloadAsync"/> does it.
/// </summary>
public sealed class BackupDownloader : IDisposable
{
    private readonly BackupBucket _bucket;
    private readonly BackupDownloadOptions _options;
    private readonly ILogger _logger;
    private readonly BandwidthLimiter? _limiter;

    private BackupDownloader(BackupBucket bucket, BackupDownloadOptions options)
    {
        _bucket = bucket;
        _options = options;
        _logger = OperationLogger.For(options.Log);
        _limiter = options.CreateLimiter();
    }

    /// <summary>Reaches the bucket.</summary>
    /// <exception cref="RdsBackupException">What connecting to the bucket throws.</exception>
    public static async Task<BackupDownloader> ConnectAsync(
        S3ConnectionOptions connection, BackupDownloadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(options);
        return new BackupDownloader(await BackupBucket.ConnectAsync(connection, cancellationToken).ConfigureAwait(false), options);
    }

    /// <summary>Looks at the copy and its manifest, and names the file. Writes nothing.</summary>
    /// <param name="key">Key of the copy.</param>
    /// <param name="destination">A folder, for a file named like the copy; a path that ends like one; or the file's own name.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RdsBackupException">CopyNotFound, CopyArchived, CopyAltered, S3AccessDenied, S3Unreachable, …</exception>
    public async Task<BackupDownloadPlan> PlanAsync(string key, string destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(destination);
        StoredCopy stored = await StoredCopy.FindAsync(_bucket, key, cancellationToken).ConfigureAwait(false)
            ?? throw Errors.Create(nameof(Messages.CopyNotFound), RdsBackupErrorKind.NotFound, _bucket.Name, key);
        if (stored.IsArchived)
        {
            throw Errors.Create(
                nameof(Messages.CopyArchived), RdsBackupErrorKind.NotSupported, "s3:GetObject", _bucket.Name, key, stored.StorageClass);
        }

        ThrowIfAltered(key, stored);
        return new BackupDownloadPlan(key, DownloadPath.For(destination, key), stored);
    }

    /// <summary>Downloads what was planned.</summary>
    /// <param name="plan">From <see cref="PlanAsync"/>.</param>
    /// <param name="progress">Told of every chunk; called from any thread.</param>
    /// <param name="cancellationToken">Stops at once; what is on disk by then is kept for the next run.</param>
    /// <exception cref="RdsBackupException">
    /// DestinationExists, DestinationFull, DestinationUnwritable, DownloadDiffers, CopyChanged, CopyArchived, S3Unreachable, … Then nothing new
    /// has the file's name.
    /// </exception>
    public Task<BackupDownloadResult> DownloadAsync(
        BackupDownloadPlan plan, IProgress<BackupCopyProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        CopyProgress counter = new(plan.Bytes, _limiter, progress);
        return new BackupDownload(_bucket, _options, plan, counter, _logger).RunAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _bucket.Dispose();

    // What cannot become the copy is not worth hours of downloading.
    private void ThrowIfAltered(string key, StoredCopy stored)
    {
        bool hasOtherChecksum = stored.ManifestCrc32 is { } expected && stored.ReportedCrc32 is { } reported && expected != reported;
        if (stored.Copy is { } copy && (copy.Size != stored.Length || hasOtherChecksum))
        {
            throw Errors.Create(
                nameof(Messages.CopyAltered), RdsBackupErrorKind.CorruptData, _bucket.Name, key,
                stored.Length, stored.ReportedCrc32 is { } crc32 ? Crc32Checksum.ToBase64(crc32) : "?", copy.Size, copy.Crc32);
        }
    }
}
