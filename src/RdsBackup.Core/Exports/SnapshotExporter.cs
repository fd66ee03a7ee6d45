using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using RdsBackup.Aws;
using RdsBackup.Diagnostics;
using RdsBackup.S3;

namespace RdsBackup.Exports;

/// <summary>
/// Starts exports in one region: once for each snapshot and place, not before what would make it fail is known, and in turn when the
/// account runs as many as it may.
/// </summary>
/// <param name="client">The API of the region.</param>
/// <param name="options">How patient to be.</param>
public sealed partial class SnapshotExporter(IAwsRdsClient client, SnapshotExporterOptions options)
{
    // Tasks in progress of one account, both guides; whether a region or all of them is meant is nowhere said.
    private const int ExportLimit = 5;
    private static readonly AwsFilter Running = new("status", "starting", "in_progress", "canceling");
    private readonly Dictionary<string, RdsBackupException?> _buckets = [];
    private readonly ILogger _logger = OperationLogger.For(options.Log);

    /// <summary>Finds out whether there is such an export already, and what would make a new one fail.</summary>
    /// <param name="source">What to export.</param>
    /// <param name="request">Where and how.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RdsBackupException">
    /// ExportWouldFail: everything that would make it fail. ExportTaskTemplateInvalid. <see cref="AwsApiException"/>: what the API answers.
    /// </exception>
    public async Task<SnapshotExportPlan> PlanAsync(ExportSource source, SnapshotExportRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(request);
        string prefix = ReservedInPrefix().Replace(request.Prefix.Trim('/'), "_");
        string name = new ExportTaskName(request.TaskIdTemplate).Render(source, request.Target.Bucket, prefix, request.ExportOnly);
        List<AwsSnapshotExport> tasks = await TasksAsync(new AwsExportQuery(SourceArn: source.Arn), cancellationToken).ConfigureAwait(false);
        AwsExportRequest start = new(
            FirstFree(name, tasks), source.Arn, request.Target.Bucket, request.IamRoleArn, request.KmsKeyId, prefix.Length == 0 ? null : prefix)
        {
            ExportOnly = request.ExportOnly,
        };
        AwsSnapshotExport? existing = tasks.Where(task => IsSame(task, start) && Counts(task, source, request.Force)).MaxBy(task => task.TaskStartTime);
        if (existing is null && !request.SkipPreflight)
        {
            await CheckAsync(source, start, request.Target, tasks.Find(task => !task.IsFinished), cancellationToken).ConfigureAwait(false);
        }

        return new SnapshotExportPlan(source, start, request.SkipPreflight, existing is null ? null : existing with { AlreadyExported = true });
    }

