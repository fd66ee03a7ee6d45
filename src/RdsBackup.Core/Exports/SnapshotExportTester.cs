using Microsoft.Extensions.Logging;
using RdsBackup.Diagnostics;
using RdsBackup.Retrieval;
using RdsBackup.S3;

namespace RdsBackup.Exports;

/// <summary>Checks exports of snapshots in one bucket: that the task ended well, and that everything it lists is there and whole at both ends.</summary>
public sealed class SnapshotExportTester : IDisposable
{
    private readonly BackupBucket _bucket;
    private readonly SnapshotExportTestOptions _options;
    private readonly ILogger _logger;

    private SnapshotExportTester(BackupBucket bucket, SnapshotExportTestOptions options)
    {
        _bucket = bucket;
        _options = options;
        _logger = OperationLogger.For(options.Log);
    }

    /// <summary>Reaches the bucket.</summary>
    /// <exception cref="RdsBackupException">What connecting to the bucket throws.</exception>
    public static async Task<SnapshotExportTester> ConnectAsync(
        S3ConnectionOptions connection, SnapshotExportTestOptions options, CancellationToken cancellationToken) =>
        new(await BackupBucket.ConnectAsync(connection, cancellationToken).ConfigureAwait(false), options);

    /// <summary>Checks a task and, when it is complete, what it left in the bucket.</summary>
    /// <param name="export">The task, which exported into this bucket.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RdsBackupException">S3AccessDenied, S3Unreachable, CopyArchived, CopyChanged, …</exception>
    public Task<AwsSnapshotExportTestResult> TestAsync(AwsSnapshotExport export, CancellationToken cancellationToken) =>
        TestAsync(export, export.Prefix, export.ExportTaskId, export.KeyPrefix, cancellationToken);

    /// <summary>Checks what a task left in the bucket, when nothing else is known of it.</summary>
    /// <param name="prefix">S3Prefix of the task; empty when none.</param>
    /// <param name="exportTaskId">Its identifier.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RdsBackupException">S3AccessDenied, S3Unreachable, CopyArchived, CopyChanged, …</exception>
    public Task<AwsSnapshotExportTestResult> TestAsync(string prefix, string exportTaskId, CancellationToken cancellationToken)
    {
        string folder = prefix.TrimEnd('/');
        return TestAsync(null, folder, exportTaskId, folder.Length == 0 ? $"{exportTaskId}/" : $"{folder}/{exportTaskId}/", cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _bucket.Dispose();

    private async Task<AwsSnapshotExportTestResult> TestAsync(
        AwsSnapshotExport? export, string prefix, string taskId, string root, CancellationToken cancellationToken)
    {
        long startedAt = _options.TimeProvider.GetTimestamp();
        ExportFindings findings = new($"s3://{_bucket.Name}/{root}");
        ExportRules rules = new(findings);
        using ExportContent content = new(_bucket, root, taskId, rules, _options, Open);
        if (export is null || rules.CheckTask(export))
        {
            await content.CheckAsync(export?.WarningMessage, cancellationToken).ConfigureAwait(false);
        }

        return new AwsSnapshotExportTestResult
        {
            Bucket = _bucket.Name,
            Prefix = prefix,
            ExportTaskId = taskId,
            Export = export,
            Findings = findings.ToList(),
            TableCount = content.TableCount,
            FileCount = content.FileCount,
            TotalBytes = content.TotalBytes,
            IsDeep = _options.Deep,
            Tables = content.Tables,
            Duration = _options.TimeProvider.GetElapsedTime(startedAt),
            CheckedAt = _options.TimeProvider.GetUtcNow(),
        };
    }

    private StoredObject Open(ListedObject file) => new(_bucket, file.Key, file.ETag, _options.Patience, _options.TimeProvider, _logger);
}
