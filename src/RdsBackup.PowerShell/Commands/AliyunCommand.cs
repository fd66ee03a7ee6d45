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
    private protected IAliyunRdsClient Client => Clients.Of(RegionId);

    /// <summary>The instances of the region whose ids match <paramref name="pattern"/>.</summary>
    private protected async IAsyncEnumerable<AliyunRdsInstance> InstancesAsync(
        string pattern, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = new WildcardFilter([pattern]);
        await foreach (AliyunRdsInstance instance in Client.DescribeDBInstancesAsync(new AliyunInstanceQuery(), cancellationToken))
        {
            if (filter.Matches(instance.InstanceId))
            {
                yield return instance;
            }
        }
    }
}
