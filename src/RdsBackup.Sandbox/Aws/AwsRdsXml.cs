using System.Xml.Linq;

namespace RdsBackup.Sandbox;

/// <summary>The elements of RDS answers. What is null is left out, as RDS does.</summary>
internal static class AwsRdsXml
{
    public static XElement Instance(AwsDbInstance instance, DateTimeOffset now) => new(
        "DBInstance",
        new XElement("DBInstanceIdentifier", instance.Id),
        new XElement("DBInstanceArn", instance.Arn),
        new XElement("DbiResourceId", instance.ResourceId),
        new XElement("DBInstanceClass", "db.r6g.large"),
        new XElement("Engine", instance.Engine),
        new XElement("EngineVersion", instance.EngineVersion),
        new XElement("DBInstanceStatus", instance.Status),
        new XElement("AllocatedStorage", instance.AllocatedStorage),
        new XElement("StorageType", instance.StorageType),
        new XElement("StorageEncrypted", instance.KmsKeyArn is not null),
        Optional("KmsKeyId", instance.KmsKeyArn),
        new XElement("InstanceCreateTime", Time(instance.Created)),
        instance.BackupRetentionPeriod > 0 ? new XElement("LatestRestorableTime", Time(now - TimeSpan.FromMinutes(5))) : null,
        new XElement("BackupRetentionPeriod", instance.BackupRetentionPeriod),
        new XElement("PreferredBackupWindow", "03:00-03:30"),
        new XElement("BackupTarget", "region"),
        new XElement("MultiAZ", instance.IsMultiAz),
        new XElement("AvailabilityZone", $"{instance.Region}a"),
        Optional("DBClusterIdentifier", instance.ClusterId),
        new XElement("DeletionProtection", false),
        new XElement("CopyTagsToSnapshot", false),
        new XElement("Endpoint", new XElement("Address", $"{instance.Id}.sandbox.{instance.Region}.rds.amazonaws.com"), new XElement("Port", 3306), new XElement("HostedZoneId", "Z2R2ITUGPM61AM")),
        Tags(instance.Tags));

    public static XElement Cluster(AwsDbCluster cluster, IEnumerable<AwsDbInstance> members, DateTimeOffset now) => new(
        "DBCluster",
        new XElement("DBClusterIdentifier", cluster.Id),
        new XElement("DBClusterArn", cluster.Arn),
        new XElement("DbClusterResourceId", cluster.ResourceId),
        new XElement("Engine", cluster.Engine),
        new XElement("EngineVersion", cluster.EngineVersion),
        new XElement("EngineMode", cluster.EngineMode),
        new XElement("Status", cluster.Status),
        new XElement("AllocatedStorage", 1),
        new XElement("MultiAZ", members.Count() > 1),
        new XElement("StorageEncrypted", cluster.KmsKeyArn is not null),
        Optional("KmsKeyId", cluster.KmsKeyArn),
        new XElement("BackupRetentionPeriod", cluster.BackupRetentionPeriod),
        new XElement("EarliestRestorableTime", Time(now - TimeSpan.FromDays(cluster.BackupRetentionPeriod))),
        new XElement("LatestRestorableTime", Time(now - TimeSpan.FromMinutes(5))),
        new XElement("ClusterCreateTime", Time(cluster.Created)),
        new XElement("DBClusterMembers", members.Select((member, index) => new XElement(
            "DBClusterMember",
            new XElement("DBInstanceIdentifier", member.Id),
            new XElement("IsClusterWriter", index == 0),
            new XElement("DBClusterParameterGroupStatus", "in-sync"),
            new XElement("PromotionTier", 1)))),
        Tags(cluster.Tags));

    public static XElement Snapshot(AwsDbSnapshot snapshot, DateTimeOffset now) =>
        snapshot.IsCluster ? ClusterSnapshot(snapshot, now) : DbSnapshot(snapshot, now);

