using System.Management.Automation;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

/// <summary>What -Environment supplies from the configuration, and what it leaves to the person.</summary>
public sealed class EnvironmentTests : CloudTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rdsbackup-environment-").FullName;

    [Fact]
    public void Instances_of_every_region_that_match_and_have_the_tags_are_listed()
    {
        Configure();
        Dictionary<string, string> tags = new() { ["env"] = "prod" };
        Host.AddInstance("rm-a", tags: tags);
        Host.AddInstance("rm-b", region: "cn-shanghai", tags: tags);
        Host.AddInstance("rm-c", region: "cn-shanghai");
        Host.AddInstance("pgm-d", tags: tags);

        Assert.Equal(["rm-a", "rm-b"], Values("InstanceId", "Get-AliyunRdsInstance -Environment prod"));
        Assert.Equal(["rm-b"], Values("InstanceId", "Get-AliyunRdsInstance -Environment prod -RegionId cn-shanghai"));
        Assert.Equal(["pgm-d"], Values("InstanceId", "Get-AliyunRdsInstance pgm-d -Environment prod -RegionId cn-hangzhou"));
    }

    [Fact]
    public void Backups_of_every_region_are_listed_and_checked()
    {
        Configure(instances: "rm-a\", \"rm-b");
        Host.AddBackup(Host.AddInstance("rm-a"), "1", TimeSpan.FromHours(5));
        Host.AddBackup(Host.AddInstance("rm-b", region: "cn-shanghai"), "2", TimeSpan.FromHours(5));

        Assert.Equal(["1", "2"], Values("BackupId", "Get-AliyunRdsBackup -Environment prod -Latest"));
        Assert.Equal(["2"], Values("BackupId", "Get-AliyunRdsBackup rm-b -Environment prod"));
        Assert.Equal(["2"], Values("BackupId", "Get-AliyunRdsBackup -Environment prod -BackupId 2 -ErrorAction SilentlyContinue"));
        Assert.Equal(["rm-a", "rm-b"], Values("InstanceId", "Test-AliyunRdsBackup -Environment prod"));
        Assert.Equal(["2"], Values("BackupId", "Test-AliyunRdsBackup rm-b -BackupId 2 -Environment prod"));
        Assert.Equal(["1", "2"], Values("BackupId", "Get-AliyunRdsInstance -Environment prod | Get-AliyunRdsBackup -Environment prod"));
    }

    [Fact]
    public void An_instance_that_no_region_has_is_one_error()
    {
        Configure(instances: "rm-x");

        Assert.StartsWith("AliyunInstanceNotFound,", Host.TryRun("Get-AliyunRdsBackup -Environment prod").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_regions_the_backup_that_is_named_is_tested()
    {
        Configure(instances: "rm-a");
        Host.AddBackup(Host.AddInstance("rm-b"), "1", TimeSpan.FromHours(5));
        SandboxInstance instance = Host.AddInstance("rm-a", region: "cn-shanghai");
        Host.AddBackup(instance, "2", TimeSpan.FromHours(50), status: "Failed");
        Host.AddBackup(instance, "3", TimeSpan.FromHours(5));

        Assert.Equal(["2"], Values("BackupId", "Test-AliyunRdsBackup -Environment prod -BackupId 2"));
        Assert.StartsWith(
            "AliyunBackupNotFound,", Host.TryRun("Test-AliyunRdsBackup -Environment prod -BackupId 1").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-AliyunRdsBackup -Environment prod -Latest")]
    [InlineData("Get-AliyunRdsBackup rm-b -Environment prod -Latest")]
    [InlineData("Test-AliyunRdsBackup -Environment prod")]
    [InlineData("Test-AliyunRdsBackup rm-b -Environment prod")]
    [InlineData("Test-AliyunRdsBackup -Environment prod -BackupId 2")]
    [InlineData("Test-AliyunRdsBackup -Environment prod -BackupId 404", "")]
    [InlineData("Test-AliyunRdsBackup rm-nowhere -Environment prod", "")]
    public void A_region_that_fails_is_one_error_and_the_others_are_asked(string command, string expected = "2")
    {
        Configure();
        Host.Cloud.Aliyun.Faults.Inject(Fault.Error(403, "Forbidden.RAM"), request => request.Container == "cn-hangzhou");
        Host.AddBackup(
            Host.AddInstance("rm-b", region: "cn-shanghai", tags: new Dictionary<string, string> { ["env"] = "prod" }), "2", TimeSpan.FromHours(5));

        ScriptRun run = Host.TryRun(command);

        Assert.Equal(expected, string.Join(' ', run.Output.Select(item => item.Properties["BackupId"].Value)));
        Assert.StartsWith("AliyunAccessDenied,", run.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("cn-hangzhou", run.SingleError.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_expected_of_an_environment_is_what_is_tested()
    {
        Configure();
        Dictionary<string, string> tags = new() { ["env"] = "prod" };
        Host.AddBackup(Host.AddInstance("rm-a", tags: tags), "1", TimeSpan.FromHours(5));

        string[] FindingsOf(string arguments) => [.. Host.Run($"(Test-AliyunRdsBackup -Environment prod {arguments}).Findings | ForEach-Object Code").Select(code => code.ToString())];

        Assert.Contains("BackupTooOld", FindingsOf(""));
        Assert.DoesNotContain("BackupTooOld", FindingsOf("-MaximumAge 2d"));
    }

    [Fact]
    public void Copies_go_to_the_destination_and_are_found_there()
    {
        Configure(instances: "rm-a");
        Host.UseBucket();
        Host.Run("foreach ($key in @($PSDefaultParameterValues.Keys) -like '*:EndpointUrl') { $PSDefaultParameterValues.Remove($key) }");
        Host.AddBackup(Host.AddInstance("rm-a"), "1", TimeSpan.FromHours(5));

        PSObject copy = Assert.Single(Host.Run("Get-AliyunRdsBackup -Environment prod -Latest | Send-AliyunBackupToS3 -Environment prod"));

        Assert.Equal("offsite", copy.Properties["Bucket"].Value);
        string key = copy.Properties["Key"].Value.ToString()!;
        Assert.StartsWith("night/aliyun/prod/rm-a/", key, StringComparison.Ordinal);
        Assert.Equal([key], Values("Key", "Get-RdsBackupCopy -Environment prod"));
        Assert.Empty(Host.Run("Get-RdsBackupCopy -Environment test -Bucket offsite -EndpointUrl $args[0]", Host.Cloud.S3Endpoint));
        Assert.Equal(["OK"], Values("Summary", $"Test-RdsBackupCopy -Environment prod -Key {key}"));
        Assert.Equal(["OK"], Values("Summary", "Get-RdsBackupCopy -Environment prod | Test-RdsBackupCopy -Environment prod -Full"));
    }

    [Fact]
    public void Snapshots_are_found_and_exported_as_the_environment_says()
    {
        Configure();
        AwsRdsAccount rds = Host.Cloud.AwsRds;
        Host.Cloud.S3.CreateBucket("exports");
        AwsDbInstance orders = rds.AddInstance(new AwsDbInstance { Id = "orders" });
        rds.AddInstance(new AwsDbInstance { Id = "billing" });
        rds.AddSnapshot(AwsDbSnapshot.Of(orders, "orders-old", DateTimeOffset.UtcNow.AddDays(-1)));
        rds.AddRole(new AwsRole("rds-export"));
        rds.AddKey(new AwsKmsKey("export") { Alias = "alias/export" });

        string snapshot = Assert.Single(Values("SnapshotId", "Get-AwsRdsSnapshot -Environment eu -Latest"))!;
        Assert.Equal(["orders"], Values("InstanceId", "Get-AwsRdsInstance -Environment eu"));
        PSObject export = Assert.Single(Host.Run($"Start-AwsSnapshotExport {snapshot} -Environment eu"));

        AwsExportRequest request = Assert.Single(rds.Exports).Request;
        Assert.Equal(("exports", "eu", "shop"), (request.Bucket, request.Prefix, Assert.Single(request.ExportOnly)));
        Assert.Equal(export.ToString(), request.Id);
    }

    [Fact]
    public void Snapshots_of_instances_that_tags_select_are_found_through_the_instances()
    {
        Configure();
        AwsRdsAccount rds = Host.Cloud.AwsRds;
        foreach ((string id, string stage) in new[] { ("orders", "prod"), ("billing", "test") })
        {
            AwsDbInstance instance = rds.AddInstance(new AwsDbInstance { Id = id, Tags = new Dictionary<string, string> { ["env"] = stage } });
            rds.AddSnapshot(AwsDbSnapshot.Of(instance, $"{id}-1", DateTimeOffset.UtcNow.AddDays(-1)));
        }

        Assert.Equal(["orders"], Values("InstanceId", "Get-AwsRdsInstance -Environment tagged"));
        Assert.Equal(["orders-1"], Values("SnapshotId", "Get-AwsRdsInstance -Environment tagged | Get-AwsRdsSnapshot -Environment tagged"));
        Assert.Equal(["orders"], Values("InstanceId", "Test-AwsRdsSnapshot -Environment tagged"));
        Assert.Equal(["orders-1"], Values("SnapshotId", "Get-AwsRdsSnapshot -SnapshotId orders-1 -Environment tagged"));
        Assert.Equal(["orders-1"], Values("SnapshotId", "Get-AwsRdsSnapshot -Snapshot (Get-AwsRdsSnapshot orders -Environment tagged) -Environment tagged"));
        Assert.StartsWith(
            "EnvironmentHasTags,", Host.TryRun("Get-AwsRdsSnapshot -SnapshotId o* -Environment tagged").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("EnvironmentHasTags,", Host.TryRun("Get-AwsRdsSnapshot -Environment tagged").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-AliyunRdsBackup -Environment eu", "EnvironmentOfOtherCloud")]
    [InlineData("Get-AwsRdsInstance -Environment prod", "EnvironmentOfOtherCloud")]
    [InlineData("Send-AliyunBackupToS3 -InstanceId a -BackupId b -Environment eu", "EnvironmentOfOtherCloud")]
    [InlineData("Send-AliyunBackupToS3 -InstanceId a -BackupId b -Environment prod", "EnvironmentHasRegions")]
    [InlineData("Get-AliyunRdsBackup -Environment pord", "EnvironmentNotFound")]
    [InlineData("Get-AliyunRdsBackup -Environment prod -ConfigurationPath none.json", "ConfigurationFileMissing")]
    [InlineData("Get-RdsBackupCopy", "BucketRequired")]
    [InlineData("Test-RdsBackupCopy -Key k", "BucketRequired")]
    [InlineData("Send-AliyunBackupToS3 -InstanceId a -BackupId b", "BucketRequired")]
    public void What_cannot_work_is_one_clear_error(string command, string id)
    {
        Configure();

        ErrorRecord error = Host.TryRun(command).SingleError;

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.True(error.ErrorDetails.Message.Length > error.Exception.Message.Length, "It does not say what to do.");
    }

    [Fact]
    public void A_configuration_with_errors_is_refused_with_all_of_them()
    {
        Configure();
        File.WriteAllText(Path.Combine(_folder, "rdsbackup.json"), """{ "x": 1, "y": 2 }""");

        ErrorRecord error = Host.TryRun("Get-AliyunRdsBackup -Environment prod").SingleError;

        Assert.StartsWith("ConfigurationInvalid,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("'x'", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("'y'", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_Environment_no_configuration_is_read()
    {
        Configure();
        File.WriteAllText(Path.Combine(_folder, "rdsbackup.json"), "broken");
        Host.AddInstance("rm-a");

        Assert.Equal(["rm-a"], Values("InstanceId", "Get-AliyunRdsInstance -RegionId cn-hangzhou -AliyunEndpoint $AliyunEndpoint"));
    }

    [Theory]
    [InlineData("Get-AliyunRdsBackup -Environment ", "prod eu tagged 'odd one'")]
    [InlineData("Send-AliyunBackupToS3 -Environment p", "prod")]
    [InlineData("Get-AwsRdsSnapshot -Environment shang", "prod")]
    [InlineData("Get-AwsRdsSnapshot -ConfigurationPath other.yaml -Environment ", "other")]
    [InlineData("Get-AwsRdsSnapshot -ConfigurationPath none.yaml -Environment x", "")]
    public void Environments_are_completed(string typed, string expected)
    {
        Configure();
        File.WriteAllText(Path.Combine(_folder, "other.yaml"), "environments: { other: { cloud: aws } }");

        IEnumerable<CompletionResult> matches = Host.Module.Complete(typed).Where(match => match.ResultType == CompletionResultType.ParameterValue);

        Assert.Equal(expected, string.Join(' ', matches.Select(match => match.CompletionText)));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    // The environments know the emulated cloud; of what the cmdlets take by default only the credentials are left.
    private void Configure(string instances = "rm-*")
    {
        File.WriteAllText(Path.Combine(_folder, "rdsbackup.json"), $$"""
            {
              "environments": {
                "prod": {
                  "cloud": "aliyun", "regions": ["cn-hangzhou", "cn-shanghai"], "instances": ["{{instances}}"], "tags": ["env=prod"], "endpoint": "{{Host.Cloud.AliyunEndpoint}}",
                  "destination": { "bucket": "offsite", "prefix": "night", "endpoint": "{{Host.Cloud.S3Endpoint}}" }, "expect": { "maxAge": "1h" }
                },
                "eu": {
                  "cloud": "aws", "regions": ["us-east-1"], "instances": ["orders"], "endpoint": "{{Host.Cloud.AwsRds.Endpoint}}",
                  "export": { "bucket": "exports", "prefix": "eu", "roleArn": "arn:aws:iam::111122223333:role/rds-export", "kmsKeyId": "alias/export",
                              "exportOnly": ["shop"], "endpoint": "{{Host.Cloud.S3Endpoint}}" }
                },
                "tagged": {
                  "cloud": "aws", "regions": ["us-east-1"], "tags": ["env=prod"], "endpoint": "{{Host.Cloud.AwsRds.Endpoint}}",
                  "export": { "bucket": "exports", "roleArn": "arn:aws:iam::111122223333:role/rds-export", "kmsKeyId": "alias/export" }
                },
                "odd one": {
                  "cloud": "aliyun", "regions": ["cn-beijing"], "instances": ["*"], "destination": { "bucket": "offsite" }
                }
              }
            }
            """);
        Host.Run(
            """
            $global:AliyunEndpoint = $args[1]
            foreach ($key in @($PSDefaultParameterValues.Keys) -notlike '*Credential') { $PSDefaultParameterValues.Remove($key) }
            $ExecutionContext.SessionState.Path.SetLocation($args[0])
            """,
            _folder, Host.Cloud.AliyunEndpoint);
    }
}
