using System.Management.Automation;
using RdsBackup.Aws;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>Lists exports of snapshots to S3: those that run and those that have ended.</summary>
[Cmdlet(VerbsCommon.Get, "AwsSnapshotExport")]
[OutputType(typeof(AwsSnapshotExport))]
public sealed class GetAwsSnapshotExportCommand : AwsRdsSearchCommand
{
    private WildcardFilter _status = null!;
    private WildcardFilter _bucket = null!;

    /// <summary>Identifiers of tasks, or patterns. One that does not exist is an error. Without it all tasks are listed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ExportTaskIdentifier")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] ExportTaskId { get; set; } = ["*"];

    /// <summary>Only exports of these: ARNs of snapshots, cluster snapshots or clusters, or patterns of them.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Arn", "DBSnapshotArn", "DBClusterSnapshotArn")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] SourceArn { get; set; } = ["*"];

    /// <summary>Only exports into these buckets; patterns too.</summary>
    [Parameter]
    [Alias("S3Bucket", "BucketName")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BucketCompleter))]
    public string[]? Bucket { get; set; }

    /// <summary>Statuses to list: starting, in_progress, complete, canceling, canceled or failed, or patterns.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExportStatusCompleter))]
    public string[]? Status { get; set; }

    /// <summary>Only tasks that began to export since: a date and time (local unless it says otherwise), or how long ago, such as 36h or 7d.</summary>
    [Parameter]
    [TimeTransformation]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only tasks that began to export before, written like -Since.</summary>
    [Parameter]
    [TimeTransformation]
    public DateTimeOffset? Before { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        _status = new WildcardFilter(Status);
        _bucket = new WildcardFilter(Bucket);
        return Since >= Before
            ? throw Errors.Create(nameof(Messages.TimeRangeInvalid), RdsBackupErrorKind.InvalidInput, Since, Before)
            : Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string source in SourceArn)
        {
            foreach (string task in ExportTaskId)
            {
                await AttemptAsync(task, () => SearchAsync(
                    AwsRdsName.Parse(task), AwsRdsName.Parse(source, "snapshot", "cluster-snapshot", "cluster"), cancellationToken));
            }
        }
    }

    private Task SearchAsync(AwsRdsName task, AwsRdsName source, CancellationToken cancellationToken) => SearchAsync(
        source.IsPattern ? task : source,
        async client => await ListAsync(client, task, source, cancellationToken) || (task.IsPattern && !source.IsPattern),
        regions => Errors.Create(nameof(Messages.AwsExportNotFound), RdsBackupErrorKind.NotFound, task.Text, regions),
        cancellationToken);

    /// <summary>Writes the tasks of one region; tells whether there is any, be it filtered out or not.</summary>
    private async Task<bool> ListAsync(IAwsRdsClient client, AwsRdsName task, AwsRdsName source, CancellationToken cancellationToken)
    {
        bool isFound = false;
        await foreach (AwsSnapshotExport row in client.FindExportsAsync(QueryOf(task, source), cancellationToken))
        {
            if (task.Matches(row.ExportTaskId, "") && source.Matches(row.SourceArn, row.SourceArn))
            {
                isFound = true;
                if (Passes(row))
                {
                    await Pipeline.WriteObjectAsync(row);
                }
            }
        }

        return isFound;
    }

    // A task that is named is asked for whatever its status, to tell one that is filtered out from one that is not there.
    private AwsExportQuery QueryOf(AwsRdsName task, AwsRdsName source) =>
        new(task.IsPattern ? null : task.Id, source.IsPattern ? null : source.Text)
        {
            Filters = task.IsPattern && _status.Literal(Known.AwsExportStatuses) is { } status ? [new AwsFilter("status", status)] : [],
        };

    private bool Passes(AwsSnapshotExport export)
    {
        // A task that is starting has no time yet.
        DateTimeOffset started = export.TaskStartTime ?? Clock.GetUtcNow();
        return _status.Matches(export.Status) && _bucket.Matches(export.Bucket) && !(started < Since) && !(started >= Before);
    }
}
