namespace RdsBackup.PowerShell.Tests;

/// <summary>Tab, where the answer lies in the cloud, in the configuration, or in the profiles of other tools.</summary>
public sealed class CloudCompletionTests : CloudTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rdsbackup-completion-").FullName;

    [Theory]
    [InlineData("Get-AliyunRdsBackup -InstanceId ", "rm-a rm-b")]
    [InlineData("Get-AliyunRdsBackup rm-b", "rm-b")]
    [InlineData("Test-AliyunRdsBackup -InstanceId rm-", "rm-a rm-b")]
    [InlineData("Get-AliyunRdsBackup -RegionId cn-shanghai -InstanceId ", "rm-c")]
    [InlineData("Get-AwsRdsSnapshot -InstanceId ", "orders")]
    [InlineData("New-AwsRdsSnapshot -Region eu-west-1 -InstanceId ", "")]
    public void Instances_are_those_of_the_cloud(string typed, string expected)
    {
        Fill();

        Assert.Equal(expected, Offered(typed));
    }

    [Fact]
    public void An_instance_is_described_by_what_it_is()
    {
        Fill();

        Assert.StartsWith("MySQL 8.0", Host.Module.Complete("Get-AliyunRdsBackup -InstanceId rm-a")[0].ToolTip, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cloud_is_asked_once_for_a_minute_of_tabs()
    {
        Fill();

        Offered("Get-AliyunRdsBackup -InstanceId ");
        Offered("Get-AliyunRdsBackup -InstanceId rm-a");
        Offered("Test-AliyunRdsBackup -InstanceId ");

        Assert.Equal(1, Host.Count("DescribeDBInstances"));
    }

    [Fact]
    public void A_cloud_that_refuses_or_is_not_there_shows_nothing()
    {
        Fill();

        Assert.Equal("", Offered("Get-AliyunRdsBackup -AliyunEndpoint http://127.0.0.1:9 -InstanceId "));
        Assert.Equal("", Offered("Get-AliyunRdsBackup -RegionId cn-nowhere -InstanceId "));
        Assert.Empty(Host.Module.Screen.Text);
    }

    [Theory]
    [InlineData("Get-AliyunRdsBackup -Environment ", "prod-cn prod-eu")]
    [InlineData("Invoke-RdsBackup ", "prod-cn prod-eu")]
    [InlineData("Get-RdsBackupAlertRule -Name ", "nightly")]
    [InlineData("Get-RdsBackupCopy -Bucket ", "offsite exports")]
    [InlineData("Send-AliyunBackupToS3 -KmsKeyId ", "alias/offsite alias/exports")]
    [InlineData("Start-AwsSnapshotExport -IamRoleArn ", "arn:aws:iam::123456789012:role/export")]
    [InlineData("Get-RdsBackupConfiguration environments:prod-cn:destination:b", "environments:prod-cn:destination:bucket")]
    public void What_the_configuration_names_is_offered(string typed, string expected)
    {
        Configure();

        Assert.Equal(expected, Offered(typed));
    }

    [Fact]
    public void What_the_configuration_names_is_described_by_where_it_is_used()
    {
        Configure();

        Assert.Equal("prod-eu", Assert.Single(Host.Module.Complete("Get-RdsBackupCopy -Bucket exp")).ToolTip);
        Assert.Equal("Aliyun cn-hangzhou", Assert.Single(Host.Module.Complete("Invoke-RdsBackup prod-c")).ToolTip);
    }

    [Fact]
    public async Task Profiles_are_those_of_the_clouds_own_tools()
    {
        Directory.CreateDirectory(Path.Combine(_folder, ".aliyun"));
        Directory.CreateDirectory(Path.Combine(_folder, ".aws"));
        await File.WriteAllTextAsync(
            Path.Combine(_folder, ".aliyun", "config.json"),
            """{"current":"ops","profiles":[{"name":"ops","mode":"AK","region_id":"cn-beijing"},{"name":"audit","mode":"AK"}]}""",
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(_folder, ".aws", "credentials"), "[offsite]\naws_access_key_id = a\naws_secret_access_key = b\nregion = eu-west-1\n",
            TestContext.Current.CancellationToken);

        IReadOnlyList<string> offered = await FreshProcess.RunAsync(
            """
            $env:HOME = $env:USERPROFILE = $args[1]
            $env:AWS_SHARED_CREDENTIALS_FILE = "$($args[1])/.aws/credentials"
            Import-Module $args[0]
            foreach ($typed in 'Get-AliyunRdsInstance -AliyunProfile ', 'Get-AwsRdsInstance -AwsProfile ') {
                [Management.Automation.CommandCompletion]::CompleteInput($typed, $typed.Length, $null).CompletionMatches.ForEach{ "$($_.CompletionText): $($_.ToolTip)" }
            }
            """,
            ModuleHost.ModulePath, _folder);

        Assert.Equal(["ops: cn-beijing", "audit: audit", "offsite: eu-west-1"], offered);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Offered(string typed) => string.Join(' ', Host.Module.Complete(typed).Select(match => match.CompletionText));

    private void Fill()
    {
        Host.AddInstance("rm-a");
        Host.AddInstance("rm-b");
        Host.AddInstance("rm-c", region: "cn-shanghai");
        Host.Cloud.AwsRds.AddInstance(new Sandbox.AwsDbInstance { Id = "orders" });
    }

    private void Configure()
    {
        File.WriteAllText(
            Path.Combine(_folder, "rdsbackup.json"),
            """
            {
                "environments": {
                    "prod-cn": { "cloud": "aliyun", "regions": ["cn-hangzhou"], "instances": ["rm-*"], "destination": { "bucket": "offsite", "kmsKeyId": "alias/offsite" } },
                    "prod-eu": {
                        "cloud": "aws", "regions": ["eu-west-1"], "instances": ["*"],
                        "export": { "bucket": "exports", "roleArn": "arn:aws:iam::123456789012:role/export", "kmsKeyId": "alias/exports" }
                    }
                },
                "alerts": {
                    "channels": { "dba": { "type": "wecom", "key": "${env:WECOM_KEY}" } },
                    "rules": [{ "name": "nightly", "then": { "channels": ["dba"] } }]
                }
            }
            """);
        Host.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", _folder);
    }
}
