using RdsBackup.Aliyun;
using RdsBackup.Aliyun.Credentials;
using RdsBackup.Core.Tests.Scripting;

namespace RdsBackup.Core.Tests.Aliyun;

public sealed class AliyunRdsClientTests
{
    private static readonly DateTimeOffset Since = new(2026, 1, 1, 8, 0, 30, TimeSpan.FromHours(8));
    private static readonly DateTimeOffset Before = new(2026, 1, 2, 0, 0, 0, 1, TimeSpan.Zero);

    [Fact]
    public async Task Backups_are_asked_for_in_whole_minutes_and_the_window_never_gets_smaller()
    {
        ScriptedRequest request = await AskAsync((client, token) => client.DescribeBackupsAsync(
            new AliyunBackupQuery("rm-1", Since, Before, Status: "Success", Mode: "Manual", Type: "FullBackup"), token).CountAsync(token).AsTask());

        AssertAsks(request, "DescribeBackups", new()
        {
            ["DBInstanceId"] = "rm-1",
            ["StartTime"] = "2026-01-01T00:00Z",
            ["EndTime"] = "2026-01-02T00:01Z",
            ["BackupStatus"] = "Success",
            ["BackupMode"] = "Manual",
            ["BackupType"] = "FullBackup",
            ["PageSize"] = "100",
            ["PageNumber"] = "1",
        });
    }

    [Fact]
    public async Task One_backup_is_asked_for_by_its_id_alone()
    {
        ScriptedRequest request = await AskAsync((client, token) => client.DescribeBackupsAsync(
            new AliyunBackupQuery("rm-1", Since, Before, BackupId: "321", Status: "Success"), token).CountAsync(token).AsTask());

        AssertAsks(request, "DescribeBackups", new()
        {
            ["DBInstanceId"] = "rm-1",
            ["BackupId"] = "321",
            ["PageSize"] = "100",
            ["PageNumber"] = "1",
        });
    }

    [Fact]
    public async Task Binary_logs_are_asked_for_in_whole_seconds()
    {
        ScriptedRequest request = await AskAsync((client, token) => client.DescribeBinlogFilesAsync(
            new AliyunLogBackupQuery("rm-1", Since, Before), token).CountAsync(token).AsTask());

        AssertAsks(request, "DescribeBinlogFiles", new()
        {
            ["DBInstanceId"] = "rm-1",
            ["StartTime"] = "2026-01-01T00:00:30Z",
            ["EndTime"] = "2026-01-02T00:00:01Z",
            ["PageSize"] = "100",
            ["PageNumber"] = "1",
        });
    }

    [Fact]
    public async Task Log_backups_are_asked_for_in_whole_minutes()
    {
        ScriptedRequest request = await AskAsync((client, token) => client.DescribeLogBackupFilesAsync(
            new AliyunLogBackupQuery("pgm-1", Since, Before), token).CountAsync(token).AsTask());

        AssertAsks(request, "DescribeLogBackupFiles", new()
        {
            ["DBInstanceId"] = "pgm-1",
            ["StartTime"] = "2026-01-01T00:00Z",
            ["EndTime"] = "2026-01-02T00:01Z",
            ["PageSize"] = "100",
            ["PageNumber"] = "1",
        });
    }

    [Fact]
    public async Task Instances_are_asked_for_with_region_filters_and_tags()
    {
        ScriptedRequest request = await AskAsync((client, token) => client.DescribeDBInstancesAsync(
            new AliyunInstanceQuery("rm-1", "MySQL", "Running", "Primary", new Dictionary<string, string> { ["env"] = "prod" }), token).CountAsync(token).AsTask());

        AssertAsks(request, "DescribeDBInstances", new()
        {
            ["RegionId"] = "cn-hangzhou",
            ["DBInstanceId"] = "rm-1",
            ["Engine"] = "MySQL",
            ["DBInstanceStatus"] = "Running",
            ["DBInstanceType"] = "Primary",
            ["Tags"] = """{"env":"prod"}""",
            ["InstanceLevel"] = "1",
            ["PageSize"] = "100",
            ["PageNumber"] = "1",
        });
    }

