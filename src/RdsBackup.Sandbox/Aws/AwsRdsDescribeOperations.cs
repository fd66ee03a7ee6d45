using System.Xml.Linq;

namespace RdsBackup.Sandbox;

/// <summary>The operations that list instances, clusters and snapshots, and their tags.</summary>
internal sealed class AwsRdsDescribeOperations(AwsRdsAccount account, TimeProvider time)
{
    private static readonly string[] SnapshotTypes = ["automated", "manual", "shared", "public", "awsbackup"];

    public XElement DescribeDBInstances(AwsQueryCall call)
    {
        AwsFilters filters = new(call, "db-cluster-id", "db-instance-id", "dbi-resource-id", "domain", "engine");
        IEnumerable<AwsDbInstance> rows = call["DBInstanceIdentifier"] is { } id
            ? [FindInstance(call, id)]
            : account.InstancesOf(call.Region);
        return call.Page("DBInstances", rows.Where(IsWanted), instance => AwsRdsXml.Instance(instance, time.GetUtcNow()));

        bool IsWanted(AwsDbInstance instance) =>
            filters.Allows("db-cluster-id", instance.ClusterId) && filters.Allows("db-instance-id", instance.Id)
            && filters.Allows("dbi-resource-id", instance.ResourceId) && filters.Allows("domain", null) && filters.Allows("engine", instance.Engine);
    }

    public XElement DescribeDBClusters(AwsQueryCall call)
    {
        AwsFilters filters = new(call, "clone-group-id", "db-cluster-id", "db-cluster-resource-id", "domain", "engine");
        IEnumerable<AwsDbCluster> rows = call["DBClusterIdentifier"] is { } id
            ? [FindCluster(call, id)]
            : account.ClustersOf(call.Region);
        return call.Page("DBClusters", rows.Where(IsWanted), cluster => AwsRdsXml.Cluster(cluster, MembersOf(cluster), time.GetUtcNow()));

        bool IsWanted(AwsDbCluster cluster) =>
            filters.Allows("clone-group-id", null) && filters.Allows("db-cluster-id", cluster.Id)
            && filters.Allows("db-cluster-resource-id", cluster.ResourceId) && filters.Allows("domain", null) && filters.Allows("engine", cluster.Engine);
    }

    public XElement DescribeDBSnapshots(AwsQueryCall call)
    {
        AwsFilters filters = new(call, "db-instance-id", "db-snapshot-id", "dbi-resource-id", "snapshot-type", "engine");
        string? resource = call["DbiResourceId"];
        return call.Page("DBSnapshots", Snapshots(call, isCluster: false).Where(IsWanted), snapshot => AwsRdsXml.Snapshot(snapshot, time.GetUtcNow()));

        bool IsWanted(AwsDbSnapshot snapshot) =>
            (resource is null || resource == snapshot.SourceResourceId)
            && filters.Allows("db-instance-id", snapshot.SourceId) && filters.Allows("db-snapshot-id", snapshot.Id)
            && filters.Allows("dbi-resource-id", snapshot.SourceResourceId) && filters.Allows("snapshot-type", snapshot.VisibleType) && filters.Allows("engine", snapshot.Engine);
    }

    public XElement DescribeDBClusterSnapshots(AwsQueryCall call)
    {
        if (call["DBClusterIdentifier"] is not null && call["DBClusterSnapshotIdentifier"] is not null)
        {
            throw new RefusedException(400, "InvalidParameterCombination", "DBClusterIdentifier can't be used in conjunction with DBClusterSnapshotIdentifier.");
        }

        AwsFilters filters = new(call, "db-cluster-id", "db-cluster-snapshot-id", "snapshot-type", "engine");
        string? resource = call["DbClusterResourceId"];
        return call.Page("DBClusterSnapshots", Snapshots(call, isCluster: true).Where(IsWanted), snapshot => AwsRdsXml.Snapshot(snapshot, time.GetUtcNow()));

        bool IsWanted(AwsDbSnapshot snapshot) =>
            (resource is null || resource == snapshot.SourceResourceId)
            && filters.Allows("db-cluster-id", snapshot.SourceId) && filters.Allows("db-cluster-snapshot-id", snapshot.Id)
            && filters.Allows("snapshot-type", snapshot.VisibleType) && filters.Allows("engine", snapshot.Engine);
    }

