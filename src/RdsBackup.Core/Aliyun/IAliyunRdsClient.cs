namespace RdsBackup.Aliyun;

/// <summary>
/// The operations of the ApsaraDB RDS API (version 2014-08-15) this module needs, in one region. One method per operation.
/// Lists page by themselves: a page is asked for when its first row is wanted, every row comes once, and none is lost when
/// the list grows meanwhile. Every method throws <see cref="AliyunApiException"/> for an error the API answered with and
/// <see cref="RdsBackupException"/> for anything else.
/// </summary>
public interface IAliyunRdsClient : IDisposable
{
    /// <summary>The region the client speaks to.</summary>
    string RegionId { get; }

    /// <summary>DescribeRegions: the regions this account can use, each once.</summary>
    IAsyncEnumerable<AliyunRegion> DescribeRegionsAsync(CancellationToken cancellationToken);

    /// <summary>DescribeDBInstances.</summary>
    IAsyncEnumerable<AliyunRdsInstance> DescribeDBInstancesAsync(AliyunInstanceQuery query, CancellationToken cancellationToken);

    /// <summary>DescribeDBInstanceAttribute of one instance.</summary>
    Task<AliyunRdsInstance> DescribeDBInstanceAttributeAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>DescribeBackups of one instance.</summary>
    IAsyncEnumerable<AliyunBackup> DescribeBackupsAsync(AliyunBackupQuery query, CancellationToken cancellationToken);

    /// <summary>DescribeBackupPolicy of one instance.</summary>
    Task<AliyunBackupPolicy> DescribeBackupPolicyAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>DescribeBinlogFiles (MySQL, MariaDB) of one instance.</summary>
    IAsyncEnumerable<AliyunLogBackup> DescribeBinlogFilesAsync(AliyunLogBackupQuery query, CancellationToken cancellationToken);

    /// <summary>DescribeLogBackupFiles (SQL Server, PostgreSQL) of one instance.</summary>
    IAsyncEnumerable<AliyunLogBackup> DescribeLogBackupFilesAsync(AliyunLogBackupQuery query, CancellationToken cancellationToken);
}
