using System.Globalization;

namespace RdsBackup.Exports;

/// <summary>What an export is made of: a snapshot, a cluster snapshot, or a cluster as it is now.</summary>
public sealed record ExportSource
{
    /// <summary>Its ARN.</summary>
    public required string Arn { get; init; }

    /// <summary>What names its exports: the identifier of the snapshot; of a cluster, its identifier and the minute (UTC).</summary>
    public required string Name { get; init; }

    /// <summary>The instance or cluster whose data it is.</summary>
    public required string InstanceId { get; init; }

    /// <summary>What times in names of its exports are made of: when the data was taken or, where that is not known, when the snapshot was made (UTC).</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Region id.</summary>
    public required string Region { get; init; }

    /// <summary>Its status as the API says.</summary>
    public required string Status { get; init; }

    /// <summary>mysql, mariadb, postgres, aurora-mysql, …</summary>
    public required string Engine { get; init; }

    /// <summary>Of a cluster: provisioned, serverless, …</summary>
    public string? EngineMode { get; init; }

    /// <summary>standard (magnetic), gp3, aurora, …</summary>
    public string? StorageType { get; init; }

    /// <summary>GiB that are allocated; of an Aurora cluster it says nothing of the data.</summary>
    public int? AllocatedStorage { get; init; }

    /// <summary>Account that owns it; null when the API names no ARN.</summary>
    public string? AccountId { get; init; }

    /// <summary>Whether the data is that of a moment gone by, so that an export of it never needs to be made again.</summary>
    public bool IsSnapshot { get; init; } = true;

    /// <summary>Of a snapshot.</summary>
    public static ExportSource From(AwsRdsSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return new()
        {
            Arn = snapshot.Arn,
            Name = snapshot.SnapshotId,
            InstanceId = snapshot.InstanceId,
            Time = snapshot.TakenTime ?? snapshot.CreateTime,
            Region = snapshot.Region,
            Status = snapshot.Status,
            Engine = snapshot.Engine,
            EngineMode = snapshot.EngineMode,
            StorageType = snapshot.StorageType,
            AllocatedStorage = snapshot.AllocatedStorage,
            AccountId = snapshot.AccountId,
        };
    }

    /// <summary>Of a cluster as it is now.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="now">The time (UTC).</param>
    public static ExportSource From(AwsRdsInstance cluster, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return new()
        {
            Arn = cluster.Arn,
            Name = string.Create(CultureInfo.InvariantCulture, $"{cluster.InstanceId}-{now.UtcDateTime:yyyy-MM-dd-HH-mm}"),
            InstanceId = cluster.InstanceId,
            Time = now,
            Region = cluster.Region,
            Status = cluster.Status,
            Engine = cluster.Engine,
            EngineMode = cluster.EngineMode,
            StorageType = cluster.StorageType,
            AccountId = cluster.AccountId,
            IsSnapshot = false,
        };
    }

    /// <summary>The ARN.</summary>
    public override string ToString() => Arn;
}
