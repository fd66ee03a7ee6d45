using System.Xml.Linq;

namespace RdsBackup.Sandbox;

/// <summary>The operations that make snapshots: of an instance or a cluster, and from another snapshot.</summary>
internal sealed class AwsRdsSnapshotOperations(AwsRdsAccount account, AwsRdsDescribeOperations describe, TimeProvider time)
{
    private const int LongestId = 255;
    private const int LongestClusterId = 63;

    public XElement CreateDBSnapshot(AwsQueryCall call)
    {
        string id = NewId(call, "DBSnapshotIdentifier", isCluster: false);
        AwsDbInstance instance = describe.FindInstance(call, call.Required("DBInstanceIdentifier"));
        if (instance.ClusterId is not null)
        {
            throw AwsQueryCall.Invalid($"The DB instance {instance.Id} is a member of the cluster {instance.ClusterId}; use CreateDBClusterSnapshot.");
        }

        if (instance.Status != "available")
        {
            throw new RefusedException(400, "InvalidDBInstanceState", $"Cannot create a snapshot because the database instance {instance.Id} is not currently in the available state.");
        }

        return Made(call, Begun(call, AwsDbSnapshot.Of(instance, id, time.GetUtcNow())));
    }

    public XElement CreateDBClusterSnapshot(AwsQueryCall call)
    {
        string id = NewId(call, "DBClusterSnapshotIdentifier", isCluster: true);
        AwsDbCluster cluster = describe.FindCluster(call, call.Required("DBClusterIdentifier"));
        if (cluster.Status != "available")
        {
            throw new RefusedException(400, "InvalidDBClusterStateFault", $"The DB cluster {cluster.Id} is not in the available state.");
        }

        return Made(call, Begun(call, AwsDbSnapshot.Of(cluster, id, time.GetUtcNow())));
    }

    public XElement CopyDBSnapshot(AwsQueryCall call) => Copy(call, "SourceDBSnapshotIdentifier", "TargetDBSnapshotIdentifier", isCluster: false);

    public XElement CopyDBClusterSnapshot(AwsQueryCall call) => Copy(call, "SourceDBClusterSnapshotIdentifier", "TargetDBClusterSnapshotIdentifier", isCluster: true);

    private AwsDbSnapshot Begun(AwsQueryCall call, AwsDbSnapshot snapshot) =>
        snapshot with { Status = "creating", Ready = snapshot.Created + account.Pace.Snapshot, Tags = call.Tags() };

    private XElement Copy(AwsQueryCall call, string sourceName, string targetName, bool isCluster)
    {
        AwsDbSnapshot source = describe.FindSnapshot(call, call.Required(sourceName), isCluster, inAnyRegion: true);
        string id = NewId(call, targetName, isCluster);
        if (source.StatusAt(time.GetUtcNow()) != "available")
        {
            throw new RefusedException(400, isCluster ? "InvalidDBClusterSnapshotStateFault" : "InvalidDBSnapshotState", $"The snapshot {source.Id} is not in the available state.");
        }

        bool isFromElsewhere = source.Region != call.Region || !source.IsOwn;
        DateTimeOffset now = time.GetUtcNow();
        return Made(call, source with
        {
            Id = id,
            Region = call.Region,
            Account = AwsRdsAccount.AccountId,
            IsPublic = false,
            Type = "manual",
            Status = "copying",
            Created = now,
            Ready = now + account.Pace.Copy,
            OriginalCreated = source.OriginalCreated ?? source.Created,
            KmsKeyArn = KeyOfCopy(call, source, isFromElsewhere),
            CopiedFromArn = isFromElsewhere ? source.Arn : null,
            Tags = call.Flag("CopyTags") ? source.Tags : call.Tags(),
        });
    }

    // A key given encrypts; an encrypted snapshot keeps its key, which reaches no other region or account.
    private string? KeyOfCopy(AwsQueryCall call, AwsDbSnapshot source, bool isFromElsewhere)
    {
        if (call["KmsKeyId"] is { } name)
        {
            return account.FindKey(call.Region, name)?.Arn ?? throw new RefusedException(400, "KMSKeyNotAccessibleFault", $"The specified KMS key [{name}] does not exist, is not enabled or you do not have permissions to access it.");
        }

        return source.KmsKeyArn is null || !isFromElsewhere
            ? source.KmsKeyArn
            : throw new RefusedException(400, "InvalidParameterCombination", "A KmsKeyId of this region is required to copy an encrypted snapshot from another region or account.");
    }

    private string NewId(AwsQueryCall call, string parameter, bool isCluster)
    {
        string id = call.NewIdentifier(parameter, isCluster ? LongestClusterId : LongestId);
        if (account.FindSnapshot(AwsArn.Rds(call.Region, AwsRdsAccount.AccountId, isCluster ? "cluster-snapshot" : "snapshot", id)) is not null)
        {
            throw new RefusedException(400, isCluster ? "DBClusterSnapshotAlreadyExistsFault" : "DBSnapshotAlreadyExists", $"Cannot create the snapshot because one with the identifier {id} already exists.");
        }

        return id;
    }

    private XElement Made(AwsQueryCall call, AwsDbSnapshot snapshot)
    {
        int manual = account.Snapshots.Count(other => other.Region == call.Region && other.IsCluster == snapshot.IsCluster && other is { IsOwn: true, Type: "manual" });
        return manual < account.ManualSnapshotQuota
            ? call.Result(AwsRdsXml.Snapshot(account.AddSnapshot(snapshot), time.GetUtcNow()))
            : throw new RefusedException(400, "SnapshotQuotaExceeded", $"Cannot create more than {account.ManualSnapshotQuota} manual snapshots");
    }
}
