using System.Management.Automation;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

/// <summary>What people may write for a parameter, and what they are told when they write something else.</summary>
public sealed class ConversionTests : CloudTests
{
    [Theory]
    [InlineData("-PartSize 64MB", 67108864L)]
    [InlineData("-PartSize 64MiB", 67108864L)]
    [InlineData("-PartSize '64 MB'", 67108864L)]
    [InlineData("-PartSize 1.5GB", 1610612736L)]
    [InlineData("-PartSize 5242880", 5242880L)]
    [InlineData("-BandwidthLimit 50MB/s", 52428800L)]
    [InlineData("-BandwidthLimit 50MiB", 52428800L)]
    [InlineData("-BandwidthLimit 50MB", 52428800L)]
    [InlineData("-BandwidthLimit 1000", 1000L)]
    public void Sizes_and_rates_are_numbers_with_or_without_a_unit(string arguments, long expected) =>
        Assert.Equal(expected, Bound("Send-AliyunBackupToS3", arguments));

    [Theory]
    [InlineData("Get-AliyunRdsBackup", "-RegionId cn-hangzhou", "cn-hangzhou")]
    [InlineData("Get-AliyunRdsBackup", "-RegionId cn-future-9", "cn-future-9")]
    [InlineData("Get-AliyunRdsBackup", "-RegionId hangzhou", "cn-hangzhou")]
    [InlineData("Get-AliyunRdsBackup", "-RegionId 'China (Hangzhou)'", "cn-hangzhou")]
    [InlineData("Get-AliyunRdsBackup", "-RegionId 杭州", "cn-hangzhou")]
    [InlineData("Get-AliyunRdsBackup", "-RegionId 华东1（杭州）", "cn-hangzhou")]
    [InlineData("Get-AliyunRdsBackup", "-RegionId https://rds.eu-central-1.aliyuncs.com", "eu-central-1")]
    [InlineData("Get-AwsRdsInstance", "-Region Frankfurt, 'us east (ohio)'", "eu-central-1 us-east-2")]
    [InlineData("Get-AwsRdsInstance", "-Region rds.us-west-2.amazonaws.com", "us-west-2")]
    [InlineData("Get-AwsRdsInstance", "-Region 'N. Virginia'", "us-east-1")]
    [InlineData("Get-RdsBackupCopy", "-BucketRegion s3.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    [InlineData("Copy-AwsRdsSnapshot", "-DestinationRegion Tokyo", "ap-northeast-1")]
    [InlineData("Get-RdsBackupCopy", "-EndpointUrl minio.example.com:9000", "https://minio.example.com:9000/")]
    public void Regions_and_endpoints_are_known_by_all_their_names(string cmdlet, string arguments, string expected) =>
        Assert.Equal(expected, LanguagePrimitives.ConvertTo<string>(Bound(cmdlet, arguments)));

    [Theory]
    [InlineData("Send-AliyunBackupToS3", "-PartSize 64X", "64MB, 64MiB")]
    [InlineData("Send-AliyunBackupToS3", "-BandwidthLimit fast", "50MB/s")]
    [InlineData("Get-AliyunRdsBackup", "-RegionId Atlantis", "cn-hangzhou")]
    [InlineData("Get-AliyunRdsBackup", "-RegionId rds.example.com", "-AliyunEndpoint")]
    [InlineData("Get-AwsRdsInstance", "-Region Central", "us-east-1")]
    [InlineData("Get-RdsBackupCopy", "-EndpointUrl ftp://example.com", "https://")]
    [InlineData("Get-AliyunRdsBackup", "-Since soon", "7d")]
    [InlineData("Test-AliyunRdsBackup", "-MaximumAge long", "36h")]
    [InlineData("Get-AliyunRdsBackup", "-InstanceId @{ Name = 1 }", "DBInstanceIdentifier")]
    public void Anything_else_is_one_error_that_says_what_is_accepted(string cmdlet, string arguments, string accepted)
    {
        ScriptRun run = Host.TryRun($"{cmdlet} {arguments}");

        Assert.Contains(accepted, run.SingleError.ToString(), StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void An_instance_is_named_by_its_id_or_by_an_object_that_has_one()
    {
        Host.AddBackup(Host.AddInstance("rm-a"), "1", TimeSpan.FromHours(5));
        Host.Cloud.AwsRds.AddInstance(new AwsDbInstance { Id = "orders" });

        Assert.Equal(["1"], Values("BackupId", "Get-AliyunRdsBackup -InstanceId ([pscustomobject]@{ DBInstanceId = 'rm-a' })"));
        Assert.Equal(["1"], Values("BackupId", "Get-AliyunRdsBackup -InstanceId (Get-AliyunRdsInstance)"));
        Assert.Equal(["1"], Values("BackupId", "Get-AliyunRdsInstance | Get-AliyunRdsBackup"));
        Assert.Equal(["1"], Values("BackupId", "[pscustomobject]@{ InstanceId = 'rm-a'; RegionId = 'cn-hangzhou' } | Get-AliyunRdsBackup"));
        Assert.Equal(["orders"], Values("InstanceId", "Get-AwsRdsInstance -InstanceId ([pscustomobject]@{ DBInstanceIdentifier = 'orders' })"));
    }

    // What the engine hands to the cmdlet of one parameter.
    private object? Bound(string cmdlet, string arguments) => Assert.Single(Host.Run(
        $$"""
        $parameter = (Get-Command {{cmdlet}}).Parameters['{{arguments[1..arguments.IndexOf(' ', StringComparison.Ordinal)]}}']
        $value = & { , $args[1] } {{arguments}}
        foreach ($attribute in $parameter.Attributes) {
            if ($attribute -is [Management.Automation.ArgumentTransformationAttribute]) { $value = $attribute.Transform($ExecutionContext, $value) }
        }
        , [Management.Automation.LanguagePrimitives]::ConvertTo($value, $parameter.ParameterType)
        """)).BaseObject;
}
