using System.Management.Automation;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>What a user writes to name instances, clusters or snapshots: an identifier, an ARN, or a pattern of either.</summary>
internal sealed class AwsRdsName
{
    private readonly WildcardFilter _filter;
    private readonly AwsArn? _arn;

    private AwsRdsName(string text, bool isPattern, AwsArn? arn)
    {
        Text = text;
        IsPattern = isPattern;
        _arn = arn;
        _filter = new WildcardFilter([text]);
    }

    /// <summary>As the user wrote it.</summary>
    public string Text { get; }

    public bool IsPattern { get; }

    public bool IsArn => AwsArn.IsArn(Text);

    /// <summary>The identifier, without what else an ARN says.</summary>
    public string Id => _arn?.Id ?? Text;

    /// <summary>Whether a cluster or an instance is meant; null when the name does not say.</summary>
    public AwsRdsKind? Kind => Type switch
    {
        null => null,
        { } type => type.StartsWith("cluster", StringComparison.Ordinal) ? AwsRdsKind.Cluster : AwsRdsKind.Instance,
    };

    /// <summary>Type of the ARN, such as db or cluster-snapshot; null when this is none.</summary>
    public string? Type => _arn?.ResourceType;

    /// <summary>The region it lies in; null when the name does not say.</summary>
    public string? Region => _arn?.Region;

    /// <summary>The account it belongs to; null when the name does not say.</summary>
    public string? AccountId => _arn?.AccountId;

    /// <summary>Reads the name of an instance or cluster.</summary>
    /// <exception cref="RdsBackupException">AwsArnInvalid.</exception>
    public static AwsRdsName OfInstance(string text) => Parse(text, "db", "cluster");

    /// <summary>Reads the name of a snapshot.</summary>
    /// <exception cref="RdsBackupException">AwsArnInvalid.</exception>
    public static AwsRdsName OfSnapshot(string text) => Parse(text, "snapshot", "cluster-snapshot");

    /// <summary>Reads a name.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="types">The types of ARN that make sense.</param>
    /// <exception cref="RdsBackupException">AwsArnInvalid.</exception>
    public static AwsRdsName Parse(string text, params string[] types)
    {
        if (WildcardPattern.ContainsWildcardCharacters(text) || !AwsArn.IsArn(text))
        {
            return new AwsRdsName(text, WildcardPattern.ContainsWildcardCharacters(text), arn: null);
        }

        return AwsArn.TryParse(text, out AwsArn? arn) && arn.Service == "rds" && arn.Region.Length > 0 && types.Contains(arn.ResourceType)
            ? new AwsRdsName(text, isPattern: false, arn)
            : throw Errors.Create(nameof(Messages.AwsArnInvalid), RdsBackupErrorKind.InvalidInput, text, string.Join(", ", types));
    }

    /// <summary>Whether this names what has the identifier <paramref name="id"/> and the ARN <paramref name="arn"/>.</summary>
    public bool Matches(string id, string arn) => _filter.Matches(IsArn ? arn : id);
}