    /// <summary>Starts the export, or waits for its turn and then starts it.</summary>
    /// <param name="plan">What <see cref="PlanAsync"/> made; one that needs no start is returned as it is.</param>
    /// <param name="onWait">Told how long it has been waiting, each time before it waits on.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="RdsBackupException">
    /// ExportQueueFull, ExportQueueTimeout: the account runs as many exports as it may. <see cref="AwsApiException"/>: what the API answers.
    /// </exception>
    public async Task<AwsSnapshotExport> StartAsync(SnapshotExportPlan plan, Action<TimeSpan> onWait, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(onWait);
        if (plan.Existing is not null)
        {
            return plan.Existing;
        }

        long startedAt = options.TimeProvider.GetTimestamp();
        while (true)
        {
            try
            {
                return await StartNowAsync(plan, cancellationToken).ConfigureAwait(false);
            }
            catch (RdsBackupException refusal) when (IsBusy(refusal) && options.QueueTimeout is { } patience)
            {
                TimeSpan waited = options.TimeProvider.GetElapsedTime(startedAt);
                if (waited >= patience)
                {
                    throw Errors.Create(
                        nameof(Messages.ExportQueueTimeout), RdsBackupErrorKind.Throttled, refusal, plan.Source.Arn, patience, client.Region, refusal.Message);
                }

                _logger.LogInformation("{Source} waits for its turn to be exported: {Reason}", plan.Source.Arn, refusal.Message);
                onWait(waited);
            }

            await Task.Delay(PollPace.Vary(options.PollInterval), options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsBusy(RdsBackupException refusal) =>
        refusal.ErrorId is nameof(Messages.ExportQueueFull) or nameof(Messages.AwsExportLimit);

    // A task that failed or was canceled has exported nothing that counts; of a cluster, one that is complete shows the data of another day.
    private static bool Counts(AwsSnapshotExport task, ExportSource source, bool force) =>
        task.Status is "STARTING" or "IN_PROGRESS" || (task.IsComplete && source.IsSnapshot && !force);

    private static bool IsSame(AwsSnapshotExport task, AwsExportRequest request) =>
        task.Bucket == request.Bucket && task.Prefix.Trim('/') == (request.Prefix ?? "")
        && task.ExportOnly.ToHashSet(StringComparer.Ordinal).SetEquals(request.ExportOnly);

    private static string FirstFree(string name, List<AwsSnapshotExport> tasks)
    {
        HashSet<string> taken = [.. tasks.Select(task => task.ExportTaskId)];
        return Enumerable.Range(1, taken.Count + 1).Select(attempt => ExportTaskName.Numbered(name, attempt)).First(id => !taken.Contains(id));
    }

    private async Task CheckAsync(
        ExportSource source, AwsExportRequest request, S3ConnectionOptions target, AwsSnapshotExport? running, CancellationToken cancellationToken)
    {
        ExportPreflight preflight = new();
        preflight.CheckSource(source);
        preflight.CheckRequest(source, request);
        if (ExportTaskName.IsValid(request.ExportTaskId))
        {
            List<AwsSnapshotExport> namesakes = await TasksAsync(new AwsExportQuery(request.ExportTaskId), cancellationToken).ConfigureAwait(false);
            preflight.CheckTasks(source, running, namesakes.FirstOrDefault());
        }

        if (await BucketFailureAsync(target, cancellationToken).ConfigureAwait(false) is { } failure)
        {
            preflight.Add(ExportProblemCode.BucketUnusable, target.Bucket, source.Region, failure.Message);
        }

        if (preflight.Problems.Count > 0)
        {
            throw Errors.Create(
                nameof(Messages.ExportWouldFail), RdsBackupErrorKind.InvalidInput, source.Arn, preflight.Problems.Count,
                string.Join(" ", preflight.Problems.Select(problem => $"{problem.Code}: {problem.Message}")));
        }
    }

    // The bucket is written by the export role. That the caller may not see it proves nothing.
    private async Task<RdsBackupException?> BucketFailureAsync(S3ConnectionOptions target, CancellationToken cancellationToken)
    {
        if (!_buckets.TryGetValue(target.Bucket, out RdsBackupException? failure))
        {
            try
            {
                using BackupBucket bucket = await BackupBucket.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
            }
            catch (RdsBackupException exception) when (exception.Kind is not (RdsBackupErrorKind.NotFound or RdsBackupErrorKind.InvalidInput))
            {
                _logger.LogInformation("Whether the bucket {Bucket} can take an export could not be seen: {Reason}", target.Bucket, exception.Message);
            }
            catch (RdsBackupException exception)
            {
                failure = exception;
            }

            _buckets[target.Bucket] = failure;
        }

        return failure;
    }

    private async Task<AwsSnapshotExport> StartNowAsync(SnapshotExportPlan plan, CancellationToken cancellationToken)
    {
        List<AwsSnapshotExport> running = plan.SkipPreflight
            ? []
            : await TasksAsync(new AwsExportQuery { Filters = [Running] }, cancellationToken).ConfigureAwait(false);
        return running.Count < ExportLimit
            ? await client.StartExportTaskAsync(plan.Request, cancellationToken).ConfigureAwait(false)
            : throw Errors.Create(
                nameof(Messages.ExportQueueFull), RdsBackupErrorKind.Throttled, plan.Source.Arn, running.Count, client.Region,
                string.Join(", ", running.Select(task => task.ExportTaskId)));
    }

    private async Task<List<AwsSnapshotExport>> TasksAsync(AwsExportQuery query, CancellationToken cancellationToken)
    {
        List<AwsSnapshotExport> tasks = [];
        await foreach (AwsSnapshotExport task in client.FindExportsAsync(query, cancellationToken).ConfigureAwait(false))
        {
            tasks.Add(task);
        }

        return tasks;
    }

    // RDS puts an underscore in their place; keys are then not those that were asked for.
    [GeneratedRegex(@"[\\`"" ]")]
    private static partial Regex ReservedInPrefix();
}
