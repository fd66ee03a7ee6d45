using System.Collections.Concurrent;

namespace RdsBackup.Sandbox;

/// <summary>The emulated AWS account as Amazon RDS sees it: instances, clusters, snapshots, exports, roles and keys of all regions, and what is denied. Its access keys are those of S3.</summary>
public sealed class AwsRdsAccount : IDisposable
{
    /// <summary>The account's number.</summary>
    public const string AccountId = "111122223333";

    private readonly ConcurrentDictionary<string, AwsDbInstance> _instances = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AwsDbCluster> _clusters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AwsDbSnapshot> _snapshots = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<SyntheticDbSnapshots> _synthetic = new();
    private readonly ConcurrentDictionary<(string Region, string Id), AwsExportTask> _exports = new();
    private readonly ConcurrentDictionary<string, AwsRole> _roles = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AwsKmsKey> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _denied = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    internal AwsRdsAccount(TimeProvider time, S3Store s3, Uri endpoint)
    {
        _time = time;
        S3 = s3;
        Endpoint = endpoint;
    }

    /// <summary>RDS and STS of all regions: the region is the one a request is signed for.</summary>
    public Uri Endpoint { get; internal set; }

    /// <summary>Who asks, as GetCallerIdentity and refusals name them.</summary>
    public string CallerArn => $"arn:aws:iam::{AccountId}:user/sandbox";

    /// <summary>How long things take.</summary>
    public AwsRdsPace Pace { get; set; } = new();

    /// <summary>Manual snapshots allowed in a region, of instances and of clusters each.</summary>
    public int ManualSnapshotQuota { get; set; } = 100;

    /// <summary>Exports that may run at once.</summary>
    public int ExportLimit { get; set; } = 5;

    /// <summary>Faults of RDS and STS; the operation is the action, the container the region, the query the parameters.</summary>
    public FaultRules Faults { get; } = new();

    /// <summary>The requests to RDS and STS.</summary>
    public ConcurrentQueue<SandboxRequest> Requests { get; } = new();

    /// <summary>The export tasks of all regions, oldest first.</summary>
    public IReadOnlyList<AwsExportTask> Exports => [.. _exports.Values.OrderBy(task => task.Started).ThenBy(task => task.Request.Id, StringComparer.Ordinal)];

    /// <summary>The snapshots of all regions that were added or made, in the order of their ARNs.</summary>
    public IReadOnlyList<AwsDbSnapshot> Snapshots => [.. _snapshots.Values.OrderBy(snapshot => snapshot.Arn, StringComparer.Ordinal)];

    internal S3Store S3 { get; }

    /// <summary>Adds an instance; one with the same ARN is replaced.</summary>
    /// <param name="instance">The instance.</param>
    public AwsDbInstance AddInstance(AwsDbInstance instance) => _instances[instance.Arn] = instance;

    /// <summary>Adds a cluster; one with the same ARN is replaced. Its members are added as instances.</summary>
    /// <param name="cluster">The cluster.</param>
    public AwsDbCluster AddCluster(AwsDbCluster cluster) => _clusters[cluster.Arn] = cluster;

    /// <summary>Adds a snapshot; one with the same ARN is replaced.</summary>
    /// <param name="snapshot">The snapshot.</param>
    public AwsDbSnapshot AddSnapshot(AwsDbSnapshot snapshot) => _snapshots[snapshot.Arn] = snapshot;

    /// <summary>Gives an instance many manual snapshots that cost no memory. They can be listed, and nothing else.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="interval">From one to the next; an hour when null.</param>
    public void AddSyntheticSnapshots(AwsDbInstance instance, int count, TimeSpan? interval = null) =>
        _synthetic.Enqueue(new SyntheticDbSnapshots(instance, _time.GetUtcNow().TruncateToSeconds(), interval ?? TimeSpan.FromHours(1), count));

