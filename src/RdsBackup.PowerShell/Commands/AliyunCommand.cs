using System.Management.Automation;
using System.Runtime.CompilerServices;
using RdsBackup.Aliyun;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>Base of the cmdlets that work in one region of Alibaba Cloud, or in those of an environment.</summary>
public abstract class AliyunCommand : AliyunConnectionCommand
{
    private EnvironmentOptions? _environment;

    /// <summary>
    /// Region of the instances, such as cn-hangzhou, or the host of its RDS API. Without it the region of the profile or of
    /// ALIBABA_CLOUD_REGION_ID is taken.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Region")]
    [ValidateNotNullOrEmpty]
    [RegionTransformation]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? RegionId { get; set; }

    /// <summary>The regions to look in; null stands for that of the profile or the environment variable.</summary>
    private string?[] Regions => RegionId is null && _environment is { Regions.Count: > 0 } ? [.. _environment.Regions] : [RegionId];

    private protected override void Apply(EnvironmentOptions environment)
    {
        base.Apply(environment);
        _environment = environment;
    }

    /// <summary>The region of what is named by <paramref name="pattern"/>, if that is no pattern and there is just one region to look in.</summary>
    private protected bool IsKnownPlace(string pattern, out string? region)
    {
        region = Regions[0];
        return Regions.Length == 1 && !WildcardPattern.ContainsWildcardCharacters(pattern);
    }

    /// <summary>The instances of the regions whose ids match <paramref name="pattern"/>; of an environment only those that have its tags.</summary>
    /// <exception cref="RdsBackupException">AliyunInstanceNotFound, if it is no pattern and none of the regions has it; or what the API refuses.</exception>
    private protected async IAsyncEnumerable<AliyunRdsInstance> InstancesAsync(
        string pattern, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool isPattern = WildcardPattern.ContainsWildcardCharacters(pattern), isFound = false;
        var query = isPattern ? new AliyunInstanceQuery(Tags: Tags.From(_environment?.Tags)) : new AliyunInstanceQuery(pattern);
        var filter = new WildcardFilter([pattern]);
        foreach (string? region in Regions)
        {
            IAsyncEnumerable<AliyunRdsInstance> rows = Clients.Of(region).DescribeDBInstancesAsync(query, cancellationToken);
            await foreach (AliyunRdsInstance instance in isPattern ? rows : rows.EmptyWhenNotFoundAsync())
            {
                if (filter.Matches(instance.InstanceId))
                {
                    isFound = true;
                    yield return instance;
                }
            }
        }

        if (!isFound && !isPattern)
        {
            throw Errors.Create(nameof(Messages.AliyunInstanceNotFound), RdsBackupErrorKind.NotFound, pattern, string.Join(", ", Regions));
        }
    }
}
