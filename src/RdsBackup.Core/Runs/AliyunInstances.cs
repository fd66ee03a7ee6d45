using System.Runtime.CompilerServices;
using RdsBackup.Aliyun;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.Runs;

/// <summary>The instances of ApsaraDB RDS that an environment means, each with the client of its region.</summary>
/// <param name="environment">The environment.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Receives log lines.</param>
internal sealed class AliyunInstances(EnvironmentOptions environment, TimeProvider clock, OperationLog? log) : IDisposable
{
    private readonly List<AliyunRdsClient> _clients = [];
    private readonly InstanceSelection _selection = new(environment.Instances, environment.Tags);

    /// <summary>One client for each region.</summary>
    public IReadOnlyList<AliyunRdsClient> Clients => _clients;

    /// <summary>Names of instances that are nowhere, once they were looked for.</summary>
    public IReadOnlyCollection<string> Missing { get; private set; } = [];

    /// <summary>Looks for them in all regions.</summary>
    /// <exception cref="RdsBackupException">What the API throws.</exception>
    public async Task<IReadOnlyList<(AliyunRdsClient Client, AliyunRdsInstance Instance)>> FindAsync(CancellationToken cancellationToken)
    {
        List<(AliyunRdsClient, AliyunRdsInstance)> found = [];
        HashSet<string> missing = new(_selection.Named, StringComparer.OrdinalIgnoreCase);
        foreach (string? region in environment.Regions.Count > 0 ? environment.Regions : [null!])
        {
            AliyunRdsClient client = new(ClientOptions(region));
            _clients.Add(client);
            await foreach (AliyunRdsInstance instance in FindAsync(client, missing, cancellationToken).ConfigureAwait(false))
            {
                missing.Remove(instance.InstanceId);
                found.Add((client, instance));
            }
        }

        Missing = missing;
        return found;
    }

    /// <inheritdoc/>
    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private async IAsyncEnumerable<AliyunRdsInstance> FindAsync(
        AliyunRdsClient client, IReadOnlyCollection<string> named, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        if (_selection.HasPatterns)
        {
            AliyunInstanceQuery query = new(Tags: _selection.Tags.Count > 0 ? _selection.Tags : null);
            await foreach (AliyunRdsInstance instance in client.DescribeDBInstancesAsync(query, cancellationToken).ConfigureAwait(false))
            {
                if (_selection.Matches(instance.InstanceId, "", instanceTags: null) && seen.Add(instance.InstanceId))
                {
                    yield return instance;
                }
            }
        }

        foreach (string id in named.Where(id => !seen.Contains(id)).ToArray())
        {
            IAsyncEnumerable<AliyunRdsInstance> rows = client.DescribeDBInstancesAsync(new AliyunInstanceQuery(id), cancellationToken).EmptyWhenNotFoundAsync();
            await foreach (AliyunRdsInstance instance in rows.ConfigureAwait(false))
            {
                yield return instance;
            }
        }
    }

    private AliyunClientOptions ClientOptions(string? region) => new()
    {
        RegionId = region,
        Endpoint = environment.Endpoint,
        Profile = environment.Profile,
        TimeProvider = clock,
        Log = log,
    };
}
