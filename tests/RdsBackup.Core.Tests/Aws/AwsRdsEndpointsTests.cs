using RdsBackup.Aws;

namespace RdsBackup.Core.Tests.Aws;

public sealed class AwsRdsEndpointsTests
{
    [Theory]
    [InlineData("us-east-1", false, false, "https://rds.us-east-1.amazonaws.com/")]
    [InlineData("us-east-1", true, false, "https://rds-fips.us-east-1.amazonaws.com/")]
    [InlineData("us-east-1", false, true, "https://rds.us-east-1.api.aws/")]
    [InlineData("us-east-1", true, true, "https://rds-fips.us-east-1.api.aws/")]
    [InlineData("eu-central-2", false, false, "https://rds.eu-central-2.amazonaws.com/")]
    [InlineData("ap-future-9", false, false, "https://rds.ap-future-9.amazonaws.com/")]
    [InlineData("cn-north-1", false, false, "https://rds.cn-north-1.amazonaws.com.cn/")]
    [InlineData("cn-northwest-1", false, true, "https://rds.cn-northwest-1.api.amazonwebservices.com.cn/")]
    [InlineData("us-gov-west-1", false, false, "https://rds.us-gov-west-1.amazonaws.com/")]
    [InlineData("us-gov-west-1", true, false, "https://rds.us-gov-west-1.amazonaws.com/")]
    public void A_region_has_its_endpoint(string region, bool fips, bool dualStack, string expected) => Assert.Equal(
        expected, AwsRdsEndpoints.Resolve(region, given: null, new AwsClientOptions { UseFips = fips, UseDualStack = dualStack }).AbsoluteUri);

    [Theory]
    [InlineData("http://127.0.0.1:4566")]
    [InlineData("https://vpce-1.rds.us-east-1.vpce.amazonaws.com:8443")]
    public void A_given_endpoint_goes_before_any_other(string endpoint) => Assert.Equal(
        new Uri(endpoint), AwsRdsEndpoints.Resolve("us-east-1", new Uri(endpoint), new AwsClientOptions { UseFips = true }));

    [Theory]
    [InlineData("us-east-1.evil.example/")]
    [InlineData("US-EAST-1")]
    [InlineData("everywhere")]
    [InlineData("us-east-1@host")]
    public void A_region_that_would_bend_the_host_name_is_refused(string region)
    {
        RdsBackupException error = Assert.Throws<RdsBackupException>(() => AwsRdsEndpoints.Resolve(region, given: null, new AwsClientOptions()));

        Assert.Equal(("AwsRegionInvalid", RdsBackupErrorKind.InvalidInput), (error.ErrorId, error.Kind));
        Assert.Contains($"'{region}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://rds.example.com")]
    [InlineData("rds.example.com")]
    public void An_endpoint_that_is_no_web_address_is_refused(string endpoint) => Assert.Equal(
        "AwsEndpointInvalid",
        Assert.Throws<RdsBackupException>(() => AwsRdsEndpoints.Resolve(
            "us-east-1", new Uri(endpoint, UriKind.RelativeOrAbsolute), new AwsClientOptions())).ErrorId);
}
