using System.Xml.Linq;

namespace RdsBackup.Aws;

/// <summary>Reads rows of the API into what the pipeline carries. Field names are those of botocore 1.43.</summary>
/// <param name="region">The region that was asked; a row's own ARN goes before it.</param>
/// <param name="endpointUrl">The endpoint that was given, if one was.</param>
internal sealed class AwsRdsRows(string region, Uri? endpointUrl)
{
    /// <summary>A DBInstance.</summary>
    public AwsRdsInstance Instance(XElement row)
    {
        AwsArn? arn = Arn(row, "DBInstanceArn");
        return new AwsRdsInstance
        {
            Kind = AwsRdsKind.Instance,
            InstanceId = row.Text("DBInstanceIdentifier") ?? "",
            Arn = row.Text("DBInstanceArn") ?? "",
            ResourceId = row.Text("DbiResourceId"),
            Region = arn?.Region ?? region,
            AccountId = arn?.AccountId,
            Engine = row.Text("Engine") ?? "",
            EngineVersion = row.Text("EngineVersion") ?? "",
            Status = row.Text("DBInstanceStatus") ?? "",
            InstanceClass = row.Text("DBInstanceClass"),
            ClusterId = row.Text("DBClusterIdentifier"),
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
            DatabaseName = row.Text("DBName"),
            CreateTime = row.Time("InstanceCreateTime"),
            DeletionProtection = row.Flag("DeletionProtection"),
            Tags = row.Tags(),
            EndpointUrl = endpointUrl,
        };
    }

    /// <summary>A DBCluster.</summary>
    public AwsRdsInstance Cluster(XElement row)
    {
        AwsArn? arn = Arn(row, "DBClusterArn");
        return new AwsRdsInstance
        {
            Kind = AwsRdsKind.Cluster,
            InstanceId = row.Text("DBClusterIdentifier") ?? "",
            Arn = row.Text("DBClusterArn") ?? "",
            ResourceId = row.Text("DbClusterResourceId"),
            Region = arn?.Region ?? region,
            AccountId = arn?.AccountId,
            Engine = row.Text("Engine") ?? "",
            EngineVersion = row.Text("EngineVersion") ?? "",
            EngineMode = row.Text("EngineMode"),
            Status = row.Text("Status") ?? "",
            Members = [.. row.Rows("DBClusterMembers").Select(member => member.Text("DBInstanceIdentifier")).OfType<string>()],
            BackupRetentionPeriod = row.Number("BackupRetentionPeriod"),
            PreferredBackupWindow = row.Text("PreferredBackupWindow"),
            LatestRestorableTime = row.Time("LatestRestorableTime"),
            AllocatedStorage = row.Number("AllocatedStorage"),
            StorageType = row.Text("StorageType"),
            StorageEncrypted = row.Flag("StorageEncrypted"),
            KmsKeyId = row.Text("KmsKeyId"),
            MultiAZ = row.Flag("MultiAZ"),
            DatabaseName = row.Text("DatabaseName"),
            CreateTime = row.Time("ClusterCreateTime"),
            DeletionProtection = row.Flag("DeletionProtection"),
            Tags = row.Tags(),
            EndpointUrl = endpointUrl,
        };
    }

    /// <summary>A DBSnapshot.</summary>
    public AwsRdsSnapshot Snapshot(XElement row)
    {
        AwsArn? arn = Arn(row, "DBSnapshotArn");
        return new AwsRdsSnapshot
        {
            Kind = AwsRdsKind.Instance,
            SnapshotId = row.Text("DBSnapshotIdentifier") ?? "",
            Arn = row.Text("DBSnapshotArn") ?? "",
            SnapshotType = row.Text("SnapshotType"),
            InstanceId = row.Text("DBInstanceIdentifier") ?? "",
            ResourceId = row.Text("DbiResourceId"),
            Region = arn?.Region ?? region,
            AccountId = arn?.AccountId,
            Status = row.Text("Status") ?? "",
            PercentProgress = row.Number("PercentProgress"),
            Engine = row.Text("Engine") ?? "",
            EngineVersion = row.Text("EngineVersion") ?? "",
            AllocatedStorage = row.Number("AllocatedStorage"),
            CreateTime = row.Time("SnapshotCreateTime"),
            OriginalCreateTime = row.Time("OriginalSnapshotCreateTime"),
            DatabaseTime = row.Time("SnapshotDatabaseTime"),
            InstanceCreateTime = row.Time("InstanceCreateTime"),
            Encrypted = row.Flag("Encrypted"),
            KmsKeyId = row.Text("KmsKeyId"),
            StorageType = row.Text("StorageType"),
            SourceRegion = row.Text("SourceRegion"),
            SourceSnapshotId = row.Text("SourceDBSnapshotIdentifier"),
            Tags = row.Tags(),
            EndpointUrl = endpointUrl,
        };
    }

    /// <summary>A DBClusterSnapshot.</summary>
    public AwsRdsSnapshot ClusterSnapshot(XElement row)
    {
        AwsArn? arn = Arn(row, "DBClusterSnapshotArn");
        string? source = row.Text("SourceDBClusterSnapshotArn");
        return new AwsRdsSnapshot
        {
            Kind = AwsRdsKind.Cluster,
            SnapshotId = row.Text("DBClusterSnapshotIdentifier") ?? "",
            Arn = row.Text("DBClusterSnapshotArn") ?? "",
            SnapshotType = row.Text("SnapshotType"),
            InstanceId = row.Text("DBClusterIdentifier") ?? "",
            ResourceId = row.Text("DbClusterResourceId"),
            Region = arn?.Region ?? region,
            AccountId = arn?.AccountId,
            Status = row.Text("Status") ?? "",
            PercentProgress = row.Number("PercentProgress"),
            Engine = row.Text("Engine") ?? "",
            EngineVersion = row.Text("EngineVersion") ?? "",
            EngineMode = row.Text("EngineMode"),
            AllocatedStorage = row.Number("AllocatedStorage"),
            CreateTime = row.Time("SnapshotCreateTime"),
            InstanceCreateTime = row.Time("ClusterCreateTime"),
            Encrypted = row.Flag("StorageEncrypted"),
            KmsKeyId = row.Text("KmsKeyId"),
            StorageType = row.Text("StorageType"),
            SourceRegion = AwsArn.TryParse(source, out AwsArn? sourceArn) ? sourceArn.Region : null,
            SourceSnapshotId = source,
            Tags = row.Tags(),
            EndpointUrl = endpointUrl,
        };
    }

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

    private static AwsArn? Arn(XElement row, string name) => AwsArn.TryParse(row.Text(name), out AwsArn? arn) ? arn : null;
}
