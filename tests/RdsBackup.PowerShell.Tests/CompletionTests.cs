using System.Management.Automation;

namespace RdsBackup.PowerShell.Tests;

public sealed class CompletionTests : IDisposable
{
    // What a parameter of this name takes can be told; those that take the same by other names are here, too.
    private static readonly string[] Completed =
    [
        "AliyunProfile", "AwsProfile", "Bucket", "BucketRegion", "Channel", "DestinationRegion", "Engine", "Environment", "IamRoleArn", "InstanceId", "Kind",
        "KmsKeyId", "Method", "Mode", "Name", "Network", "ObjectLockMode", "Region", "RegionId", "ServerSideEncryption", "Setting", "Status", "StorageClass",
        "Type",
    ];

    private readonly ModuleHost _host = new();

    [Theory]
    [InlineData("Get-AliyunRdsInstance -RegionId cn-hang", "cn-hangzhou cn-hangzhou-finance")]
    [InlineData("Get-AliyunRdsInstance -Region cn-hangzhou, eu-c", "eu-central-1")]
    [InlineData("Get-AliyunRdsBackup -RegionId Frankf", "eu-central-1")]
    [InlineData("Get-AliyunRdsInstance -Engine m", "MySQL MariaDB")]
    [InlineData("Get-AliyunRdsInstance -Status Run", "Running")]
    [InlineData("Get-AliyunRdsInstance -Type 'P", "Primary")]
    [InlineData("Get-AliyunRdsBackup -Status ", "Success Failed")]
    [InlineData("Get-AliyunRdsBackup -Type ", "FullBackup IncrementalBackup")]
    [InlineData("Get-AliyunRdsBackup -Method ", "Physical Logical Snapshot")]
    [InlineData("Get-AliyunRdsBackup -Mode ", "Automated Manual")]
    [InlineData("Get-AwsRdsInstance -Region eu-west-1, Tok", "ap-northeast-1")]
    [InlineData("Get-AwsRdsInstance -Status av", "available")]
    [InlineData("Get-AwsRdsSnapshot -Status c", "copying creating")]
    [InlineData("Get-AwsRdsSnapshot -Engine aur", "aurora-mysql aurora-postgresql")]
    [InlineData("Get-AwsRdsSnapshot -Type ", "automated manual shared public awsbackup")]
    [InlineData("Get-AwsRdsSnapshot -Kind ", "Cluster Instance")]
    [InlineData("Get-AliyunRdsLogBackup -Engine Post", "PostgreSQL")]
    [InlineData("Test-RdsBackupHealth -Check BucketV", "BucketVersioning")]
    [InlineData("Send-AliyunBackupToS3 -StorageClass GLA", "GLACIER_IR GLACIER")]
    public void Known_values_are_offered(string typed, string expected)
    {
        Assert.Equal(expected, string.Join(' ', _host.Complete(typed).Select(match => match.CompletionText)));
    }

    [Fact]
    public void What_a_value_means_is_its_tooltip()
    {
        Assert.Equal("Germany (Frankfurt)", Assert.Single(_host.Complete("Get-AliyunRdsBackup -RegionId eu-cen")).ToolTip);
        Assert.Contains("cannot be downloaded", Assert.Single(_host.Complete("Get-AliyunRdsBackup -Method Snap")).ToolTip, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_parameter_whose_values_can_be_told_completes_them()
    {
        List<string> without = [];
        foreach (CmdletInfo cmdlet in _host.Run("Get-Command -Module RdsBackup").Select(found => (CmdletInfo)found.BaseObject))
        {
            without.AddRange(cmdlet.Parameters.Values
                .Where(parameter => Completed.Contains(parameter.Name) && !IsCompleted(parameter))
                .Select(parameter => $"{cmdlet.Name} -{parameter.Name}"));
        }

        Assert.Empty(without);
    }

    public void Dispose() => _host.Dispose();

    internal static bool IsCompleted(ParameterMetadata parameter)
    {
        Type type = parameter.ParameterType.GetElementType() ?? Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return type.IsEnum || parameter.Attributes.Any(attribute => attribute is ArgumentCompleterAttribute or ValidateSetAttribute);
    }
}
