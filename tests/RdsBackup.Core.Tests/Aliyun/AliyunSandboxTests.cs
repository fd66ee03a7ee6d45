using RdsBackup.Aliyun;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Aliyun;

/// <summary>The client against the emulated cloud, which checks signatures, parameters and formats as the API documents them.</summary>
public sealed class AliyunSandboxTests : IAsyncLifetime
{
    private const string MySql = "rm-bp1mysql8local0001";
    private SandboxCloud _cloud = null!;

    public async ValueTask InitializeAsync() => _cloud = await SandboxCloud.StartAsync(ct: TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task Instances_of_a_region_are_listed_and_filtered()
    {
        using AliyunRdsClient client = Client();

        List<AliyunRdsInstance> all = await client.DescribeDBInstancesAsync(new AliyunInstanceQuery(), Token).ToListAsync(Token);
        List<AliyunRdsInstance> tagged = await client.DescribeDBInstancesAsync(
            new AliyunInstanceQuery(Tags: new Dictionary<string, string> { ["env"] = "prod" }), Token).ToListAsync(Token);

        Assert.Contains(all, instance => instance.Description == "订单库 (bad backups)");
        Assert.All(all, instance => Assert.Equal("cn-hangzhou", instance.RegionId));
        AliyunRdsInstance only = Assert.Single(tagged);
        Assert.Equal((MySql, "MySQL", "8.0", "local_ssd"), (only.InstanceId, only.Engine, only.EngineVersion, only.StorageType));
    }

    [Fact]
    public async Task The_attributes_of_an_instance_have_its_creation_time()
    {
        using AliyunRdsClient client = Client();

        AliyunRdsInstance instance = await client.DescribeDBInstanceAttributeAsync(MySql, Token);

        Assert.Equal(_cloud.Aliyun.Instance(MySql).Created, instance.CreateTime);
    }

    [Fact]
    public async Task Backups_of_a_window_are_listed_newest_first_with_links_that_serve_the_file()
    {
        using AliyunRdsClient client = Client();
        using var http = new HttpClient();

        List<AliyunBackup> backups = await client.DescribeBackupsAsync(LastDays(MySql, 3), Token).ToListAsync(Token);

        Assert.Equal(_cloud.Aliyun.Instance(MySql).Backups.Take(3).Select(backup => backup.Id), backups.Select(backup => backup.BackupId));
        using var request = new HttpRequestMessage(HttpMethod.Get, backups[0].DownloadLink!.Reveal()) { Headers = { Range = new(0, 7) } };
        using HttpResponseMessage response = await http.SendAsync(request, Token);
        Assert.Equal("qpress10"u8.ToArray(), await response.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(backups[0].Size, response.Content.Headers.ContentRange!.Length);
        Assert.EndsWith("_xb.qp", backups[0].FileName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_backup_is_found_by_its_id_whatever_the_window()
    {
        using AliyunRdsClient client = Client();
        string id = _cloud.Aliyun.Instance(MySql).Backups[^1].Id;

        List<AliyunBackup> found = await client.DescribeBackupsAsync(LastDays(MySql, 1) with { BackupId = id }, Token).ToListAsync(Token);

        Assert.Equal(id, Assert.Single(found).BackupId);
    }

    [Fact]
    public async Task Snapshots_of_a_cloud_disk_have_no_links()
    {
        using AliyunRdsClient client = Client();

        List<AliyunBackup> snapshots = await client.DescribeBackupsAsync(LastDays("pgm-bp1pgcloud000001", 7), Token).ToListAsync(Token);

        Assert.NotEmpty(snapshots);
        Assert.All(snapshots, snapshot => Assert.Equal(("Snapshot", false), (snapshot.Method, snapshot.HasDownloadLink)));
    }

    [Fact]
    public async Task Binary_logs_of_both_nodes_and_log_backups_are_listed()
    {
        using AliyunRdsClient client = Client();
        DateTimeOffset now = DateTimeOffset.UtcNow;

        List<AliyunLogBackup> binlogs = await client.DescribeBinlogFilesAsync(
            new AliyunLogBackupQuery(MySql, now.AddDays(-2), now, "MySQL"), Token).ToListAsync(Token);
        List<AliyunLogBackup> logs = await client.DescribeLogBackupFilesAsync(
            new AliyunLogBackupQuery("rm-bp1mssql2019000001", now.AddDays(-2), now, "SQLServer"), Token).ToListAsync(Token);

        Assert.Equal(48, binlogs.Count);
        Assert.Equal(2, binlogs.DistinctBy(log => log.HostInstanceId).Count());
        Assert.Contains(binlogs, log => log.Status == "Uploading");
        Assert.Equal(48, logs.Count);
        Assert.All(logs, log => Assert.EndsWith(".zip", log.FileName, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_policy_of_an_instance_is_read()
    {
        using AliyunRdsClient client = Client();

        AliyunBackupPolicy policy = await client.DescribeBackupPolicyAsync(MySql, Token);

        Assert.Equal(7, policy.Days.Count);
        Assert.Equal((TimeSpan.FromHours(18), TimeSpan.FromHours(1), 7), (policy.WindowStart, policy.WindowLength, policy.RetentionDays));
    }

    [Fact]
    public async Task Regions_are_listed_with_their_endpoints()
    {
        using AliyunRdsClient client = Client();

        List<AliyunRegion> regions = await client.DescribeRegionsAsync(Token).ToListAsync(Token);

        Assert.Equal(["cn-hangzhou", "cn-shanghai"], regions.Select(region => region.RegionId));
        Assert.Equal(_cloud.Aliyun.EndpointFor("cn-shanghai").Authority, regions[1].Endpoint);
    }

    [Fact]
    public async Task Backups_taken_while_the_list_is_read_neither_repeat_nor_hide_others()
    {
        _cloud.Aliyun.AddSyntheticBackups(MySql, 500);
        SandboxInstance instance = _cloud.Aliyun.Instance(MySql);
        using AliyunRdsClient client = Client();
        List<string> rows = [];

        await foreach (AliyunBackup backup in client.DescribeBackupsAsync(LastDays(MySql, 30), Token))
        {
            rows.Add(backup.BackupId);
            if (rows.Count % 90 == 0)
            {
                instance.Add(instance.Backups[0] with { Id = $"new-{rows.Count}" });
            }
        }

        Assert.Equal(rows.Count, rows.Distinct().Count());
        Assert.Equal(507, rows.Count(id => !id.StartsWith("new-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_instance_of_another_region_is_not_found()
    {
        using AliyunRdsClient client = Client();

        var error = await Assert.ThrowsAsync<AliyunApiException>(() => client.DescribeBackupPolicyAsync("rm-uf6mariadb10300001", Token));

        Assert.Equal("AliyunInstanceNotFound", error.ErrorId);
        Assert.Contains("rm-uf6mariadb10300001", error.Message, StringComparison.Ordinal);
        Assert.Contains("cn-hangzhou", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_denied_action_is_named(bool asXml)
    {
        _cloud.Aliyun.Deny("DescribeBackupPolicy");
        _cloud.Aliyun.ErrorsAsXml = asXml;
        using AliyunRdsClient client = Client();

        var error = await Assert.ThrowsAsync<AliyunApiException>(() => client.DescribeBackupPolicyAsync(MySql, Token));

        Assert.Equal("AliyunAccessDenied", error.ErrorId);
        Assert.Contains("rds:DescribeBackupPolicy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_and_never_shown()
    {
        using AliyunRdsClient client = Client(secret: "notTheSecretOfThisKey");

        var error = await Assert.ThrowsAsync<AliyunApiException>(() => client.DescribeBackupPolicyAsync(MySql, Token));

        Assert.Equal("AliyunCredentialsInvalid", error.ErrorId);
        Assert.DoesNotContain("notTheSecretOfThisKey", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Throttling_is_waited_out()
    {
        _cloud.Aliyun.Faults.Inject(Fault.AliyunThrottling(TimeSpan.FromMilliseconds(20)), times: 3);
        using AliyunRdsClient client = Client();

        Assert.NotEmpty((await client.DescribeBackupPolicyAsync(MySql, Token)).Days);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static AliyunBackupQuery LastDays(string instanceId, int days) =>
        new(instanceId, DateTimeOffset.UtcNow.AddDays(-days), DateTimeOffset.UtcNow);

    private AliyunRdsClient Client(string? secret = null) => new(new AliyunClientOptions
    {
        RegionId = _cloud.Aliyun.Region,
        Endpoint = _cloud.Aliyun.EndpointFor(_cloud.Aliyun.Region),
        AccessKeyId = _cloud.Aliyun.AccessKeyId,
        AccessKeySecret = secret ?? _cloud.Aliyun.AccessKeySecret,
    });
}
