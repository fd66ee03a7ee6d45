using RdsBackup.Aws;

namespace RdsBackup.PowerShell;

/// <summary>The clients of Amazon RDS of a cmdlet: one a region and endpoint, made when it is first needed and kept until the cmdlet ends.</summary>
internal sealed class AwsRdsClients(AwsRdsConnectionCommand connection, AsyncPipeline pipeline, TimeProvider clock) : IDisposable
{
    private readonly Dictionary<(string? Region, string? ArnRegion, Uri? Endpoint), IAwsRdsClient> _clients = [];

    /// <summary>The client of a region.</summary>
    /// <param name="region">The region; null for that of the profile or the environment.</param>
    /// <param name="name">What is asked about, if it is named; the region of its ARN is taken when nothing else names one.</param>
    /// <param name="cancellationToken">Cancels the search for credentials.</param>
    public async Task<IAwsRdsClient> OfAsync(string? region, AwsRdsName? name, CancellationToken cancellationToken)
    {
        // Without a region given, an ARN may decide it.
        (string?, string?, Uri?) key = (region, region is null ? name?.Region : null, connection.AwsRdsEndpoint);
        if (!_clients.TryGetValue(key, out IAwsRdsClient? client))
        {
            client = await AwsRdsClient.ConnectAsync(Options(region, name), cancellationToken);
            _clients.Add(key, client);
        }

        return client;
    }

    public void Dispose()
    {
        foreach (IAwsRdsClient client in _clients.Values)
        {
            client.Dispose();
        }

        _clients.Clear();
    }

    private AwsClientOptions Options(string? region, AwsRdsName? name) => new()
    {
        Region = region,
        Arn = name is null or { IsPattern: true } ? null : name.Text,
        EndpointUrl = connection.AwsRdsEndpoint,
        UseFips = connection.UseFips,
        UseDualStack = connection.UseDualStack,
        AccessKeyId = connection.AwsCredential?.UserName,
        SecretAccessKey = connection.AwsCredential?.GetNetworkCredential().Password,
        SessionToken = connection.SessionToken,
        Profile = connection.AwsProfile,
        TimeProvider = clock,
        Log = pipeline.Log,
    };
}
