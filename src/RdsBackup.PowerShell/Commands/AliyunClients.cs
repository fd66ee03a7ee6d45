using RdsBackup.Aliyun;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>The API clients of a cmdlet: one a region, made when it is first needed and kept until the cmdlet ends.</summary>
internal sealed class AliyunClients(IAliyunConnection connection, AsyncPipeline pipeline, TimeProvider clock) : IDisposable
{
    private readonly Dictionary<string, IAliyunRdsClient> _clients = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The client of a region.</summary>
    /// <param name="regionId">The region; null for that of the profile or the environment.</param>
    public IAliyunRdsClient Of(string? regionId)
    {
        string key = regionId ?? "";
        if (!_clients.TryGetValue(key, out IAliyunRdsClient? client))
        {
            client = new AliyunRdsClient(Options(regionId));
            _clients.Add(key, client);
        }

        return client;
    }

    /// <summary>One backup set, with links that are fresh.</summary>
    /// <exception cref="RdsBackupException">AliyunBackupNotFound, or what the API refuses.</exception>
    public async Task<AliyunBackup> FindBackupAsync(string? regionId, string instanceId, string backupId, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        var query = new AliyunBackupQuery(instanceId, now.AddDays(-1), now, backupId); // for an id the window does not count
        await foreach (AliyunBackup backup in Of(regionId).DescribeBackupsAsync(query, cancellationToken))
        {
            return backup;
        }

        throw Errors.Create(nameof(Messages.AliyunBackupNotFound), RdsBackupErrorKind.NotFound, backupId, instanceId);
    }

    public void Dispose()
    {
        foreach (IAliyunRdsClient client in _clients.Values)
        {
            client.Dispose();
        }

        _clients.Clear();
    }

    private AliyunClientOptions Options(string? regionId) => new()
    {
        RegionId = regionId,
        Endpoint = connection.AliyunEndpoint,
        AccessKeyId = connection.AliyunCredential?.UserName,
        AccessKeySecret = connection.AliyunCredential?.GetNetworkCredential().Password,
        Profile = connection.AliyunProfile,
        TimeProvider = clock,
        Log = pipeline.Log,
    };
}
