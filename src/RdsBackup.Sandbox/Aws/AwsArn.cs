namespace RdsBackup.Sandbox;

/// <summary>An Amazon Resource Name, <c>arn:partition:service:region:account:kind:id</c>; ids of automated snapshots contain a colon.</summary>
internal sealed record AwsArn(string Service, string Region, string Account, string Kind, string Id)
{
    private const int Fields = 7;

    public override string ToString() => $"arn:{PartitionOf(Region)}:{Service}:{Region}:{Account}:{Kind}:{Id}";

    /// <summary>The ARN of a resource of RDS.</summary>
    public static string Rds(string region, string account, string kind, string id) => new AwsArn("rds", region, account, kind, id).ToString();

    /// <summary>Reads an ARN of this form; null when it is none.</summary>
    public static AwsArn? Parse(string text) =>
        text.Split(':', Fields) is ["arn", _, var service, var region, var account, var kind, { Length: > 0 } id] ? new AwsArn(service, region, account, kind, id) : null;

    /// <summary>The partition that a region belongs to.</summary>
    public static string PartitionOf(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn" : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov" : "aws";
}
