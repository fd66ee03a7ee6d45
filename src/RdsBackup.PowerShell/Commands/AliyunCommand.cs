using System.Management.Automation;
using System.Runtime.CompilerServices;
using RdsBackup.Aliyun;

namespace RdsBackup.PowerShell;

/// <summary>Base of the cmdlets that work in one region of Alibaba Cloud.</summary>
public abstract class AliyunCommand : AliyunConnectionCommand
{
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

    /// <summary>The client of -RegionId.</summary>
    private protected IAliyunRdsClient Client => ClientOf(RegionId);

    /// <summary>The instances that <paramref name="patterns"/> name: a literal id as it stands, a pattern by what is listed.</summary>
    private protected async IAsyncEnumerable<string> InstancesAsync(
        string[] patterns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string pattern in patterns)
        {
            if (!WildcardPattern.ContainsWildcardCharacters(pattern))
            {
                yield return pattern;
                continue;
            }

            var filter = new WildcardFilter([pattern]);
            await foreach (AliyunRdsInstance instance in Client.DescribeDBInstancesAsync(new AliyunInstanceQuery(), cancellationToken))
            {
                if (filter.Matches(instance.InstanceId))
                {
                    yield return instance.InstanceId;
                }
            }
        }
    }
}
