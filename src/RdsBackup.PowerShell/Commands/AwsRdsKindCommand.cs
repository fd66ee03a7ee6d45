using System.Management.Automation;
using RdsBackup.Aws;

namespace RdsBackup.PowerShell;

/// <summary>Base of the cmdlets that look for instances, clusters and their snapshots of either kind.</summary>
public abstract class AwsRdsKindCommand : AwsRdsSearchCommand
{
    /// <summary>DB instances or DB clusters only. Without it both are looked for, unless an ARN says which.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public AwsRdsKind? Kind { get; set; }

    /// <summary>What is to be looked for: what both -Kind and <paramref name="named"/>, which an ARN may say, allow.</summary>
    private protected IReadOnlyList<AwsRdsKind> KindsOf(AwsRdsKind? named) =>
        [.. Enum.GetValues<AwsRdsKind>().Where(kind => (Kind ?? kind) == kind && (named ?? kind) == kind)];

    /// <summary>The instance or cluster of that name in one region, instances first; null when there is none of the kinds asked for.</summary>
    private protected async Task<AwsRdsInstance?> FindInstanceAsync(IAwsRdsClient client, AwsRdsName name, CancellationToken cancellationToken)
    {
        foreach (AwsRdsKind kind in KindsOf(name.Kind))
        {
            if (await client.FindInstanceAsync(kind, name.Text, cancellationToken) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The snapshot of that name in one region; null when there is none of the kinds asked for.</summary>
    private protected async Task<AwsRdsSnapshot?> FindSnapshotAsync(IAwsRdsClient client, AwsRdsName name, CancellationToken cancellationToken)
    {
        foreach (AwsRdsKind kind in KindsOf(name.Kind))
        {
            if (await client.FindSnapshotAsync(kind, name.Text, cancellationToken) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