    /// <summary>The members of ExportTask, which stand in a list's element or in the result itself.</summary>
    public static IEnumerable<XElement> Export(AwsExportTask task)
    {
        AwsExportRequest request = task.Request;
        AwsExportState state = task.State;
        return new XElement?[]
        {
            new("ExportTaskIdentifier", request.Id),
            new("SourceArn", request.SourceArn),
            new("SourceType", AwsArn.Parse(request.SourceArn)?.Kind == "cluster" ? "CLUSTER" : "SNAPSHOT"),
            request.ExportOnly.Count > 0 ? new("ExportOnly", request.ExportOnly.Select(entry => new XElement("member", entry))) : null,
            new("SnapshotTime", Time(request.SnapshotTime)),
            new("TaskStartTime", Time(task.Started)),
            state.Ended is { } ended ? new("TaskEndTime", Time(ended)) : null,
            new("S3Bucket", request.Bucket),
            new("S3Prefix", request.Prefix),
            new("IamRoleArn", request.RoleArn),
            new("KmsKeyId", request.KmsKeyArn),
            new("Status", state.Status),
            new("PercentProgress", state.PercentProgress),
            new("TotalExtractedDataInGB", state.ExtractedGB),
            Optional("FailureCause", state.FailureCause),
            Optional("WarningMessage", state.WarningMessage),
        }.OfType<XElement>();
    }

    public static XElement Tags(IReadOnlyDictionary<string, string> tags) =>
        new("TagList", tags.Select(tag => new XElement("Tag", new XElement("Key", tag.Key), new XElement("Value", tag.Value))));

    private static XElement DbSnapshot(AwsDbSnapshot snapshot, DateTimeOffset now) => new(
        "DBSnapshot",
        new XElement("DBSnapshotIdentifier", snapshot.Id),
        new XElement("DBSnapshotArn", snapshot.Arn),
        new XElement("DBInstanceIdentifier", snapshot.SourceId),
        new XElement("DbiResourceId", snapshot.SourceResourceId),
        Common(snapshot, now),
        IfMade("OriginalSnapshotCreateTime", snapshot.OriginalCreated ?? snapshot.Created, snapshot, now),
        IfMade("SnapshotDatabaseTime", snapshot.OriginalCreated ?? snapshot.Created, snapshot, now),
        new XElement("Encrypted", snapshot.KmsKeyArn is not null),
        Optional("SourceRegion", snapshot.CopiedFromArn is { } source ? AwsArn.Parse(source)!.Region : null),
        Optional("SourceDBSnapshotIdentifier", snapshot.CopiedFromArn),
        new XElement("InstanceCreateTime", Time(snapshot.SourceCreated)),
        new XElement("AvailabilityZone", $"{snapshot.Region}a"),
        new XElement("OptionGroupName", $"default:{snapshot.Engine}"));

    private static XElement ClusterSnapshot(AwsDbSnapshot snapshot, DateTimeOffset now) => new(
        "DBClusterSnapshot",
        new XElement("DBClusterSnapshotIdentifier", snapshot.Id),
        new XElement("DBClusterSnapshotArn", snapshot.Arn),
        new XElement("DBClusterIdentifier", snapshot.SourceId),
        new XElement("DbClusterResourceId", snapshot.SourceResourceId),
        Common(snapshot, now),
        new XElement("EngineMode", "provisioned"),
        new XElement("StorageEncrypted", snapshot.KmsKeyArn is not null),
        Optional("SourceDBClusterSnapshotArn", snapshot.CopiedFromArn),
        new XElement("ClusterCreateTime", Time(snapshot.SourceCreated)),
        new XElement("AvailabilityZones", "abc".Select(zone => new XElement("AvailabilityZone", $"{snapshot.Region}{zone}"))));

    private static IEnumerable<XElement?> Common(AwsDbSnapshot snapshot, DateTimeOffset now) =>
    [
        IfMade("SnapshotCreateTime", snapshot.Created, snapshot, now),
        new XElement("SnapshotType", snapshot.VisibleType),
        new XElement("Status", snapshot.StatusAt(now)),
        new XElement("PercentProgress", snapshot.PercentAt(now)),
        new XElement("Engine", snapshot.Engine),
        new XElement("EngineVersion", snapshot.EngineVersion),
        new XElement("AllocatedStorage", snapshot.AllocatedStorage),
        new XElement("StorageType", snapshot.StorageType),
        Optional("KmsKeyId", snapshot.KmsKeyArn),
        new XElement("MasterUsername", "admin"),
        new XElement("LicenseModel", "general-public-license"),
        new XElement("VpcId", "vpc-0sandbox"),
        Tags(snapshot.Tags),
    ];

    // Times are not there while it is being created.
    private static XElement? IfMade(string name, DateTimeOffset value, AwsDbSnapshot snapshot, DateTimeOffset now) =>
        snapshot.StatusAt(now) == "creating" ? null : new XElement(name, Time(value));

    private static XElement? Optional(string name, string? value) => value is null ? null : new XElement(name, value);

    private static string Time(DateTimeOffset time) => S3Call.Time(time);
}
