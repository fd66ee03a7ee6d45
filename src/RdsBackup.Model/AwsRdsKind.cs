namespace RdsBackup;

/// <summary>What Amazon RDS backs up as a whole.</summary>
public enum AwsRdsKind
{
    /// <summary>A DB instance that is no member of a cluster.</summary>
    Instance,

    /// <summary>An Aurora or Multi-AZ DB cluster: its snapshots are of the cluster, never of a member.</summary>
    Cluster,
}
