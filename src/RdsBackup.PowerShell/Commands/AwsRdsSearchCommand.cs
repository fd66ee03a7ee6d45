using System.Management.Automation;
using RdsBackup.Aws;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>Base of the cmdlets that look for things of Amazon RDS in one region or several.</summary>
public abstract class AwsRdsSearchCommand : AwsRdsConnectionCommand
{
    /// <summary>
    /// Regions to list, such as eu-west-1. Without it the region of the profile, of AWS_REGION or AWS_DEFAULT_REGION, or of the default
    /// profile is taken; where none of them names one, that of the ARN.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AwsRegion")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AwsRegionCompleter))]
    [AwsRegionTransformation]
    public string[]? Region { get; set; }

    private protected override void Apply(EnvironmentOptions environment)
    {
        base.Apply(environment);
        Region ??= environment.Regions is { Count: > 0 } regions ? [.. regions] : null;
        EnvironmentTags = Tags.From(environment.Tags);
    }

    /// <summary>The tags that the environment asks for of what a pattern matches.</summary>
    private protected IReadOnlyDictionary<string, string> EnvironmentTags { get; private set; } = new Dictionary<string, string>();

    /// <summary>Whether an instance or cluster is one of the environment's, as far as its tags say.</summary>
    private protected bool HasEnvironmentTags(AwsRdsInstance instance) =>
        EnvironmentTags.All(tag => instance.Tags.TryGetValue(tag.Key, out string? value) && value == tag.Value);

    /// <summary>
    /// Looks for <paramref name="name"/> in every region asked for; each region's failure is an error of its own. A name that is no pattern
    /// and was found in none of them is one error.
    /// </summary>
    /// <param name="name">What to look for.</param>
    /// <param name="list">Writes what one region has; tells whether it knows the name.</param>
    /// <param name="missing">Makes the error from the regions that were asked.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    private protected async Task SearchAsync(
        AwsRdsName name, Func<IAwsRdsClient, Task<bool>> list, Func<string, RdsBackupException> missing, CancellationToken cancellationToken)
    {
        string?[] regions = Region ?? new string?[1]; // null: not said
        List<string> without = [];
        foreach (string? region in regions)
        {
            await AttemptAsync(name.Text, async () =>
            {
                IAwsRdsClient client = await Clients.OfAsync(region, name, cancellationToken);
                bool canBeThere = name.Region is null || name.Region == client.Region;
                if (!canBeThere || !await list(client))
                {
                    without.Add(client.Region);
                }
            });
        }

        if (without.Count == regions.Length && !name.IsPattern)
        {
            RdsBackupException failure = name.Region is { } home && !without.Contains(home)
                ? Errors.Create(nameof(Messages.AwsArnElsewhere), RdsBackupErrorKind.NotFound, name.Text, home, string.Join(", ", without))
                : missing(string.Join(", ", without));
            await Pipeline.WriteErrorAsync(ErrorRecords.Create(failure, name.Text));
        }
    }
}
