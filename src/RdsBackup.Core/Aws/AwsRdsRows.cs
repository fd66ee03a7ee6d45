using System.Xml.Linq;

namespace RdsBackup.Aws;

/// <summary>Reads rows of the API into what the pipeline carries. Field names are those of botocore 1.43.</summary>
/// <param name="region">The region that was asked; a row's own ARN goes before it.</param>
/// <param name="endpointUrl">The endpoint that was given, if one was.</param>
internal sealed class AwsRdsRows(string region, Uri? endpointUrl)
{
    /// <summary>A DBInstance.</summary>
    public AwsRdsInstance Instance(XElement row) =>
        Read(row, AwsRdsKind.Instance, ("DBInstance", "DbiResourceId", "DBInstanceStatus", "DBName", "InstanceCreateTime"));

    /// <summary>A DBCluster.</summary>
    public AwsRdsInstance Cluster(XElement row) =>
        Read(row, AwsRdsKind.Cluster, ("DBCluster", "DbClusterResourceId", "Status", "DatabaseName", "ClusterCreateTime"));

    /// <summary>A DBSnapshot.</summary>
    public AwsRdsSnapshot Snapshot(XElement row) => Read(
        row, AwsRdsKind.Instance, ("DBSnapshot", "DBInstance", "DbiResourceId", "InstanceCreateTime", "Encrypted"),
        row.Text("SourceRegion"), row.Text("SourceDBSnapshotIdentifier"));

    /// <summary>A DBClusterSnapshot.</summary>
    public AwsRdsSnapshot ClusterSnapshot(XElement row) => Read(
        row, AwsRdsKind.Cluster, ("DBClusterSnapshot", "DBCluster", "DbClusterResourceId", "ClusterCreateTime", "StorageEncrypted"),
        Arn(row, "SourceDBClusterSnapshotArn")?.Region, row.Text("SourceDBClusterSnapshotArn"));

    /// <summary>An ExportTask.</summary>
    public AwsSnapshotExport Export(XElement row)
    {
        AwsArn? source = Arn(row, "SourceArn");
        bool isOfSnapshot = source?.ResourceType.EndsWith("snapshot", StringComparison.Ordinal) == true;
        return new AwsSnapshotExport
        {
            ExportTaskId = row.Text("ExportTaskIdentifier") ?? "",
            SourceArn = row.Text("SourceArn") ?? "",
            SourceType = row.Text("SourceType"),
            SnapshotId = isOfSnapshot ? source?.Id : null,
            Kind = source?.ResourceType.StartsWith("cluster", StringComparison.Ordinal) == true ? AwsRdsKind.Cluster : AwsRdsKind.Instance,
            Region = source?.Region ?? region,
            AccountId = source?.AccountId,
            ExportOnly = row.Texts("ExportOnly"),
            SnapshotTime = row.Time("SnapshotTime"),
            TaskStartTime = row.Time("TaskStartTime"),
            TaskEndTime = row.Time("TaskEndTime"),
            Bucket = row.Text("S3Bucket") ?? "",
            Prefix = row.Text("S3Prefix") ?? "",
            IamRoleArn = row.Text("IamRoleArn"),
            KmsKeyId = row.Text("KmsKeyId"),
            Status = row.Text("Status")?.ToUpperInvariant() ?? "",
            PercentProgress = row.Number("PercentProgress"),
            ExtractedGB = row.Number("TotalExtractedDataInGB"),
            FailureCause = row.Text("FailureCause"),
            WarningMessage = row.Text("WarningMessage"),
            EndpointUrl = endpointUrl,
        };
    }

    // What only one kind has is absent from the other's rows; the identifier of a cluster stands in both and means its own in one.
    private AwsRdsInstance Read(XElement row, AwsRdsKind kind, (string Type, string ResourceId, string Status, string DatabaseName, string CreateTime) names)
    {
        AwsArn? arn = Arn(row, $"{names.Type}Arn");
        return new AwsRdsInstance
        {
            Kind = kind,
            InstanceId = row.Text($"{names.Type}Identifier") ?? "",
            Arn = row.Text($"{names.Type}Arn") ?? "",
            ResourceId = row.Text(names.ResourceId),
            Region = arn?.Region ?? region,
            AccountId = arn?.AccountId,
            Engine = row.Text("Engine") ?? "",
            EngineVersion = row.Text("EngineVersion") ?? "",
            EngineMode = row.Text("EngineMode"),
            Status = row.Text(names.Status) ?? "",
            InstanceClass = row.Text("DBInstanceClass"),
            ClusterId = kind == AwsRdsKind.Instance ? row.Text("DBClusterIdentifier") : null,
            Members = [.. row.Rows("DBClusterMembers").Select(member => member.Text("DBInstanceIdentifier")).OfType<string>()],
            ReadReplicaSourceId = row.Text("ReadReplicaSourceDBInstanceIdentifier"),
            BackupRetentionPeriod = row.Number("BackupRetentionPeriod"),
            PreferredBackupWindow = row.Text("PreferredBackupWindow"),
            LatestRestorableTime = row.Time("LatestRestorableTime"),
            AllocatedStorage = row.Number("AllocatedStorage"),
            StorageType = row.Text("StorageType"),
            StorageEncrypted = row.Flag("StorageEncrypted"),
            KmsKeyId = row.Text("KmsKeyId"),
            MultiAZ = row.Flag("MultiAZ"),
            AvailabilityZone = row.Text("AvailabilityZone"),
            DatabaseName = row.Text(names.DatabaseName),
            CreateTime = row.Time(names.CreateTime),
            DeletionProtection = row.Flag("DeletionProtection"),
            Tags = row.Tags(),
            EndpointUrl = endpointUrl,
        };
    }

    private AwsRdsSnapshot Read(
        XElement row, AwsRdsKind kind, (string Type, string Source, string ResourceId, string SourceCreateTime, string Encrypted) names,
        string? sourceRegion, string? sourceSnapshotId)
    {
        AwsArn? arn = Arn(row, $"{names.Type}Arn");
        return new AwsRdsSnapshot
        {
            Kind = kind,
            SnapshotId = row.Text($"{names.Type}Identifier") ?? "",
            Arn = row.Text($"{names.Type}Arn") ?? "",
            SnapshotType = row.Text("SnapshotType"),
            InstanceId = row.Text($"{names.Source}Identifier") ?? "",
            ResourceId = row.Text(names.ResourceId),
            Region = arn?.Region ?? region,
            AccountId = arn?.AccountId,
            Status = row.Text("Status") ?? "",
            PercentProgress = row.Number("PercentProgress"),
            Engine = row.Text("Engine") ?? "",
            EngineVersion = row.Text("EngineVersion") ?? "",
            EngineMode = row.Text("EngineMode"),
            AllocatedStorage = row.Number("AllocatedStorage"),
            CreateTime = row.Time("SnapshotCreateTime"),
            OriginalCreateTime = row.Time("OriginalSnapshotCreateTime"),
            DatabaseTime = row.Time("SnapshotDatabaseTime"),
            InstanceCreateTime = row.Time(names.SourceCreateTime),
            Encrypted = row.Flag(names.Encrypted),
            KmsKeyId = row.Text("KmsKeyId"),
            StorageType = row.Text("StorageType"),
            SourceRegion = sourceRegion,
            SourceSnapshotId = sourceSnapshotId,
            Tags = row.Tags(),
            EndpointUrl = endpointUrl,
        };
    }

    private static AwsArn? Arn(XElement row, string name) => AwsArn.TryParse(row.Text(name), out AwsArn? arn) ? arn : null;
}
