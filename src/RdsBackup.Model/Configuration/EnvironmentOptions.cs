namespace RdsBackup.Configuration;

/// <summary>One environment: instances of one cloud that are backed up alike.</summary>
public sealed class EnvironmentOptions : NamedOptions
{
    /// <summary>The cloud: aliyun or aws.</summary>
    public CloudProvider? Cloud { get; init; }

    /// <summary>The regions of the instances, such as cn-hangzhou or eu-west-1.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>The instances: ids, ARNs, or patterns with * and ?. A pattern takes those that also have all of the tags.</summary>
    public IReadOnlyList<string> Instances { get; init; } = [];

    /// <summary>The DB clusters of Amazon RDS: identifiers, ARNs, or patterns with * and ?. A pattern takes those that also have all of the tags.</summary>
    public IReadOnlyList<string> Clusters { get; init; } = [];

    /// <summary>Tags that instances and clusters found by a pattern must have, all of them, each as KEY=VALUE. Without instances and clusters, all that have them.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Profile of the cloud's own command line tool to take credentials from. Without it the cloud's default chain is asked.</summary>
    public string? Profile { get; init; }

    /// <summary>Address of the RDS API instead of the region's own.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Through which address backups of Alibaba Cloud are downloaded.</summary>
    public AliyunNetwork? Network { get; init; }

    /// <summary>Where backups of Alibaba Cloud are copied to.</summary>
    public DestinationOptions Destination { get; init; } = new();

    /// <summary>How snapshots of Amazon RDS are exported, and where to.</summary>
    public ExportOptions Export { get; init; } = new();

    /// <summary>What is expected of the backups; an alert is raised when it does not hold.</summary>
    public ExpectationOptions Expect { get; init; } = new();
}
