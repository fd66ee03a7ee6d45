using RdsBackup.Aliyun;

namespace RdsBackup.Core.Tests.Aliyun;

public sealed class AliyunEndpointsTests
{
    [Theory]
    [InlineData("cn-hangzhou", "https://rds.aliyuncs.com/")]
    [InlineData("cn-hongkong", "https://rds.aliyuncs.com/")]
    [InlineData("us-east-1", "https://rds.aliyuncs.com/")]
    [InlineData("cn-hangzhou-finance", "https://rds-vpc.cn-hangzhou-finance.aliyuncs.com/")]
    [InlineData("cn-chengdu", "https://rds.cn-chengdu.aliyuncs.com/")]
    [InlineData("eu-central-1", "https://rds.eu-central-1.aliyuncs.com/")]
    [InlineData("ap-southeast-9", "https://rds.ap-southeast-9.aliyuncs.com/")]
    public void A_region_has_the_endpoint_that_the_official_SDK_uses(string region, string expected) =>
        Assert.Equal(expected, AliyunEndpoints.Resolve(region, null).AbsoluteUri);

    [Fact]
    public void An_override_keeps_scheme_and_port() =>
        Assert.Equal("http://127.0.0.1:8080/", AliyunEndpoints.Resolve("cn-hangzhou", new Uri("http://127.0.0.1:8080")).AbsoluteUri);

    [Theory]
    [InlineData("evil.example/")]
    [InlineData("cn-hangzhou@evil.example")]
    [InlineData("CN-HANGZHOU")]
    [InlineData("cn")]
    [InlineData("")]
    public void A_region_that_would_change_the_host_is_refused(string region)
    {
        var error = Assert.Throws<RdsBackupException>(() => AliyunEndpoints.Resolve(region, null));

        Assert.Equal("AliyunRegionInvalid", error.ErrorId);
        Assert.Contains($"'{region}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rds.aliyuncs.com")]
    [InlineData("ftp://rds.aliyuncs.com")]
    public void An_override_that_is_no_web_address_is_refused(string endpoint)
    {
        var error = Assert.Throws<RdsBackupException>(
            () => AliyunEndpoints.Resolve("cn-hangzhou", new Uri(endpoint, UriKind.RelativeOrAbsolute)));

        Assert.Equal("AliyunEndpointInvalid", error.ErrorId);
        Assert.Contains(endpoint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_region_of_the_catalog_is_named_once_in_both_languages_and_has_an_endpoint()
    {
        Assert.Equal(AliyunRegionCatalog.Regions.Count, AliyunRegionCatalog.Regions.DistinctBy(region => region.RegionId).Count());
        Assert.All(AliyunRegionCatalog.Regions, region =>
        {
            Assert.NotEmpty(region.EnglishName);
            Assert.NotEmpty(region.ChineseName);
            Assert.EndsWith("aliyuncs.com", AliyunEndpoints.Resolve(region.RegionId, null).Host, StringComparison.Ordinal);
        });
    }
}