    /// <summary>Deletes a snapshot; nothing happens when there is none.</summary>
    /// <param name="arn">Its ARN.</param>
    public void RemoveSnapshot(string arn) => _snapshots.TryRemove(arn, out _);

    /// <summary>Adds a role; one with the same name is replaced.</summary>
    /// <param name="role">The role.</param>
    public AwsRole AddRole(AwsRole role) => _roles[role.Arn] = role;

    /// <summary>Adds a KMS key; one with the same ARN is replaced.</summary>
    /// <param name="key">The key.</param>
    public AwsKmsKey AddKey(AwsKmsKey key) => _keys[key.Arn] = key;

    /// <summary>Denies an IAM action: <c>rds:</c> and an operation's name, or <c>iam:PassRole</c>.</summary>
    /// <param name="action">The action, for example <c>rds:DescribeDBSnapshots</c>.</param>
    public void Deny(string action) => _denied[action] = true;

    /// <summary>Starts an export without any check: also beyond the limit, and of a source that does not exist.</summary>
    /// <param name="request">What to export where; its identifier must be new in its region.</param>
    /// <param name="cancellationToken">Cancels the preparation.</param>
    /// <exception cref="ArgumentException">The identifier is taken.</exception>
    public async Task<AwsExportTask> AddExportAsync(AwsExportRequest request, CancellationToken cancellationToken = default)
    {
        byte[] parquet = await ParquetSample.WriteAsync(request.Plan.RowsPerFile, cancellationToken);
        AwsExportTask task = new(request, Pace, new AwsExportTree(request, parquet, S3), _time);
        if (!_exports.TryAdd((request.Region, request.Id), task))
        {
            task.Dispose();
            throw new ArgumentException($"The export task {request.Id} exists already.", nameof(request));
        }

        return task;
    }

    /// <summary>An export task.</summary>
    /// <param name="id">Its identifier.</param>
    /// <param name="region">Its region.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public AwsExportTask Export(string id, string region = "us-east-1") => _exports[(region, id)];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AwsExportTask task in _exports.Values)
        {
            task.Dispose();
        }
    }

    internal IEnumerable<AwsDbInstance> InstancesOf(string region) =>
        _instances.Values.Where(instance => instance.Region == region).OrderBy(instance => instance.Id, StringComparer.Ordinal);

    internal IEnumerable<AwsDbCluster> ClustersOf(string region) =>
        _clusters.Values.Where(cluster => cluster.Region == region).OrderBy(cluster => cluster.Id, StringComparer.Ordinal);

    internal IEnumerable<AwsDbSnapshot> SnapshotsOf(string region, bool isCluster) =>
    [
        .. Snapshots.Where(snapshot => snapshot.Region == region && snapshot.IsCluster == isCluster),
        .. _synthetic.Where(many => many.Instance.Region == region && !isCluster).SelectMany(many => many.Rows),
    ];

    internal AwsDbInstance? FindInstance(string arn) => _instances.GetValueOrDefault(arn);

    internal AwsDbCluster? FindCluster(string arn) => _clusters.GetValueOrDefault(arn);

    internal AwsDbSnapshot? FindSnapshot(string arn) => _snapshots.GetValueOrDefault(arn);

    internal AwsExportTask? FindExport(string region, string id) => _exports.GetValueOrDefault((region, id));

    internal AwsRole? FindRole(string arn) => _roles.GetValueOrDefault(arn);

    /// <summary>A key of a region by its id, ARN or alias, if it can be used.</summary>
    internal AwsKmsKey? FindKey(string region, string name) =>
        _keys.Values.FirstOrDefault(key => key.Region == region && key.IsEnabled && key.IsNamed(name));

    internal void Authorize(string action, string resource)
    {
        if (_denied.ContainsKey(action))
        {
            throw new RefusedException(403, "AccessDenied", $"User: {CallerArn} is not authorized to perform: {action} on resource: {resource} because no identity-based policy allows the {action} action");
        }
    }
}