    [Fact]
    public async Task The_policy_of_data_backups_is_asked_for()
    {
        ScriptedRequest request = await AskAsync((client, token) => client.DescribeBackupPolicyAsync("rm-1", token));

        AssertAsks(request, "DescribeBackupPolicy", new() { ["DBInstanceId"] = "rm-1", ["BackupPolicyMode"] = "DataBackupPolicy" });
    }

    [Fact]
    public async Task An_instance_without_attributes_is_an_invalid_response()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => new(200, """{"Items":{"DBInstanceAttribute":[]}}"""));
        using AliyunRdsClient client = Client(server.Address);

        var error = await Assert.ThrowsAsync<RdsBackupException>(
            () => client.DescribeDBInstanceAttributeAsync("rm-1", TestContext.Current.CancellationToken));

        Assert.Equal("AliyunInvalidResponse", error.ErrorId);
    }

    [Fact]
    public async Task A_window_that_ends_before_it_starts_is_refused_before_anything_is_sent()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => new(200, "{}"));
        using AliyunRdsClient client = Client(server.Address);

        var error = await Assert.ThrowsAsync<RdsBackupException>(() => client.DescribeBackupsAsync(
            new AliyunBackupQuery("rm-1", Before, Since), TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken).AsTask());

        Assert.Equal("AliyunTimeRangeInvalid", error.ErrorId);
        Assert.Contains("2026-01-01 00:00:30Z", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Listing_twice_asks_twice()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(
            _ => new(200, """{"TotalRecordCount":1,"Items":{"Backup":[{"BackupId":"1"}]}}"""));
        using AliyunRdsClient client = Client(server.Address);
        IAsyncEnumerable<AliyunBackup> backups = client.DescribeBackupsAsync(
            new AliyunBackupQuery("rm-1", Since, Before), TestContext.Current.CancellationToken);

        Assert.Equal(1, await backups.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, await backups.CountAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("ALIBABA_CLOUD_REGION_ID")]
    [InlineData("ALICLOUD_REGION_ID")]
    public void The_region_comes_from_the_environment_when_none_is_given(string variable)
    {
        using AliyunRdsClient client = Client(new AliyunClientOptions(), Machine((variable, "eu-central-1")));

        Assert.Equal("eu-central-1", client.RegionId);
    }

    [Fact]
    public void A_given_region_wins()
    {
        using AliyunRdsClient client = Client(
            new AliyunClientOptions { RegionId = "cn-chengdu" }, Machine(("ALIBABA_CLOUD_REGION_ID", "eu-central-1")));

        Assert.Equal("cn-chengdu", client.RegionId);
    }

    [Fact]
    public void Without_a_region_the_error_says_where_to_set_one()
    {
        var error = Assert.Throws<RdsBackupException>(() => Client(new AliyunClientOptions(), Machine()));

        Assert.Equal("AliyunRegionRequired", error.ErrorId);
        Assert.Contains("ALIBABA_CLOUD_REGION_ID", error.Recommendation, StringComparison.Ordinal);
    }

    private static CredentialEnvironment Machine(params (string Name, string Value)[] variables) => new()
    {
        ReadVariable = name => variables.FirstOrDefault(variable => variable.Name == name).Value,
        HomeFolder = Path.Combine(AppContext.BaseDirectory, "no-such-home"),
    };

    private static AliyunRdsClient Client(AliyunClientOptions options, CredentialEnvironment machine) =>
        new(options, new AliyunRetrySettings(), machine);

    private static AliyunRdsClient Client(Uri endpoint) => new(new AliyunClientOptions
    {
        RegionId = "cn-hangzhou",
        Endpoint = endpoint,
        AccessKeyId = "key",
        AccessKeySecret = "secret",
    });

    private static async Task<ScriptedRequest> AskAsync(Func<AliyunRdsClient, CancellationToken, Task> ask)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => new(200, "{}"));
        using AliyunRdsClient client = Client(server.Address);
        await ask(client, TestContext.Current.CancellationToken);
        return Assert.Single(server.Requests);
    }

    private static void AssertAsks(ScriptedRequest request, string action, SortedDictionary<string, string> parameters)
    {
        Assert.Equal(action, request.Headers["x-acs-action"]);
        Assert.Equal(parameters, new SortedDictionary<string, string>(request.Query.ToDictionary()));
    }
}
