using System.Text.RegularExpressions;
using RdsBackup.Diagnostics;

namespace RdsBackup.Aliyun;

/// <summary>
/// Where a region's RDS API is, as the official SDK 15.4.0 has it: some regions share the central host, every other has its own.
/// </summary>
internal static partial class AliyunEndpoints
{
    private static readonly HashSet<string> CentralRegions = new(StringComparer.Ordinal)
    {
        "ap-northeast-2-pop", "ap-southeast-1", "cn-beijing", "cn-beijing-finance-1", "cn-beijing-finance-pop", "cn-beijing-gov-1",
        "cn-edge-1", "cn-fujian", "cn-hangzhou", "cn-heyuan", "cn-hongkong", "cn-north-2-gov-1", "cn-qingdao", "cn-shanghai",
        "cn-shanghai-finance-1", "cn-shenzhen", "cn-shenzhen-finance-1", "cn-wuhan", "cn-yushanfang", "cn-zhangbei",
        "eu-west-1-oxs", "rus-west-1-pop", "us-east-1", "us-west-1",
    };

    /// <summary>The endpoint of <paramref name="regionId"/>, unless <paramref name="endpoint"/> replaces it.</summary>
    /// <exception cref="RdsBackupException">AliyunRegionInvalid, AliyunEndpointInvalid.</exception>
    public static Uri Resolve(string regionId, Uri? endpoint)
    {
        // The id becomes part of a host name that signed requests go to.
        if (!RegionId().IsMatch(regionId))
        {
            throw Errors.Create(nameof(Messages.AliyunRegionInvalid), RdsBackupErrorKind.InvalidInput, regionId);
        }

        return endpoint switch
        {
            null => new Uri($"https://{Host(regionId)}"),
            { IsAbsoluteUri: true, Scheme: "http" or "https" } => endpoint,
            _ => throw Errors.Create(nameof(Messages.AliyunEndpointInvalid), RdsBackupErrorKind.InvalidInput, endpoint.OriginalString),
        };
    }

    /// <summary>The host of a region's RDS API.</summary>
    public static string Host(string regionId) => regionId switch
    {
        "cn-hangzhou-finance" => "rds-vpc.cn-hangzhou-finance.aliyuncs.com",
        _ when CentralRegions.Contains(regionId) => "rds.aliyuncs.com",
        _ => $"rds.{regionId}.aliyuncs.com",
    };

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)+$", RegexOptions.CultureInvariant)]
    private static partial Regex RegionId();
}
