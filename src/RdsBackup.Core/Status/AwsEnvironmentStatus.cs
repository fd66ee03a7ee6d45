using RdsBackup.Aws;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;
using RdsBackup.Runs;
using RdsBackup.Validation;

namespace RdsBackup.Status;

/// <summary>Where the backups of an environment of AWS stand: the newest snapshot of each instance and cluster, and its newest complete export.</summary>
internal sealed class AwsEnvironmentStatus(EnvironmentOptions environment, TimeProvider clock, OperationLog? log) : EnvironmentStatus(environment, clock)
{
    private readonly AwsInstances _instances = new(environment, clock, log);

    /// <inheritdoc/>
    public override void Dispose() => _instances.Dispose();

    /// <inheritdoc/>
    protected override async Task ReadInstancesAsync(Func<RdsBackupInstanceStatus, Task> write, CancellationToken cancellationToken)
    {
        IReadOnlyList<(AwsRdsClient Client, AwsRdsInstance Instance)> found = await _instances.FindAsync(cancellationToken).ConfigureAwait(false);
        await WriteMissingAsync(_instances.Missing, found.Count, write).ConfigureAwait(false);
        ValidationOptions options = new() { MaximumAge = Environment.Expect.MaxAge, MinimumSize = Environment.Expect.MinSize, TimeProvider = Clock };
        foreach (IGrouping<AwsRdsClient, AwsRdsInstance> region in found.GroupBy(item => item.Client, item => item.Instance))
        {
            AwsSnapshotValidator validator = new(region.Key, options);
            ILookup<string, AwsSnapshotExport> exports = await ListExportsAsync(region.Key, cancellationToken).ConfigureAwait(false);
            foreach (AwsRdsInstance instance in region)
            {
                await WriteAsync(instance.Region, instance.InstanceId, () => ReadAsync(validator, exports, instance, cancellationToken), write).ConfigureAwait(false);
            }
        }
    }

    private async Task<RdsBackupInstanceStatus> ReadAsync(
        AwsSnapshotValidator validator, ILookup<string, AwsSnapshotExport> exports, AwsRdsInstance instance, CancellationToken cancellationToken)
    {
        AwsRdsSnapshotTestResult result = await validator.ValidateLatestAsync(instance, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<AwsRdsSnapshot> history = await validator.HistoryAsync(instance, cancellationToken).ConfigureAwait(false);
        AwsSnapshotExport? export = history.SelectMany(snapshot => exports[snapshot.Arn]).MaxBy(task => task.SnapshotTime);
        OffsiteCopy? copy = export is null ? null : new OffsiteCopy(export.ExportLocation ?? "", export.SnapshotTime, export.TaskEndTime);
        AwsRdsSnapshot? snapshot = result.Snapshot is { IsUsable: true } newest ? newest : null;
        IEnumerable<DateTimeOffset> times = history.Where(item => item.IsUsable).Select(item => item.TakenTime).OfType<DateTimeOffset>();
        RdsBackupInstanceStatus row = new()
        {
            Environment = Environment.Name,
            Cloud = CloudProvider.Aws,
            RegionId = instance.Region,
            InstanceId = instance.InstanceId,
            Engine = instance.Engine,
            Status = default,
            Summary = "",
            BackupId = snapshot?.SnapshotId,
            BackupTime = snapshot?.TakenTime,
            Offsite = copy?.Location,
            OffsiteTime = copy?.SourceTime,
            StoredTime = copy?.StoredAt,
            CheckedAt = result.CheckedAt,
        };
        bool isExpected = Environment.Export.Bucket is not null && result.Findings.All(finding => finding.Code != SnapshotFindingCode.SnapshotNotExpected);
        return Judge(row, result.Findings.Concat(
            isExpected ? OffsiteRules.Check(instance.InstanceId, times, copy, Environment.Expect.OffsiteWithin, result.CheckedAt) : []));
    }

    // The complete ones that went where this environment's go, by their snapshot.
    private async Task<ILookup<string, AwsSnapshotExport>> ListExportsAsync(AwsRdsClient client, CancellationToken cancellationToken)
    {
        List<AwsSnapshotExport> exports = [];
        await foreach (AwsSnapshotExport export in client.FindExportsAsync(new AwsExportQuery(), cancellationToken).ConfigureAwait(false))
        {
            if (export.IsComplete && (Environment.Export.Bucket is null || export.Bucket == Environment.Export.Bucket))
            {
                exports.Add(export);
            }
        }

        return exports.ToLookup(export => export.SourceArn, StringComparer.Ordinal);
    }
}
