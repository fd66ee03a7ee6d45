using Microsoft.Extensions.Logging;
using RdsBackup.Aliyun;
using RdsBackup.Diagnostics;
using RdsBackup.S3;

namespace RdsBackup.Transfer;

/// <summary>
/// Copies backups into one bucket so that each copy is proved: a copy is done when S3 holds exactly the bytes that the source
/// holds, checked by both sides' own checksums. <see cref="PlanAsync"/> finds out what would be done, <see cref="CopyAsync"/> does it.
/// </summary>
public sealed class BackupCopier : IDisposable
{
    private readonly BackupBucket _bucket;
    private readonly S3PartUploader _uploader;
    private readonly BackupCopyOptions _options;
    private readonly ILogger _logger;
    private readonly KeyTemplate _template;
    private readonly BandwidthLimiter? _limiter;

    private BackupCopier(BackupBucket bucket, BackupCopyOptions options, KeyTemplate template)
    {
        _bucket = bucket;
        _options = options;
        _logger = OperationLogger.For(options.Log);
        _template = template;
        _uploader = new S3PartUploader(bucket, options.Patience, options.TimeProvider, reason => _logger.LogText(LogLevel.Information, nameof(Messages.PartSentAgain), reason));
        _limiter = options.Limiter ?? (options.BandwidthLimit is { } limit ? new BandwidthLimiter(limit, options.TimeProvider) : null);
    }

    /// <summary>Checks the options, then reaches the bucket.</summary>
    /// <exception cref="RdsBackupException">KeyTemplateInvalid, ObjectLockIncomplete, ReadBackImpossible, or what connecting to the bucket throws.</exception>
    public static async Task<BackupCopier> ConnectAsync(S3ConnectionOptions connection, BackupCopyOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(options);
        KeyTemplate template = new(options.KeyTemplate);
        if (options.Attributes.ObjectLockMode is null != options.Attributes.ObjectLockRetainUntil is null)
        {
            throw Errors.Create(nameof(Messages.ObjectLockIncomplete), RdsBackupErrorKind.InvalidInput);
        }

        if (options.ReadBack && options.Attributes.StorageClass is ("GLACIER" or "DEEP_ARCHIVE"))
        {
            throw Errors.Create(nameof(Messages.ReadBackImpossible), RdsBackupErrorKind.InvalidInput, options.Attributes.StorageClass);
        }

        BackupBucket bucket = await BackupBucket.ConnectAsync(connection, cancellationToken).ConfigureAwait(false);
        return new BackupCopier(bucket, options, template);
    }

    /// <summary>Probes the source and names the destination. Writes nothing. The caller disposes the plan.</summary>
    /// <exception cref="RdsBackupException">BackupNotDownloadable, SourceEmpty, SourceSizeMismatch, or what reaching the source throws.</exception>
    public async Task<BackupCopyPlan> PlanAsync(AliyunBackupFile file, IAliyunRdsClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        BackupSource source = await BackupSource.OpenAsync(
            file, client, _options.Network, _options.Patience, _options.TimeProvider, _options.Log, cancellationToken).ConfigureAwait(false);
        try
        {
            BackupCopyPlan plan = new(source, _template.Render(file, source.FileName, _options.Prefix, _options.Environment));
            CheckLength(plan);
            return plan;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Copies what was planned.</summary>
    /// <param name="plan">From <see cref="PlanAsync"/>.</param>
    /// <param name="progress">Told of every chunk; called from any thread.</param>
    /// <param name="cancellationToken">Stops at once; what S3 has by then is kept for the next run where the source allows that.</param>
    /// <exception cref="RdsBackupException">KeyTaken, SourceChanged, SourceTruncated, ChecksumMismatch, … Then there is no object under the key.</exception>
    public async Task<BackupCopyResult> CopyAsync(BackupCopyPlan plan, IProgress<BackupCopyProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        using IDisposable? scope = _logger.BeginScope(new KeyValuePair<string, object?>("CopyId", Guid.NewGuid().ToString("N")));
        CopyProgress counter = new(plan.Bytes, _limiter, progress);
        return await new BackupCopyRun(_bucket, _uploader, _options, plan, counter, _logger).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The result object of a copy that failed.</summary>
    public BackupCopyResult Failed(AliyunBackupFile file, BackupCopyPlan? plan, RdsBackupException exception)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(exception);
        return new BackupCopyResult
        {
            Status = BackupCopyStatus.Failed,
            InstanceId = file.InstanceId,
            RegionId = file.RegionId,
            BackupId = (file as AliyunBackup)?.BackupId,
            FileName = plan?.FileName ?? file.FileName,
            Bytes = plan?.Bytes,
            Network = plan?.Network,
            Bucket = _bucket.Name,
            Key = plan?.Key,
            ErrorId = exception.ErrorId,
            ErrorMessage = exception.Message,
            ErrorRemedy = exception.Recommendation,
            CompletedAt = _options.TimeProvider.GetUtcNow(),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _uploader.Dispose();
        _bucket.Dispose();
    }

    private void CheckLength(BackupCopyPlan plan)
    {
        if (plan.Bytes == 0)
        {
            throw Errors.Create(nameof(Messages.SourceEmpty), RdsBackupErrorKind.CorruptData, plan.File);
        }

        long announced = plan.File.Size;
        if (plan.Bytes is { } actual && announced > 0 && announced != actual && !_options.AllowSizeMismatch)
        {
            throw Errors.Create(nameof(Messages.SourceSizeMismatch), RdsBackupErrorKind.CorruptData, plan.File, announced, actual);
        }
    }
}
