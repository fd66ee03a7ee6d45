using System.Management.Automation;

namespace RdsBackup.PowerShell.Tests;

/// <summary>The parameters people's scripts rely on: a change here is a change for them.</summary>
public sealed class ParameterTests
{
    private static readonly ModuleHost Host = new();

    [Theory]
    [InlineData("Get-AliyunRdsInstance", "AliyunCredential AliyunEndpoint AliyunProfile ConfigurationPath Engine Environment InstanceId RegionId Status Tag Type")]
    [InlineData("Get-AliyunRdsBackup", "AliyunCredential AliyunEndpoint AliyunProfile BackupId Before ConfigurationPath Environment InstanceId Latest Method Mode RegionId Since Status Type")]
    [InlineData("Get-AliyunRdsLogBackup", "AliyunCredential AliyunEndpoint AliyunProfile Before ConfigurationPath Engine Environment HostInstanceId InstanceId RegionId Since")]
    [InlineData("Get-AwsRdsInstance", "AwsCredential AwsProfile AwsRdsEndpoint AwsSessionToken ConfigurationPath Engine Environment IncludeMembers InstanceId Kind Region Status UseDualStack UseFips")]
    [InlineData("Get-AwsRdsSnapshot", "AwsCredential AwsProfile AwsRdsEndpoint AwsSessionToken Before ConfigurationPath Engine Environment IncludePublic IncludeShared InstanceId Kind Latest Region Since Snapshot SnapshotId Status Type UseDualStack UseFips")]
    [InlineData("Get-AwsSnapshotExport", "AwsCredential AwsProfile AwsRdsEndpoint AwsSessionToken Before Bucket ConfigurationPath Environment ExportTaskId Region Since SourceArn Status UseDualStack UseFips")]
    [InlineData("Start-AwsSnapshotExport", "AwsCredential AwsProfile AwsRdsEndpoint AwsSessionToken Bucket ConfigurationPath EndpointUrl Environment ExportOnly ExportTaskId Force IamRoleArn KmsKeyId PollInterval Prefix QueueTimeout Region SkipPreflight SnapshotId SourceArn UseDualStack UseFips")]
    [InlineData("Stop-AwsSnapshotExport", "AwsCredential AwsProfile AwsRdsEndpoint AwsSessionToken ConfigurationPath Environment ExportTaskId Region SourceArn UseDualStack UseFips")]
    [InlineData("Wait-AwsSnapshotExport", "AwsCredential AwsProfile AwsRdsEndpoint AwsSessionToken ConfigurationPath Environment ExportTaskId PollInterval Region SourceArn StopOnCancel Timeout UseDualStack UseFips")]
    [InlineData("Send-AliyunBackupToS3", "AliyunCredential AliyunEndpoint AliyunProfile AllowSizeMismatch AwsCredential AwsProfile AwsSessionToken Backup BackupId BandwidthLimit Bucket BucketRegion Concurrency ConfigurationPath EndpointUrl Environment ExpectedBucketOwner Force InstanceId KeyTemplate KmsKeyId Network ObjectLockMode ObjectLockRetention PartSize PathStyle Prefix ReadBack RegionId ServerSideEncryption StorageClass Tag ThrottleLimit")]
    [InlineData("Get-RdsBackupAlertRule", "ConfigurationPath Name")]
    [InlineData("Test-RdsBackupAlertRule", "At ConfigurationPath Environment InputObject Name")]
    [InlineData("Get-RdsBackupCopy", "AwsCredential AwsProfile AwsSessionToken BackupId Before Bucket BucketRegion ConfigurationPath EndpointUrl Environment ExpectedBucketOwner InstanceId Latest PathStyle Prefix RegionId Since")]
    [InlineData("Get-RdsBackupStatus", "ConfigurationPath Environment Unhealthy")]
    [InlineData("Invoke-RdsBackup", "ConfigurationPath Environment PassThru PollInterval SkipExport")]
    [InlineData("Save-RdsBackupCopy", "AwsCredential AwsProfile AwsSessionToken BandwidthLimit Bucket BucketRegion Concurrency ConfigurationPath Destination EndpointUrl Environment ExpectedBucketOwner Force Key PathStyle")]
    [InlineData("Send-WeComAlert", "Channel ConfigurationPath Endpoint InputObject Language MentionMobile MentionUser MessageType Path Proxy Title Url Webhook")]
    [InlineData("Test-AliyunRdsBackup", "AliyunCredential AliyunEndpoint AliyunProfile Backup BackupId ConfigurationPath Deep Environment Instance InstanceId MaximumAge Network PassThru RegionId")]
    [InlineData("Clear-RdsBackupUpload", "AwsCredential AwsProfile AwsSessionToken Bucket BucketRegion ConfigurationPath EndpointUrl Environment ExpectedBucketOwner OlderThan PathStyle Prefix")]
    [InlineData("New-AwsRdsSnapshot", "AwsCredential AwsProfile AwsRdsEndpoint AwsSessionToken ConfigurationPath Environment InstanceId Kind PollInterval Region SnapshotId Tag Timeout UseDualStack UseFips Wait")]
    [InlineData("Copy-AwsRdsSnapshot", "AwsCredential AwsProfile AwsRdsEndpoint AwsSessionToken ConfigurationPath CopyTags DestinationRegion Environment Kind KmsKeyId PollInterval Region Snapshot SnapshotId Tag TargetSnapshotId Timeout UseDualStack UseFips Wait")]
    [InlineData("Test-AwsRdsSnapshot", "AwsCredential AwsProfile AwsRdsEndpoint AwsSessionToken ConfigurationPath Environment Instance InstanceId Kind MaximumAge PassThru Region Snapshot SnapshotId UseDualStack UseFips")]
    [InlineData("Test-AwsSnapshotExport", "AwsCredential AwsProfile AwsSessionToken Bucket BucketRegion ConfigurationPath Deep EndpointUrl Environment ExpectedBucketOwner Export ExportTaskId PassThru PathStyle Prefix")]
    [InlineData("Test-RdsBackupCopy", "AwsCredential AwsProfile AwsSessionToken BandwidthLimit Bucket BucketRegion Concurrency ConfigurationPath EndpointUrl Environment ExpectedBucketOwner Full Key PassThru PathStyle")]
    [InlineData("Test-RdsBackupHealth", "AliyunCredential AliyunEndpoint AliyunProfile AliyunStsEndpoint AwsCredential AwsProfile AwsRdsEndpoint AwsSessionToken AwsStsEndpoint Bucket BucketRegion Check ConfigurationPath EndpointUrl Environment ExpectedBucketOwner PathStyle Prefix Quiet Region RegionId SendTestMessage")]
    [InlineData("Get-RdsBackupConfiguration", "ConfigurationPath Setting")]
    [InlineData("New-RdsBackupConfiguration", "Cloud Force FromBackupRds Path")]
    [InlineData("Test-RdsBackupConfiguration", "ConfigurationPath Quiet ResolveSecret")]
    public void Each_cmdlet_has_the_expected_parameters(string cmdlet, string expected)
    {
        IEnumerable<string> own = Command(cmdlet).Parameters.Keys.Except(Cmdlet.CommonParameters).Except(Cmdlet.OptionalCommonParameters);

        Assert.Equal(expected, string.Join(' ', own.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("Get-AliyunRdsInstance", "RdsBackup.AliyunRdsInstance")]
    [InlineData("Get-AliyunRdsBackup", "RdsBackup.AliyunBackup")]
    [InlineData("Get-AliyunRdsLogBackup", "RdsBackup.AliyunLogBackup")]
    [InlineData("Get-AwsRdsInstance", "RdsBackup.AwsRdsInstance")]
    [InlineData("Get-AwsRdsSnapshot", "RdsBackup.AwsRdsSnapshot")]
    [InlineData("Get-AwsSnapshotExport", "RdsBackup.AwsSnapshotExport")]
    [InlineData("Start-AwsSnapshotExport", "RdsBackup.AwsSnapshotExport")]
    [InlineData("Stop-AwsSnapshotExport", "RdsBackup.AwsSnapshotExport")]
    [InlineData("Wait-AwsSnapshotExport", "RdsBackup.AwsSnapshotExport")]
    [InlineData("Send-AliyunBackupToS3", "RdsBackup.BackupCopyResult")]
    [InlineData("Get-RdsBackupAlertRule", "RdsBackup.AlertRule")]
    [InlineData("Test-RdsBackupAlertRule", "RdsBackup.AlertDecision")]
    [InlineData("Get-RdsBackupCopy", "RdsBackup.BackupCopy")]
    [InlineData("Get-RdsBackupStatus", "RdsBackup.RdsBackupInstanceStatus")]
    [InlineData("Invoke-RdsBackup", "RdsBackup.RdsBackupEnvironmentResult, RdsBackup.RdsBackupRunReport")]
    [InlineData("Save-RdsBackupCopy", "RdsBackup.BackupDownloadResult")]
    [InlineData("Send-WeComAlert", "RdsBackup.WeComAlertResult")]
    [InlineData("Test-AliyunRdsBackup", "RdsBackup.AliyunBackupTestResult, RdsBackup.AliyunBackup")]
    [InlineData("Clear-RdsBackupUpload", "RdsBackup.BackupUpload")]
    [InlineData("New-AwsRdsSnapshot", "RdsBackup.AwsRdsSnapshot")]
    [InlineData("Copy-AwsRdsSnapshot", "RdsBackup.AwsRdsSnapshot")]
    [InlineData("Test-AwsRdsSnapshot", "RdsBackup.AwsRdsSnapshotTestResult, RdsBackup.AwsRdsSnapshot")]
    [InlineData("Test-AwsSnapshotExport", "RdsBackup.AwsSnapshotExportTestResult, RdsBackup.AwsSnapshotExport")]
    [InlineData("Test-RdsBackupCopy", "RdsBackup.BackupCopyTestResult, RdsBackup.BackupCopy")]
    [InlineData("Get-RdsBackupConfiguration", "RdsBackup.Configuration.RdsBackupConfiguration, RdsBackup.Configuration.ConfigurationSetting")]
    [InlineData("Test-RdsBackupHealth", "RdsBackup.RdsBackupHealthResult, System.Boolean")]
    [InlineData("New-RdsBackupConfiguration", "System.IO.FileInfo")]
    [InlineData("Test-RdsBackupConfiguration", "RdsBackup.Configuration.ConfigurationFinding, System.Boolean")]
    public void Each_cmdlet_declares_what_it_writes(string cmdlet, string expected) =>
        Assert.Equal(expected, string.Join(", ", Command(cmdlet).OutputType.Select(type => type.Name)));

    [Fact]
    public void Every_cmdlet_that_works_in_a_region_names_it_alike()
    {
        foreach (PSObject found in Host.Run("Get-Command -Module RdsBackup -Name *-Aliyun*"))
        {
            var command = (CmdletInfo)found.BaseObject;
            Assert.Equal(["Region"], command.Parameters["RegionId"].Aliases);
        }
    }

    private static CmdletInfo Command(string name) => (CmdletInfo)Assert.Single(Host.Run($"Get-Command {name}")).BaseObject;
}
