using Microsoft.Extensions.Logging;
using RdsBackup.Aws;
using RdsBackup.Diagnostics;

namespace RdsBackup.Exports;

/// <summary>
/// Follows the exports of one region to their ends. All of them are asked for at once: one listing each time, however many they are (up to a
/// hundred, the size of a page).
/// </summary>
/// <param name="client">The API of the region.</param>
/// <param name="options">How patiently.</param>
/// <param name="observer">Is told how they get on.</param>
public sealed class ExportFollower(IAwsRdsClient client, ExportFollowOptions options, IExportObserver observer)
{
    private const int PageSize = 100;

    // The guide: to start "can take hours" for large snapshots; what takes longer than this has most likely hung.
    private static readonly TimeSpan LongStart = TimeSpan.FromHours(2);

    // The client has waited out some minutes by itself.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(30);

    private readonly ILogger _logger = OperationLogger.For(options.Log);
    private readonly PollPace _pace = new(options.PollInterval);
    private readonly Dictionary<string, FollowedExport> _pending = new(StringComparer.Ordinal);
    private long _heardAt;

    /// <summary>What is still being followed: after a cancellation, what goes on without being watched.</summary>
    public IReadOnlyList<AwsSnapshotExport> Pending => [.. _pending.Values.Select(followed => followed.Export)];

    /// <summary>Follows the tasks; returns when each has ended, or is no longer followed.</summary>
    /// <param name="exports">Tasks of the client's region.</param>
    /// <param name="cancellationToken">Ends the following; the tasks go on.</param>
    public async Task FollowAsync(IEnumerable<AwsSnapshotExport> exports, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(exports);
        long startedAt = _heardAt = options.TimeProvider.GetTimestamp();
        foreach (AwsSnapshotExport export in exports)
        {
            _pending.TryAdd(export.ExportTaskId, new FollowedExport(export, options.TimeProvider));
        }

        while (true)
        {
            await LookAsync(cancellationToken).ConfigureAwait(false);
            TimeSpan? left = options.Timeout - options.TimeProvider.GetElapsedTime(startedAt);
            if (left <= TimeSpan.Zero)
            {
                await EndAllAsync(export => Errors.Create(
                    nameof(Messages.ExportWaitTimeout), RdsBackupErrorKind.Connection, export.ExportTaskId, options.Timeout, export.Status, export.Region))
                    .ConfigureAwait(false);
            }

            if (_pending.Count == 0)
            {
                return;
            }

            TimeSpan wait = _pace.Next(_pending.Values.Min(followed => followed.UntilEnd()));
            await Task.Delay(left < wait ? left.Value : wait, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (string[] page in _pending.Keys.Chunk(PageSize))
            {
                await LookAsync(page, cancellationToken).ConfigureAwait(false);
            }

            _heardAt = options.TimeProvider.GetTimestamp();
        }
        catch (RdsBackupException failure) when (AwsRdsErrors.MayPass(failure) && options.TimeProvider.GetElapsedTime(_heardAt) < LongestSilence)
        {
            _logger.LogText(LogLevel.Warning, nameof(Messages.ExportPollFailed), client.Region, failure.Message);
        }
        catch (RdsBackupException failure)
        {
            await EndAllAsync(_ => failure).ConfigureAwait(false);
        }
    }

    private async Task LookAsync(string[] ids, CancellationToken cancellationToken)
    {
        AwsExportQuery query = new() { Filters = [new AwsFilter("export-task-identifier", ids)] };
        Dictionary<string, AwsSnapshotExport> seen = new(StringComparer.Ordinal);
        await foreach (AwsSnapshotExport export in client.DescribeExportTasksAsync(query, cancellationToken).ConfigureAwait(false))
        {
            seen[export.ExportTaskId] = export;
        }

        foreach (string id in ids)
        {
            FollowedExport followed = _pending[id];
            followed.See(seen.GetValueOrDefault(id));
            await TellAsync(followed).ConfigureAwait(false);
        }
    }

    private Task TellAsync(FollowedExport followed)
    {
        AwsSnapshotExport export = followed.Export;
        if (followed.Absence.IsForGood)
        {
            return EndAsync(export, Errors.Create(nameof(Messages.ExportLost), RdsBackupErrorKind.NotFound, export.ExportTaskId, client.Region));
        }

        if (export.IsFinished && !followed.Absence.IsNow)
        {
            return EndAsync(export, ExportFailures.Of(export));
        }

        if (followed.Starting >= LongStart && !followed.IsWarnedOf)
        {
            followed.IsWarnedOf = true;
            _logger.LogText(LogLevel.Warning, nameof(Messages.ExportStartsSlowly), export.ExportTaskId, LongStart.TotalHours);
        }

        observer.Advanced(export);
        return Task.CompletedTask;
    }

    private async Task EndAllAsync(Func<AwsSnapshotExport, RdsBackupException> failure)
    {
        foreach (AwsSnapshotExport export in Pending)
        {
            await EndAsync(export, failure(export)).ConfigureAwait(false);
        }
    }

    private Task EndAsync(AwsSnapshotExport export, RdsBackupException? failure)
    {
        _pending.Remove(export.ExportTaskId);
        return observer.EndedAsync(export, failure);
    }
}
