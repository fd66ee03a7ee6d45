using RdsBackup.Aliyun;

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
