using Amazon.Runtime.CredentialManagement;
using RdsBackup.Aws;

namespace RdsBackup.Core.Tests.Aws;

/// <summary>Parameter, named profile, environment, default profile; of a client, then the ARN.</summary>
public sealed class AwsRegionTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public AwsRegionTests() => File.WriteAllText(
        _file, "[default]\nregion = eu-west-1\n[work]\nregion = eu-west-2\n[bare]\naws_access_key_id = a\naws_secret_access_key = b\n");

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("us-east-1", "work", "us-west-1", "us-west-2", "us-east-1")]
    [InlineData(null, "work", "us-west-1", "us-west-2", "eu-west-2")]
    [InlineData("", null, "us-west-1", "us-west-2", "us-west-1")]
    [InlineData(null, "bare", "us-west-1", null, "us-west-1")]
    [InlineData(null, null, null, "us-west-2", "us-west-2")]
    [InlineData(null, null, "", "us-west-2", "us-west-2")]
    [InlineData(null, null, null, null, "eu-west-1")]
    public void The_first_that_names_a_region_decides(string? parameter, string? profile, string? region, string? defaultRegion, string expected) =>
        Assert.Equal(expected, Find(parameter, profile, region, defaultRegion, _file));

    [Theory]
    [InlineData("arn:aws:rds:ap-south-1:123456789012:snapshot:rds:s", "ap-south-1")]
    [InlineData("arn:aws:iam::123456789012:role/r", null)]
    [InlineData("s", null)]
    public void An_ARN_decides_when_nothing_else_does(string arn, string? expected)
    {
        CredentialProfileStoreChain none = new(Path.Combine(Path.GetTempPath(), "none-such"));

        Assert.Equal(expected, AwsRegion.Find(new AwsClientOptions { Arn = arn }, _ => null, none));
        Assert.Equal("us-west-2", AwsRegion.Find(new AwsClientOptions { Arn = arn }, _ => "us-west-2", none));
    }

    [Fact]
    public void Without_any_there_is_none() => Assert.Null(Find(null, null, null, null, Path.Combine(Path.GetTempPath(), "none-such")));

    [Fact]
    public void A_profile_that_does_not_exist_is_named()
    {
        RdsBackupException error = Assert.Throws<RdsBackupException>(() => Find(null, "typo", "us-east-1", null, _file));

        Assert.Equal(("AwsProfileNotFound", RdsBackupErrorKind.Authentication), (error.ErrorId, error.Kind));
        Assert.Contains("'typo'", error.Message, StringComparison.Ordinal);
    }

    private static string? Find(string? parameter, string? profile, string? region, string? defaultRegion, string file)
    {
        Dictionary<string, string?> environment = new() { ["AWS_REGION"] = region, ["AWS_DEFAULT_REGION"] = defaultRegion };
        return AwsRegion.Find(
            new AwsClientOptions { Region = parameter, Profile = profile }, environment.GetValueOrDefault, new CredentialProfileStoreChain(file));
    }
}
