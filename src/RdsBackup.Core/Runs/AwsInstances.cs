using System.Runtime.CompilerServices;
using RdsBackup.Aws;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.Runs;

/// <summary>The instances and clusters of Amazon RDS that an environment means, each with the client of its region.</summary>
/// <param name="environment">The environment.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Receives log lines.</param>
internal sealed class AwsInstances(EnvironmentOptions environment, TimeProvider clock, OperationLog? log) : IDisposable
{
    private readonly List<AwsRdsClient> _clients = [];

    /// <summary>Names of those that are nowhere, once they were looked for.</summary>
    public IReadOnlyCollection<string> Missing { get; private set; } = [];

    /// <summary>Looks for them in all regions.</summary>
    /// <exception cref="RdsBackupException">What the API throws.</exception>
    public async Task<IReadOnlyList<(AwsRdsClient Client, AwsRdsInstance Instance)>> FindAsync(CancellationToken cancellationToken)
    {
        List<(AwsRdsClient, AwsRdsInstance)> found = [];
        bool takesAll = environment.Instances.Count + environment.Clusters.Count == 0;
        InstanceSelection instances = new(environment.Instances, takesAll || environment.Instances.Count > 0 ? environment.Tags : []);
        InstanceSelection clusters = new(environment.Clusters, takesAll || environment.Clusters.Count > 0 ? environment.Tags : []);
        HashSet<string> missing = new(instances.Named.Concat(clusters.Named), StringComparer.OrdinalIgnoreCase);
        foreach (string? region in environment.Regions.Count > 0 ? environment.Regions : [null!])
        {
            AwsRdsClient client = await AwsRdsClient.ConnectAsync(ClientOptions(region), cancellationToken).ConfigureAwait(false);
            _clients.Add(client);
            foreach ((AwsRdsKind kind, InstanceSelection selection) in new[] { (AwsRdsKind.Instance, instances), (AwsRdsKind.Cluster, clusters) })
            {
                await foreach (AwsRdsInstance instance in FindAsync(client, kind, selection, cancellationToken).ConfigureAwait(false))
                {
                    missing.Remove(instance.InstanceId);
                    missing.Remove(instance.Arn);
                    found.Add((client, instance));
                }
            }
        }

        Missing = missing;
        return found;
    }

    /// <inheritdoc/>
    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private static async IAsyncEnumerable<AwsRdsInstance> FindAsync(
        AwsRdsClient client, AwsRdsKind kind, InstanceSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        if (selection.HasPatterns)
        {
            await foreach (AwsRdsInstance instance in client.FindInstancesAsync(kind, new AwsInstanceQuery(), cancellationToken).ConfigureAwait(false))
            {
                // The data of a member of a cluster is in the cluster's snapshots.
                if (instance.ClusterId is null && selection.Matches(instance.InstanceId, instance.Arn, instance.Tags) && seen.Add(instance.InstanceId))
                {
                    yield return instance;
                }
            }
        }

        foreach (string name in selection.Named)
        {
            await foreach (AwsRdsInstance instance in client.FindInstancesAsync(kind, new AwsInstanceQuery(name), cancellationToken).ConfigureAwait(false))
            {
                if (seen.Add(instance.InstanceId))
                {
                    yield return instance;
                }
            }
        }
    }

    private AwsClientOptions ClientOptions(string? region) => new()
    {
        Region = region,
        EndpointUrl = environment.Endpoint,
        Profile = environment.Profile,
        TimeProvider = clock,
        Log = log,
    };
}
