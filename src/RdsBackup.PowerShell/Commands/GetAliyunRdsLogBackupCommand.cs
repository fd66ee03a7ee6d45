using System.Management.Automation;
using RdsBackup.Aliyun;

namespace RdsBackup.PowerShell;

/// <summary>
/// Lists the log files of ApsaraDB RDS instances: binary logs of MySQL and MariaDB, log backups of SQL Server and PostgreSQL; of the
/// last 24 hours unless -Since says otherwise.
/// </summary>
[Cmdlet(VerbsCommon.Get, "AliyunRdsLogBackup")]
[OutputType(typeof(AliyunLogBackup))]
public sealed class GetAliyunRdsLogBackupCommand : AliyunBackupFileCommand
{
    /// <summary>Engine of the instances, which decides where their logs are listed. Instances from the pipeline bring it; else it is looked up.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(EngineCompleter))]
    public string? Engine { get; set; }

    /// <summary>
    /// Node that wrote the logs, or a pattern. Both nodes of a high-availability instance have logs: take one node's for a chain
    /// without gaps.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? HostInstanceId { get; set; }

    private protected override TimeSpan DefaultWindow => TimeSpan.FromDays(1);

    private protected override async Task ListAsync(string instanceId, string? regionId, CancellationToken cancellationToken)
    {
        IAliyunRdsClient client = Clients.Of(regionId);
        string engine = string.IsNullOrEmpty(Engine)
            ? (await client.DescribeDBInstanceAttributeAsync(instanceId, cancellationToken)).Engine
            : Engine;
        var query = new AliyunLogBackupQuery(instanceId, WindowStart, WindowEnd, engine);
        IAsyncEnumerable<AliyunLogBackup> logs = HasBinaryLogs(engine)
            ? client.DescribeBinlogFilesAsync(query, cancellationToken)
            : client.DescribeLogBackupFilesAsync(query, cancellationToken);
        var node = new WildcardFilter(HostInstanceId);
        await foreach (AliyunLogBackup log in logs)
        {
            if (node.Matches(log.HostInstanceId))
            {
                await Pipeline.WriteObjectAsync(log);
            }
        }
    }

    private static bool HasBinaryLogs(string engine) =>
        engine.Equals("MySQL", StringComparison.OrdinalIgnoreCase) || engine.Equals("MariaDB", StringComparison.OrdinalIgnoreCase);
}
