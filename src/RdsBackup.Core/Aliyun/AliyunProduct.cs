namespace RdsBackup.Aliyun;

/// <summary>A product of Alibaba Cloud with an RPC-style API.</summary>
/// <param name="Code">What RAM actions begin with, such as <c>rds</c> of <c>rds:DescribeBackups</c>.</param>
/// <param name="Version">The version of its API.</param>
internal sealed record AliyunProduct(string Code, string Version)
{
    /// <summary>ApsaraDB RDS.</summary>
    public static readonly AliyunProduct Rds = new("rds", "2014-08-15");

    /// <summary>Security Token Service.</summary>
    public static readonly AliyunProduct Sts = new("sts", "2015-04-01");
}
