using RdsBackup.Aliyun;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;
using RdsBackup.Retrieval;
using RdsBackup.Runs;
using RdsBackup.S3;
using RdsBackup.Transfer;
using RdsBackup.Validation;

namespace RdsBackup.Status;

/// <summary>Where the backups of an environment of Alibaba Cloud stand: the newest backup of each instance, and its newest copy by the manifests.</summary>
internal sealed class AliyunEnvironmentStatus(EnvironmentOptions environment, TimeProvider clock, OperationLog? log) : EnvironmentStatus(environment, clock)
{
    private readonly AliyunInstances _instances = new(environment, clock, log);
    private BackupCopyCatalog? _copies;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _copies?.Dispose();
        _instances.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ReadInstancesAsync(Func<RdsBackupInstanceStatus, Task> write, CancellationToken cancellationToken)
    {
        IReadOnlyList<(AliyunRdsClient Client, AliyunRdsInstance Instance)> found = await _instances.FindAsync(cancellationToken).ConfigureAwait(false);
        await WriteMissingAsync(_instances.Missing, found.Count, write).ConfigureAwait(false);
        _copies = await BackupCopyCatalog.ConnectAsync(S3ConnectionOptions.Of(Environment.Destination), log, cancellationToken).ConfigureAwait(false);
        AliyunValidationOptions options = new() { MaximumAge = Environment.Expect.MaxAge, MinimumSize = Environment.Expect.MinSize, TimeProvider = Clock, Log = log };
        var validators = _instances.Clients.ToDictionary(client => client, client => new AliyunBackupValidator(client, options));
        foreach ((AliyunRdsClient client, AliyunRdsInstance instance) in found)
        {
            await WriteAsync(instance.RegionId, instance.InstanceId, () => ReadAsync(validators[client], instance, cancellationToken), write).ConfigureAwait(false);
        }
    }

    private async Task<RdsBackupInstanceStatus> ReadAsync(AliyunBackupValidator validator, AliyunRdsInstance instance, CancellationToken cancellationToken)
    {
        AliyunBackupTestResult result = await validator.ValidateLatestAsync(instance, cancellationToken).ConfigureAwait(false);
        OffsiteCopy? copy = await FindCopyAsync(instance, cancellationToken).ConfigureAwait(false);
        AliyunBackup? backup = result.Backup is { } newest && BackupRules.IsSuccessful(newest) ? newest : null;
        IReadOnlyList<AliyunBackup> history = await validator.HistoryAsync(instance.InstanceId, cancellationToken).ConfigureAwait(false);
        IEnumerable<DateTimeOffset> times = history.Where(BackupRules.IsSuccessful).Select(item => item.EndTime).OfType<DateTimeOffset>();
        RdsBackupInstanceStatus row = new()
        {
            Environment = Environment.Name,
            Cloud = CloudProvider.Aliyun,
            RegionId = instance.RegionId,
            InstanceId = instance.InstanceId,
            Engine = instance.Engine,
            Status = default,
            Summary = "",
            BackupId = backup?.BackupId,
            BackupTime = backup?.EndTime,
            BackupSize = backup?.Size,
            Offsite = copy?.Location,
            OffsiteTime = copy?.SourceTime,
            StoredTime = copy?.StoredAt,
            CheckedAt = result.CheckedAt,
        };
        bool isExpected = result.Findings.All(finding => finding.Code != BackupFindingCode.BackupNotExpected);
        return Judge(row, result.Findings.Concat(
            isExpected ? OffsiteRules.Check(instance.InstanceId, times, copy, Environment.Expect.OffsiteWithin, result.CheckedAt) : []));
    }

    private async Task<OffsiteCopy?> FindCopyAsync(AliyunRdsInstance instance, CancellationToken cancellationToken)
    {
        string prefix = new KeyTemplate(Environment.Destination.KeyTemplate)
            .Beginning(Environment.Destination.Prefix, Environment.Name, instance.RegionId, instance.InstanceId);
        BackupCopy? copy = await _copies!.FindNewestAsync(prefix, instance.InstanceId, cancellationToken).ConfigureAwait(false);
        return copy is null ? null : new OffsiteCopy($"s3://{copy.Bucket}/{copy.Key}", copy.EndTime, copy.CopiedAt);
    }
}
