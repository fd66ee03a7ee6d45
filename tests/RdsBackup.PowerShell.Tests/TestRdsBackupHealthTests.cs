using System.Management.Automation;
using System.Text.Json.Nodes;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

/// <summary>Health as an operator sees it: a configuration whose every part works, and the same with one thing broken.</summary>
public sealed class TestRdsBackupHealthTests : CloudTests
{
    private const string Role = "arn:aws:iam::111122223333:role/rds-export";
    private static readonly S3BucketOptions Good = new() { ObjectLock = true, AbortsUploadsAfterDays = 7 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rdsbackup-health-");
    private JsonObject _configuration = [];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Everything_that_works_is_healthy_and_named_with_the_environments_that_use_it()
    {
        await PlantAsync(Good);

        IReadOnlyList<Row> rows = Run();

        Assert.Equal(
            [
                "Api aliyun cn-hangzhou: prod-cn, test-cn", "Api aws us-east-1: prod-us", "Bucket s3://exports: prod-us", "Bucket s3://offsite: prod-cn, test-cn",
                "BucketObjectLock s3://offsite: prod-cn, test-cn", "BucketPublicAccess s3://exports: prod-us", "BucketPublicAccess s3://offsite: prod-cn, test-cn",
                "BucketUploadRule s3://offsite/prod: prod-cn", "BucketUploadRule s3://offsite/test: test-cn", "BucketVersioning s3://offsite: prod-cn, test-cn",
                "BucketWrite s3://offsite/prod: prod-cn", "BucketWrite s3://offsite/test: test-cn", "Clock aliyun cn-hangzhou: prod-cn, test-cn", "Clock aws us-east-1: prod-us",
                $"Clock s3 {Host.Cloud.S3Endpoint.Authority}: prod-cn, prod-us, test-cn", $"Configuration {Path}: ", "Credentials aliyun: prod-cn, test-cn", "Credentials aws: prod-us",
                $"ExportKey {new AwsKmsKey("export").Arn}: prod-us", $"ExportRole {Role}: prod-us",
                $"LogFolder {_folder.FullName}/logs: ", "Robot dba: ", $"StateFolder {_folder.FullName}/state: ",
            ],
            rows.Where(row => row.Check is not "Memory" && !row.Target.EndsWith("RdsBackup", StringComparison.Ordinal)).Select(row => $"{row.Check} {row.Target}: {row.Environments}").Order(StringComparer.Ordinal));
        Assert.DoesNotContain(rows, row => row.Status != "Healthy" && row.Check != "Memory");
        Assert.Contains("acs:ram::1234567890123456:user/sandbox-user", rows.Single(row => row.Target == "aliyun").Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(Host.Cloud.S3.Objects("offsite"), item => item.Key.Contains("health", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_called_but_what_the_documentation_says()
    {
        await PlantAsync(Good);

        Run();

        string documentation = File.ReadAllText(System.IO.Path.Combine(Help.HelpFolder.Repository, "docs", "health.md"));
        string[] operations =
        [
            .. Host.Cloud.Aliyun.Requests.Concat(Host.Cloud.S3.Requests).Concat(Host.Cloud.AwsRds.Requests)
                .Where(request => request.Headers.ContainsKey("Authorization")).Select(request => request.Operation).Distinct().Order(StringComparer.Ordinal),
        ];
        Assert.Equal(
            [
                "DeleteObject", "DescribeDBInstances", "DescribeExportTasks", "GetBucketLifecycleConfiguration", "GetBucketVersioning", "GetCallerIdentity",
                "GetObjectLockConfiguration", "GetPublicAccessBlock", "ListObjectsV2", "PutObject",
            ],
            operations);
        Assert.All(operations, operation => Assert.Contains($"`{operation}`", documentation, StringComparison.Ordinal));
        Assert.Equal("*", Assert.Single(Host.Cloud.S3.Requests.Where(request => request.Operation == "PutObject").Select(request => request.Headers["If-None-Match"]).Distinct()));
    }

    [Theory]
    [InlineData("DescribeDBInstances", "Api aliyun cn-hangzhou", "rds:DescribeDBInstances")]
    [InlineData("GetCallerIdentity", "Credentials aliyun", "AccessKey")]
    public async Task What_Alibaba_Cloud_refuses_is_one_failed_row_that_says_what_to_do(string operation, string row, string remedy)
    {
        await PlantAsync(Good);
        Fault refusal = operation == "GetCallerIdentity" ? Fault.Error(404, "InvalidAccessKeyId.NotFound") : Fault.Error(403, "Forbidden.RAM");
        Host.Cloud.Aliyun.Faults.Inject(refusal, request => request.Operation == operation);

        AssertOnly("Failed", row, remedy);
    }

    [Theory]
    [InlineData("DescribeDBInstances", "AccessDenied", "Api aws us-east-1", "rds:DescribeDBInstances")]
    [InlineData("GetCallerIdentity", "InvalidClientTokenId", "Credentials aws", "access key")]
    public async Task What_AWS_refuses_is_one_failed_row_that_says_what_to_do(string operation, string code, string row, string remedy)
    {
        await PlantAsync(Good);
        Host.Cloud.AwsRds.Faults.Inject(Fault.Error(403, code), request => request.Operation == operation);

        AssertOnly("Failed", row, remedy);
    }

    [Fact]
    public async Task An_STS_that_cannot_be_reached_is_no_failure()
    {
        await PlantAsync(Good);

        IReadOnlyList<Row> rows = Run("-AwsStsEndpoint http://127.0.0.1:1/");

        Assert.Equal("Warning", rows.Single(row => row is { Check: "Credentials", Target: "aws" }).Status);
        Assert.Equal("Healthy", rows.Single(row => row is { Check: "Api", Target: "aws us-east-1" }).Status);
    }

    [Fact]
    public async Task Of_a_bucket_that_is_not_there_nothing_else_is_tried()
    {
        await PlantAsync(offsite: null);

        IReadOnlyList<Row> rows = AssertOnly("Failed", "Bucket s3://offsite", "-Bucket");

        Assert.Equal(7, rows.Count(row => row.Status == "Skipped" && row.Target.StartsWith("s3://offsite", StringComparison.Ordinal)));
        Assert.DoesNotContain(Host.Cloud.S3.Requests, request => request.Operation == "PutObject");
    }

    [Fact]
    public async Task A_bucket_of_another_region_is_a_failed_row()
    {
        await PlantAsync(Good with { Region = "eu-west-1" });

        AssertOnly("Failed", "Bucket s3://offsite", "-BucketRegion");
    }

    [Fact]
    public async Task Each_setting_of_a_bucket_that_should_be_changed_is_one_warning()
    {
        (S3BucketOptions Options, string Row, string Remedy)[] settings =
        [
            (Good with { ObjectLock = false }, "BucketVersioning s3://offsite", "Status=Enabled"),
            (Good with { ObjectLock = false, Versioning = true }, "BucketObjectLock s3://offsite", "ObjectLockEnabled=Enabled"),
            (Good with { BlocksPublicAccess = false }, "BucketPublicAccess s3://offsite", "RestrictPublicBuckets=true"),
            (Good with { BlocksPublicAccess = null }, "BucketPublicAccess s3://offsite", "RestrictPublicBuckets=true"),
            (Good with { LifecyclePrefix = "prod" }, "BucketUploadRule s3://offsite/test", "AbortIncompleteMultipartUpload"),
            (Good with { AbortsUploadsAfterDays = null }, "BucketUploadRule s3://offsite/prod", "Clear-RdsBackupUpload"),
        ];
        foreach ((int index, (S3BucketOptions options, string row, string remedy)) in settings.Index())
        {
            string bucket = $"set-{index}";
            Host.Cloud.S3.CreateBucket(bucket, options);
            await PlantAsync(offsite: null, bucket: bucket);

            Row warning = Assert.Single(Run($"-Check {row.Split(' ')[0]}"), result => $"{result.Check} {result.Target}" == row.Replace("offsite", bucket, StringComparison.Ordinal));

            Assert.Equal("Warning", warning.Status);
            Assert.Contains(remedy, warning.Remedy, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("GetBucketVersioning", "BucketVersioning s3://offsite", "s3:GetBucketVersioning")]
    [InlineData("GetObjectLockConfiguration", "BucketObjectLock s3://offsite", "s3:GetBucketObjectLockConfiguration")]
    [InlineData("GetPublicAccessBlock", "BucketPublicAccess s3://offsite", "s3:GetBucketPublicAccessBlock")]
    [InlineData("GetBucketLifecycleConfiguration", "BucketUploadRule s3://offsite/prod", "s3:GetLifecycleConfiguration")]
    public async Task A_setting_that_may_not_be_seen_is_unknown_and_no_failure(string operation, string row, string permission)
    {
        await PlantAsync(Good);
        Host.Cloud.S3.Faults.Inject(Fault.Error(403, "AccessDenied"), request => request.Operation == operation && request.Container == "offsite");

        Row unknown = Run().First(result => $"{result.Check} {result.Target}" == row);

        Assert.Equal("Unknown", unknown.Status);
        Assert.Contains(permission, unknown.Remedy, StringComparison.Ordinal);
        Assert.True(IsWell());
    }

    [Fact]
    public async Task A_store_that_cannot_be_asked_for_settings_is_no_failure()
    {
        await PlantAsync(Good with { Quirks = new S3Quirks { HasNoBucketSettings = true } });

        IReadOnlyList<Row> rows = Run();

        Assert.Equal(5, rows.Count(row => row.Status == "Unknown" && row.Target.StartsWith("s3://offsite", StringComparison.Ordinal)));
        Assert.DoesNotContain(rows, row => row.Status == "Failed");
    }

    [Fact]
    public async Task Where_nothing_may_be_written_that_is_one_failed_row()
    {
        await PlantAsync(Good);
        Host.Cloud.S3.Faults.Inject(Fault.Error(403, "AccessDenied"), request => request.Operation == "PutObject" && request.Key.StartsWith("prod/", StringComparison.Ordinal));

        AssertOnly("Failed", "BucketWrite s3://offsite/prod", "s3:PutObject");
    }

    [Fact]
    public async Task An_object_that_cannot_be_deleted_is_named()
    {
        await PlantAsync(Good);
        Host.Cloud.S3.Faults.Inject(Fault.Error(403, "AccessDenied"), request => request.Operation == "DeleteObject" && request.Key.StartsWith("prod/", StringComparison.Ordinal));

        IReadOnlyList<Row> rows = AssertOnly("Warning", "BucketWrite s3://offsite/prod", "s3:DeleteObject");

        string detail = rows.Single(row => row.Status == "Warning").Detail;
        Assert.Contains(Host.Cloud.S3.Objects("offsite"), item => detail.Contains($"s3://offsite/{item.Key}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_permission_to_delete_versions_the_object_is_deleted_all_the_same()
    {
        await PlantAsync(Good);
        Host.Cloud.S3.Faults.Inject(Fault.Error(403, "AccessDenied"), request => request.Operation == "DeleteObject" && request.Query.ContainsKey("versionId"));

        Assert.All(Run("-Check BucketWrite"), row => Assert.Equal("Healthy", row.Status));
        Assert.DoesNotContain(Host.Cloud.S3.Objects("offsite"), item => item.Key.Contains("health", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("roleArn", "rds-export", "ExportRole rds-export", "arn:aws:iam::")]
    [InlineData("kmsKeyId", "arn:aws:kms:eu-west-1:111122223333:key/export", "ExportKey arn:aws:kms:eu-west-1:111122223333:key/export", "us-east-1")]
    public async Task A_role_or_a_key_that_cannot_be_one_is_one_failed_row(string setting, string value, string row, string remedy)
    {
        await PlantAsync(Good);
        _configuration["environments"]!["prod-us"]!["export"]![setting] = value;

        AssertOnly("Failed", row, remedy);
    }

    [Fact]
    public async Task What_no_export_has_used_yet_is_unknown_and_what_one_failed_with_is_a_warning()
    {
        await PlantAsync(Good);
        _configuration["environments"]!["prod-us"]!["export"]!["kmsKeyId"] = "alias/unused";
        _configuration["environments"]!["prod-us"]!["export"]!["roleArn"] = new AwsRole("other").Arn;
        await ExportAsync("later", AwsExportFailures.RoleNotAuthorized, new AwsRole("other").Arn);

        IReadOnlyList<Row> rows = Run("-Check Export*");

        Assert.Equal("Unknown", rows.Single(row => row.Check == "ExportKey").Status);
        Assert.Equal("Warning", rows.Single(row => row.Check == "ExportRole").Status);
    }

    [Theory]
    [InlineData("alerts", "state", "StateFolder")]
    [InlineData("logging", "path", "LogFolder")]
    public async Task A_folder_that_cannot_be_written_to_is_one_failed_row(string section, string setting, string check)
    {
        await PlantAsync(Good);
        string file = System.IO.Path.Combine(_folder.FullName, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        string path = System.IO.Path.Combine(file, "in-it", "x.json");
        _configuration[section]![setting] = setting == "state" ? new JsonObject { ["file"] = path } : path;

        AssertOnly("Failed", $"{check} {System.IO.Path.GetDirectoryName(path)}", file);
    }

    [Fact]
    public async Task A_configuration_with_an_error_is_one_failed_row_and_what_it_names_is_tried_all_the_same()
    {
        await PlantAsync(Good);
        _configuration["run"] = new JsonObject { ["paralelism"] = 4 };

        IReadOnlyList<Row> rows = AssertOnly("Failed", $"Configuration {Path}", "Test-RdsBackupConfiguration");

        Assert.Contains("parallelism", rows.Single(row => row.Check == "Configuration").Detail + rows.Single(row => row.Check == "Configuration").Remedy, StringComparison.Ordinal);
        Assert.Contains(rows, row => row is { Check: "Bucket", Status: "Healthy" });
    }

    [Theory]
    [InlineData("-ConfigurationPath no-such-file.json")]
    [InlineData("-Environment no-such-environment")]
    public async Task A_configuration_that_cannot_be_used_is_one_failed_row_beside_what_needs_none(string parameters)
    {
        await PlantAsync(Good);
        string path = parameters.Contains("-ConfigurationPath", StringComparison.Ordinal) ? "" : "-ConfigurationPath $args[0]";

        IReadOnlyList<Row> rows = Rows(Host.TryRun($"Test-RdsBackupHealth {path} {parameters}", Write()));

        Assert.Equal(["Configuration Failed", "Memory", "StateFolder Healthy"], rows.Select(row => row.Check == "Memory" ? row.Check : $"{row.Check} {row.Status}").Order());
        Assert.NotEmpty(rows.Single(row => row.Check == "Configuration").Remedy);
    }

    [Fact]
    public async Task A_robot_that_is_gone_is_one_failed_row()
    {
        await PlantAsync(Good);
        Host.Cloud.WeCom.Revoke(Host.Cloud.WeCom.Key);

        IReadOnlyList<Row> rows = AssertOnly("Failed", "Robot dba", "robot");

        Assert.DoesNotContain(rows, row => $"{row}".Contains(Host.Cloud.WeCom.Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_robot_whose_secret_cannot_be_had_is_one_failed_row()
    {
        await PlantAsync(Good);
        _configuration["alerts"]!["channels"]!["dba"]!["key"] = "${env:RDSBACKUP_NO_SUCH_VARIABLE}";

        AssertOnly("Failed", "Robot dba", "RDSBACKUP_NO_SUCH_VARIABLE");
    }

    [Fact]
    public async Task The_group_is_told_only_when_that_is_wanted()
    {
        await PlantAsync(Good);

        Assert.Equal("Healthy", Assert.Single(Run("-Check Robot")).Status);
        Assert.Empty(Host.Cloud.WeCom.Messages);

        Assert.Equal("Healthy", Assert.Single(Run("-Check Robot -SendTestMessage")).Status);
        Assert.Contains("Test-RdsBackupHealth", Assert.Single(Host.Cloud.WeCom.Messages).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_environments_and_checks_that_are_named_are_tried()
    {
        await PlantAsync(Good);

        IReadOnlyList<Row> rows = Run("-Environment test-* -Check BucketW*, Api");

        Assert.Equal(["Api aliyun cn-hangzhou", "BucketWrite s3://offsite/test"], rows.Select(row => $"{row.Check} {row.Target}").Order());
        Assert.All(rows, row => Assert.Equal("test-cn", row.Environments));
    }

    [Fact]
    public async Task Quiet_says_whether_nothing_failed()
    {
        await PlantAsync(Good with { AbortsUploadsAfterDays = null });
        Assert.True(IsWell()); // A warning is no failure.

        Host.Cloud.S3.Faults.Inject(Fault.Error(403, "AccessDenied"), request => request.Operation == "PutObject");
        Assert.False(IsWell());
    }

    [Fact]
    public void Without_a_configuration_it_checks_what_the_parameters_name()
    {
        Host.Cloud.S3.CreateBucket("offsite", Good);
        Host.UseS3();
        UseCredentials();

        IReadOnlyList<Row> bucket = Rows(Host.TryRun("Test-RdsBackupHealth -Bucket offsite -Prefix nightly"));
        IReadOnlyList<Row> regions = Rows(Host.TryRun("Test-RdsBackupHealth -RegionId cn-hangzhou -AliyunEndpoint $args[0] -Region us-east-1 -AwsRdsEndpoint $args[1]", Host.Cloud.AliyunEndpoint, Host.Cloud.AwsRds.Endpoint));

        Assert.Equal(
            ["Bucket", "BucketObjectLock", "BucketPublicAccess", "BucketUploadRule", "BucketVersioning", "BucketWrite", "Clock", "Memory", "StateFolder"],
            bucket.Select(row => row.Check).Order());
        Assert.Equal(["Api", "Api", "Clock", "Clock", "Credentials", "Credentials", "Memory", "StateFolder"], regions.Select(row => row.Check).Order());
        Assert.All(bucket.Concat(regions).Where(row => row.Check != "Memory"), row => Assert.Equal("Healthy", row.Status));
    }

    [Fact]
    public async Task A_configuration_and_something_instead_of_one_is_an_error()
    {
        await PlantAsync(Good);

        ScriptRun run = Host.TryRun("Test-RdsBackupHealth -ConfigurationPath $args[0] -Bucket offsite", Write());

        Assert.StartsWith("HealthScopeAmbiguous,", Assert.Single(run.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_to_reach_what_was_not_named_is_said_to_be_unused()
    {
        await PlantAsync(Good);

        ScriptRun run = Host.TryRun("Test-RdsBackupHealth -ConfigurationPath $args[0] -AwsProfile other -Prefix nightly -Check Memory -Verbose", Write());

        Assert.Equal(
            ["-AwsProfile was not used, for it goes with -Region, -Bucket.", "-Prefix was not used, for it goes with -Bucket."],
            run.Verbose.Where(line => line.Contains("was not used", StringComparison.Ordinal)).Select(line => line.Split(". ")[0] + "."));
        Assert.Empty(run.Errors);
    }

    private string Path => System.IO.Path.Combine(_folder.FullName, "rdsbackup.json");

    private async Task PlantAsync(S3BucketOptions? offsite, string bucket = "offsite")
    {
        UseCredentials();
        if (_configuration.Count == 0)
        {
            Host.AddInstance("rm-a");
            Host.Cloud.AwsRds.AddInstance(new AwsDbInstance { Id = "orders" });
            Host.Cloud.S3.CreateBucket("exports");
            await ExportAsync("earlier", failure: null);
        }

        if (offsite is not null)
        {
            Host.Cloud.S3.CreateBucket(bucket, offsite);
        }

        _configuration = new JsonObject
        {
            ["environments"] = new JsonObject
            {
                ["prod-cn"] = new JsonObject
                {
                    ["cloud"] = "aliyun",
                    ["endpoint"] = Host.Cloud.AliyunEndpoint.ToString(),
                    ["regions"] = new JsonArray("cn-hangzhou"),
                    ["instances"] = new JsonArray("rm-*"),
                    ["destination"] = Place(bucket, "prod"),
                },
                ["prod-us"] = new JsonObject
                {
                    ["cloud"] = "aws",
                    ["endpoint"] = Host.Cloud.AwsRds.Endpoint.ToString(),
                    ["regions"] = new JsonArray("us-east-1"),
                    ["instances"] = new JsonArray("orders"),
                    ["export"] = new JsonObject
                    {
                        ["bucket"] = "exports",
                        ["endpoint"] = Host.Cloud.S3Endpoint.ToString(),
                        ["roleArn"] = Role,
                        ["kmsKeyId"] = new AwsKmsKey("export").Arn,
                    },
                },
                ["test-cn"] = new JsonObject
                {
                    ["cloud"] = "aliyun",
                    ["endpoint"] = Host.Cloud.AliyunEndpoint.ToString(),
                    ["regions"] = new JsonArray("cn-hangzhou"),
                    ["instances"] = new JsonArray("rm-*"),
                    ["destination"] = Place(bucket, "test"),
                },
            },
            ["alerts"] = new JsonObject
            {
                ["channels"] = new JsonObject { ["dba"] = new JsonObject { ["type"] = "WeCom", ["key"] = $"${{file:{KeyFile()}}}", ["endpoint"] = Host.Cloud.WeCom.Endpoint.ToString() } },
                ["state"] = new JsonObject { ["file"] = "./state/alerts.json" },
            },
            ["logging"] = new JsonObject { ["path"] = "./logs/rds.log" },
        };
    }

    private JsonObject Place(string bucket, string prefix) =>
        new() { ["bucket"] = bucket, ["endpoint"] = Host.Cloud.S3Endpoint.ToString(), ["prefix"] = prefix };

    private string KeyFile()
    {
        string path = System.IO.Path.Combine(_folder.FullName, "robot.key");
        File.WriteAllText(path, Host.Cloud.WeCom.Key);
        return path;
    }

    private async Task ExportAsync(string id, string? failure, string role = Role) => await Host.Cloud.AwsRds.AddExportAsync(
        new AwsExportRequest
        {
            Id = id,
            SourceArn = "arn:aws:rds:us-east-1:111122223333:snapshot:orders-1",
            Bucket = "exports",
            RoleArn = role,
            Plan = new AwsExportPlan { Starting = TimeSpan.Zero, Exporting = TimeSpan.Zero, FailureCause = failure },
        },
        TestContext.Current.CancellationToken);

    private void UseCredentials() => Host.Run(
        """
        param($id, $secret, $awsId, $awsSecret)
        $global:PSDefaultParameterValues['Test-RdsBackupHealth:AliyunCredential'] = [PSCredential]::new($id, [Net.NetworkCredential]::new('', $secret).SecurePassword)
        $global:PSDefaultParameterValues['*-RdsBackup*:AwsCredential'] = [PSCredential]::new($awsId, [Net.NetworkCredential]::new('', $awsSecret).SecurePassword)
        """,
        Host.Cloud.Aliyun.AccessKeyId, Host.Cloud.Aliyun.AccessKeySecret, Host.Cloud.S3.AccessKeyId, Host.Cloud.S3.SecretAccessKey);

    private string Write()
    {
        File.WriteAllText(Path, _configuration.ToJsonString());
        return Path;
    }

    private bool IsWell() => (bool)Assert.Single(Host.Run("Test-RdsBackupHealth -ConfigurationPath $args[0] -Quiet", Write())).BaseObject;

    private IReadOnlyList<Row> Run(string parameters = "") => Rows(Host.TryRun($"Test-RdsBackupHealth -ConfigurationPath $args[0] {parameters}", Write()));

    // One row has the status, and none is worse off but those that depend on it.
    private IReadOnlyList<Row> AssertOnly(string status, string name, string remedy)
    {
        IReadOnlyList<Row> rows = Run();
        Row row = Assert.Single(rows, row => row.Status is not ("Healthy" or "Skipped") && row.Check != "Memory");
        Assert.Equal((status, name), (row.Status, $"{row.Check} {row.Target}"));
        Assert.Contains(remedy, row.Remedy, StringComparison.Ordinal);
        Assert.Equal(status != "Failed", IsWell());
        return rows;
    }

    private static IReadOnlyList<Row> Rows(ScriptRun run)
    {
        Assert.Null(run.Failure);
        Assert.Empty(run.Errors);
        return [.. run.Output.Select(item => new Row(
            Text(item, "Check"), Text(item, "Target"), Text(item, "Status"), Text(item, "Detail"), Text(item, "Remedy"),
            string.Join(", ", (IEnumerable<string>)item.Properties["Environments"].Value)))];
    }

    private static string Text(PSObject item, string property) => item.Properties[property].Value?.ToString() ?? "";

    private sealed record Row(string Check, string Target, string Status, string Detail, string Remedy, string Environments);
}
