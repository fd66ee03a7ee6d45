using System.Management.Automation;
using RdsBackup.Aliyun;

namespace RdsBackup.PowerShell;

/// <summary>Base of the cmdlets that call Alibaba Cloud: as whom, and through which endpoint.</summary>
public abstract class AliyunConnectionCommand : AsyncCmdlet
{
    private readonly Dictionary<string, IAliyunRdsClient> _clients = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// AccessKey to use: its id as user name, its secret as password. Without it and without -AliyunProfile the default chain
    /// is asked: environment variables, OIDC, the profile file of the aliyun command line tool, the role of the ECS instance.
    /// </summary>
    [Parameter]
    [Alias("Credential")]
    [Credential]
    public PSCredential? AliyunCredential { get; set; }

    /// <summary>Profile of ~/.aliyun/config.json to take credentials and, unless -RegionId is given, the region from.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AliyunProfile { get; set; }

    /// <summary>Address of the RDS API instead of the region's own, such as rds-vpc.cn-hangzhou.aliyuncs.com. https unless it says otherwise.</summary>
    [Parameter]
    [EndpointTransformation]
    public Uri? AliyunEndpoint { get; set; }

    /// <summary>The client of a region, made when it is first needed and kept until the cmdlet ends.</summary>
    /// <param name="regionId">The region; null for that of the profile or the environment.</param>
    private protected IAliyunRdsClient ClientOf(string? regionId)
    {
        string key = regionId ?? "";
        if (!_clients.TryGetValue(key, out IAliyunRdsClient? client))
        {
            client = new AliyunRdsClient(ClientOptions(regionId));
            _clients.Add(key, client);
        }

        return client;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (IAliyunRdsClient client in _clients.Values)
        {
            client.Dispose();
        }

        _clients.Clear();
        base.Dispose(disposing);
    }

    private AliyunClientOptions ClientOptions(string? regionId) => new()
    {
        RegionId = regionId,
        Endpoint = AliyunEndpoint,
        AccessKeyId = AliyunCredential?.UserName,
        AccessKeySecret = AliyunCredential?.GetNetworkCredential().Password,
        Profile = AliyunProfile,
        TimeProvider = Clock,
        Log = Pipeline.Log,
    };
}