    public XElement ListTagsForResource(AwsQueryCall call)
    {
        string name = call.Required("ResourceName");
        IReadOnlyDictionary<string, string> tags = AwsArn.Parse(name)?.Kind switch
        {
            "db" => FindInstance(call, name).Tags,
            "cluster" => FindCluster(call, name).Tags,
            "snapshot" => FindSnapshot(call, name, isCluster: false).Tags,
            "cluster-snapshot" => FindSnapshot(call, name, isCluster: true).Tags,
            _ => throw AwsQueryCall.Invalid($"Invalid resource name: {name}"),
        };
        return call.Result(AwsRdsXml.Tags(tags));
    }

    /// <summary>An instance of the call's region by its identifier or ARN.</summary>
    public AwsDbInstance FindInstance(AwsQueryCall call, string name) =>
        account.FindInstance(ArnOf(call, "db", name.ToLowerInvariant())) is { } found && found.Region == call.Region
            ? found
            : throw new RefusedException(404, "DBInstanceNotFound", $"DBInstance {name} not found.");

    /// <summary>A cluster of the call's region by its identifier or ARN.</summary>
    public AwsDbCluster FindCluster(AwsQueryCall call, string name) =>
        account.FindCluster(ArnOf(call, "cluster", name.ToLowerInvariant())) is { } found && found.Region == call.Region
            ? found
            : throw new RefusedException(404, "DBClusterNotFoundFault", $"DBCluster {name} not found.");

    /// <summary>A snapshot by its ARN, or by its identifier where it is this account's and of the call's region.</summary>
    /// <param name="call">The call.</param>
    /// <param name="name">Identifier or ARN.</param>
    /// <param name="isCluster">Whether it is a cluster's.</param>
    /// <param name="inAnyRegion">Whether the ARN may be of another region than the call's.</param>
    public AwsDbSnapshot FindSnapshot(AwsQueryCall call, string name, bool isCluster, bool inAnyRegion = false) =>
        account.FindSnapshot(ArnOf(call, isCluster ? "cluster-snapshot" : "snapshot", name)) is { } found
        && found.IsCluster == isCluster && (inAnyRegion || found.Region == call.Region)
            ? found
            : throw NotFound(name, isCluster);

    private List<AwsDbInstance> MembersOf(AwsDbCluster cluster) => [.. account.InstancesOf(cluster.Region).Where(instance => instance.ClusterId == cluster.Id)];

    private IEnumerable<AwsDbSnapshot> Snapshots(AwsQueryCall call, bool isCluster)
    {
        HashSet<string> types = VisibleTypes(call);
        string? source = call[isCluster ? "DBClusterIdentifier" : "DBInstanceIdentifier"]?.ToLowerInvariant();
        if (call[isCluster ? "DBClusterSnapshotIdentifier" : "DBSnapshotIdentifier"] is not { } id)
        {
            return account.SnapshotsOf(call.Region, isCluster).Where(snapshot => types.Contains(snapshot.VisibleType) && (source is null || source == snapshot.SourceId));
        }

        AwsDbSnapshot found = FindSnapshot(call, id, isCluster);
        // "If this identifier is for an automated snapshot, the SnapshotType parameter must also be specified."
        return types.Contains(found.VisibleType) && (found.Type != "automated" || call["SnapshotType"] is not null)
            ? new[] { found }.Where(snapshot => source is null || source == snapshot.SourceId)
            : throw NotFound(id, isCluster);
    }

    // Without a type: the account's own; IncludeShared and IncludePublic count only where the type does not say otherwise.
    private static HashSet<string> VisibleTypes(AwsQueryCall call)
    {
        string? type = call["SnapshotType"];
        if (type is not null && !SnapshotTypes.Contains(type))
        {
            throw AwsQueryCall.Invalid($"Unknown snapshot type: {type}");
        }

        HashSet<string> types = type is null ? ["automated", "manual"] : [type];
        bool canInclude = type is null or "awsbackup";
        types.UnionWith(canInclude && call.Flag("IncludeShared") ? ["shared"] : []);
        types.UnionWith(canInclude && call.Flag("IncludePublic") ? ["public"] : []);
        return types;
    }

    private static RefusedException NotFound(string name, bool isCluster) => isCluster
        ? new(404, "DBClusterSnapshotNotFoundFault", $"DBClusterSnapshot not found: {name}")
        : new(404, "DBSnapshotNotFound", $"DBSnapshot not found: {name}");

    private static string ArnOf(AwsQueryCall call, string kind, string name) =>
        AwsArn.Parse(name) is null ? AwsArn.Rds(call.Region, AwsRdsAccount.AccountId, kind, name) : name;
}
