using RdsBackup.Aliyun;

namespace RdsBackup.Core.Tests.Validation;

/// <summary>An API that lists what the test put in, and counts how often it is asked.</summary>
internal sealed class ListedBackups : IAliyunRdsClient
{
    private int _listed;
    private int _policyAsked;

    public List<AliyunBackup> Backups { get; } = [];

    public AliyunBackupPolicy Policy { get; set; } = new([DayOfWeek.Monday, DayOfWeek.Thursday], TimeSpan.FromHours(18), TimeSpan.FromHours(1), 7);

    /// <summary>Lists wait for it, so that callers pile up.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public Exception? Failure { get; set; }

    public AliyunBackupQuery? LastQuery { get; private set; }

    public int Listed => _listed;

    public int PolicyAsked => _policyAsked;

    public string RegionId => "cn-hangzhou";

    public async IAsyncEnumerable<AliyunBackup> DescribeBackupsAsync(
        AliyunBackupQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _listed);
        LastQuery = query;
        await Gate.WaitAsync(cancellationToken);
        if (Failure is not null)
        {
            throw Failure;
        }

        foreach (AliyunBackup backup in Backups.Where(backup => backup.InstanceId == query.InstanceId))
        {
            yield return backup;
        }
    }

    public Task<AliyunBackupPolicy> DescribeBackupPolicyAsync(string instanceId, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _policyAsked);
        return Task.FromResult(Policy);
    }

    public IAsyncEnumerable<AliyunRegion> DescribeRegionsAsync(CancellationToken cancellationToken) => throw NotAsked();

    public IAsyncEnumerable<AliyunRdsInstance> DescribeDBInstancesAsync(AliyunInstanceQuery query, CancellationToken cancellationToken) => throw NotAsked();

    public Task<AliyunRdsInstance> DescribeDBInstanceAttributeAsync(string instanceId, CancellationToken cancellationToken) => throw NotAsked();

    public IAsyncEnumerable<AliyunLogBackup> DescribeBinlogFilesAsync(AliyunLogBackupQuery query, CancellationToken cancellationToken) => throw NotAsked();

    public IAsyncEnumerable<AliyunLogBackup> DescribeLogBackupFilesAsync(AliyunLogBackupQuery query, CancellationToken cancellationToken) => throw NotAsked();

    public void Dispose()
    {
        // Holds nothing.
    }

    private static InvalidOperationException NotAsked() => new("Validation has no reason to ask for this.");
}
