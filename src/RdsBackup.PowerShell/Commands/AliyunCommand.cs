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

    /// <summary>
    /// Does <paramref name="work"/> for the instances of the regions whose ids match <paramref name="pattern"/>; of an environment only for
    /// those that have its tags. Each region's failure is an error of its own. A name that is no pattern and is in none of them is one error.
    /// </summary>
    /// <param name="pattern">An id or a pattern.</param>
    /// <param name="work">What to do; it attends to its own failures.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>Whether every region answered and, unless a pattern was given, one has the instance; if not, an error was written.</returns>
    private protected async Task<bool> ForEachInstanceAsync(string pattern, Func<AliyunRdsInstance, Task> work, CancellationToken cancellationToken)
    {
        string?[] regions = Regions;
        bool isFound = WildcardPattern.ContainsWildcardCharacters(pattern);
        int answered = 0;
        foreach (string? region in regions)
        {
            await AttemptAsync(pattern, async () =>
            {
                await foreach (AliyunRdsInstance instance in InstancesAsync(region, pattern, cancellationToken))
                {
                    isFound = true;
                    await work(instance);
                }

                answered++;
            });
        }

        if (!isFound && answered == regions.Length)
        {
            RdsBackupException missing = Errors.Create(
                nameof(Messages.AliyunInstanceNotFound), RdsBackupErrorKind.NotFound, pattern, string.Join(", ", regions));
            await Pipeline.WriteErrorAsync(ErrorRecords.Create(missing, pattern));
        }

        return isFound && answered == regions.Length;
    }

    private async IAsyncEnumerable<AliyunRdsInstance> InstancesAsync(
        string? region, string pattern, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool isPattern = WildcardPattern.ContainsWildcardCharacters(pattern);
        var query = isPattern ? new AliyunInstanceQuery(Tags: Tags.From(_environment?.Tags)) : new AliyunInstanceQuery(pattern);
        var filter = new WildcardFilter([pattern]);
        IAsyncEnumerable<AliyunRdsInstance> rows = Clients.Of(region).DescribeDBInstancesAsync(query, cancellationToken);
        await foreach (AliyunRdsInstance instance in isPattern ? rows : rows.EmptyWhenNotFoundAsync())
        {
            if (filter.Matches(instance.InstanceId))
            {
                yield return instance;
            }
        }
    }
}
