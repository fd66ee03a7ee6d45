using System.Diagnostics.CodeAnalysis;

namespace RdsBackup;

/// <summary>
/// An Amazon Resource Name: <c>arn:partition:service:region:account:resource</c>. The resource may itself contain colons, as those of
/// automated snapshots do (<c>snapshot:rds:mydb-2026-01-02-03-04</c>). Source: "Amazon Resource Names", IAM user guide.
/// </summary>
/// <param name="Partition">aws, aws-cn or aws-us-gov.</param>
/// <param name="Service">Such as rds, iam, kms or s3.</param>
/// <param name="Region">Region id; empty for services without regions.</param>
/// <param name="AccountId">Twelve digits; empty where names are global, as with buckets.</param>
/// <param name="Resource">Everything after the account, such as <c>db:mydb</c> or <c>role/exporter</c>.</param>
public sealed record AwsArn(string Partition, string Service, string Region, string AccountId, string Resource)
{
    private const int Sections = 6;

    /// <summary>What the resource is, such as db, cluster, snapshot, cluster-snapshot, role or key; empty when it does not say.</summary>
    public string ResourceType => Separator < 0 ? "" : Resource[..Separator];

    /// <summary>The resource's identifier within its type.</summary>
    public string Id => Resource[(Separator + 1)..];

    // RDS separates type and id by a colon, IAM and KMS by a slash; whichever comes first.
    private int Separator => Resource.AsSpan().IndexOfAny(':', '/');

    /// <summary>Whether <paramref name="text"/> claims to be an ARN rather than an identifier.</summary>
    public static bool IsArn([NotNullWhen(true)] string? text) => text?.StartsWith("arn:", StringComparison.Ordinal) == true;

    /// <summary>Reads an ARN.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is none.</exception>
    public static AwsArn Parse(string text) =>
        TryParse(text, out AwsArn? arn) ? arn : throw new FormatException($"'{text}' is no ARN (arn:partition:service:region:account:resource).");

    /// <summary>Reads an ARN, if <paramref name="text"/> is one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out AwsArn? arn)
    {
        string[] sections = IsArn(text) ? text.Split(':', Sections) : [];
        bool isWhole = sections.Length == Sections && sections[1].Length > 0 && sections[2].Length > 0 && sections[^1].Length > 0;
        arn = isWhole ? new AwsArn(sections[1], sections[2], sections[3], sections[4], sections[5]) : null;
        return isWhole;
    }

    /// <summary>The ARN as AWS writes it.</summary>
    public override string ToString() => $"arn:{Partition}:{Service}:{Region}:{AccountId}:{Resource}";
}
