using Microsoft.Extensions.Time.Testing;
using RdsBackup.Aws;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Aws;

/// <summary>The client against the emulated cloud, which checks signatures and parameters as the API documents them.</summary>
public sealed class AwsSandboxTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private SandboxCloud _cloud = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cloud = await SandboxCloud.StartAsync(new SandboxOptions { TimeProvider = _clock }, Token);
        _cloud.AwsRds.Pace = new AwsRdsPace
        {
            Snapshot = TimeSpan.FromMinutes(2),
            Copy = TimeSpan.FromMinutes(2),
            ExportStarting = TimeSpan.FromMinutes(1),
            Exporting = TimeSpan.FromMinutes(2),
            Canceling = TimeSpan.FromMinutes(1),
        };
    }

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task Instances_and_clusters_of_a_region_are_listed()
    {
        using AwsRdsClient client = await ConnectAsync();

        List<AwsRdsInstance> instances = await client.DescribeDBInstancesAsync(new AwsInstanceQuery(), Token).ToListAsync(Token);
        AwsRdsInstance cluster = Assert.Single(await client.DescribeDBClustersAsync(new AwsInstanceQuery(), Token).ToListAsync(Token));

        AwsRdsInstance orders = instances.Single(instance => instance.InstanceId == "orders");
        Assert.Equal(("mysql", "available", "us-east-1", AwsRdsAccount.AccountId, 7), (orders.Engine, orders.Status, orders.Region, orders.AccountId, orders.BackupRetentionPeriod));
        Assert.Equal("prod", orders.Tags["env"]);
        Assert.Equal("ledger", instances.Single(instance => instance.InstanceId == "ledger-1").ClusterId);
        Assert.Equal((AwsRdsKind.Cluster, "ledger"), (cluster.Kind, cluster.InstanceId));
        Assert.Equal(["ledger-1", "ledger-2"], cluster.Members.Order());
        Assert.Equal(orders.Tags, await client.ListTagsForResourceAsync(orders.Arn, Token));
    }

    [Fact]
    public async Task Snapshots_come_over_many_pages()
    {
        AwsDbInstance big = _cloud.AwsRds.AddInstance(new AwsDbInstance { Id = "big" });
        _cloud.AwsRds.AddSyntheticSnapshots(big, 95);
        using AwsRdsClient client = await ConnectAsync();

        List<AwsRdsSnapshot> snapshots = await client.DescribeDBSnapshotsAsync(
            new AwsSnapshotQuery("big") { MaxRecords = 20 }, Token).ToListAsync(Token);

        Assert.Equal(95, snapshots.Select(snapshot => snapshot.SnapshotId).Distinct().Count());
        Assert.Equal(5, _cloud.AwsRds.Requests.Count);
        Assert.All(snapshots, snapshot => Assert.Equal((AwsRdsKind.Instance, "big", true), (snapshot.Kind, snapshot.InstanceId, snapshot.IsUsable)));
    }

    [Fact]
    public async Task Types_filters_and_sharing_narrow_a_list()
    {
        using AwsRdsClient client = await ConnectAsync();

        List<AwsRdsSnapshot> automated = await SnapshotsAsync(client, new AwsSnapshotQuery("orders", SnapshotType: "automated"));
        List<AwsRdsSnapshot> mysql = await SnapshotsAsync(client, new AwsSnapshotQuery { Filters = [new AwsFilter("engine", "mysql")] });
        List<AwsRdsSnapshot> shared = await SnapshotsAsync(client, new AwsSnapshotQuery(SnapshotType: "shared"));
        AwsRdsSnapshot one = Assert.Single(await SnapshotsAsync(client, new AwsSnapshotQuery(SnapshotId: automated[0].SnapshotId)));

        Assert.Equal(7, automated.Count);
        Assert.All(automated, snapshot => Assert.StartsWith("rds:orders-", snapshot.SnapshotId, StringComparison.Ordinal));
        Assert.All(mysql, snapshot => Assert.Equal("mysql", snapshot.Engine));
        Assert.Contains(shared, snapshot => snapshot.SnapshotId == "partner-data" && snapshot.AccountId != AwsRdsAccount.AccountId);
        Assert.Equal(automated[0].Arn, one.Arn);
    }

    [Fact]
    public async Task A_snapshot_is_made_and_copied_into_another_region()
    {
        using AwsRdsClient home = await ConnectAsync();
        using AwsRdsClient away = await ConnectAsync("eu-west-1");

        AwsRdsSnapshot made = await home.CreateDBSnapshotAsync(
            new AwsSnapshotRequest("mine", "orders") { Tags = new Dictionary<string, string> { ["why"] = "升级前", ["bare"] = "" } }, Token);
        _clock.Advance(TimeSpan.FromMinutes(2));
        AwsRdsSnapshot ready = Assert.Single(await SnapshotsAsync(home, new AwsSnapshotQuery(SnapshotId: "mine")));
        AwsRdsSnapshot copy = await away.CopyDBSnapshotAsync(
            new AwsSnapshotCopyRequest(ready.Arn, "mine-too", "alias/export", CopyTags: true), Token);
        _clock.Advance(TimeSpan.FromMinutes(2));
        AwsRdsSnapshot copied = Assert.Single(await SnapshotsAsync(away, new AwsSnapshotQuery(SnapshotId: "mine-too")));

        Assert.Equal(("creating", false), (made.Status, made.IsUsable));
        Assert.Null(made.TakenTime);
        Assert.True(ready.IsUsable);
        Assert.Equal(("升级前", ""), (ready.Tags["why"], ready.Tags["bare"]));
        Assert.Equal("eu-west-1", copy.Region);
        Assert.Equal((true, "us-east-1", ready.Arn), (copied.IsUsable, copied.SourceRegion, copied.SourceSnapshotId));
        Assert.Equal(ready.TakenTime, copied.TakenTime);
        Assert.True(copied.CreateTime > ready.CreateTime);
    }

    [Fact]
    public async Task A_cluster_snapshot_is_made_and_copied()
    {
        using AwsRdsClient client = await ConnectAsync();

        AwsRdsSnapshot made = await client.CreateDBClusterSnapshotAsync(new AwsSnapshotRequest("mine", "ledger"), Token);
        _clock.Advance(TimeSpan.FromMinutes(2));
        AwsRdsSnapshot copy = await client.CopyDBClusterSnapshotAsync(new AwsSnapshotCopyRequest("mine", "mine-too"), Token);
        List<AwsRdsSnapshot> all = await client.DescribeDBClusterSnapshotsAsync(
            new AwsSnapshotQuery("ledger", SnapshotType: "manual"), Token).ToListAsync(Token);

        Assert.Equal((AwsRdsKind.Cluster, "ledger", true), (made.Kind, made.InstanceId, made.Encrypted));
        Assert.Equal("mine-too", copy.SnapshotId);
        Assert.Equal(["mine", "mine-too"], all.Select(snapshot => snapshot.SnapshotId).Order());
    }

    [Fact]
    public async Task An_export_is_started_followed_and_cancelled()
    {
        using AwsRdsClient client = await ConnectAsync();
        AwsRdsSnapshot snapshot = (await SnapshotsAsync(client, new AwsSnapshotQuery("orders", SnapshotType: "automated")))[0];

        AwsSnapshotExport started = await client.StartExportTaskAsync(Export("task-1", snapshot.Arn) with { Prefix = "a/b" }, Token);
        _clock.Advance(TimeSpan.FromMinutes(2));
        AwsSnapshotExport running = await TaskAsync(client, "task-1");
        _clock.Advance(TimeSpan.FromMinutes(1));
        AwsSnapshotExport done = await TaskAsync(client, "task-1");
        await client.StartExportTaskAsync(Export("task-2", snapshot.Arn), Token);
        AwsSnapshotExport canceling = await client.CancelExportTaskAsync("task-2", Token);
        List<AwsSnapshotExport> complete = await client.DescribeExportTasksAsync(
            new AwsExportQuery { Filters = [new AwsFilter("status", "complete")] }, Token).ToListAsync(Token);

        Assert.Equal(("STARTING", "s3://exports/a/b/task-1/", snapshot.SnapshotId), (started.Status, started.ExportLocation, started.SnapshotId));
        Assert.Equal(("IN_PROGRESS", 50), (running.Status, running.PercentProgress));
        Assert.True(done.IsComplete);
        Assert.Contains(_cloud.S3.Objects("exports"), item => item.Key.StartsWith(done.KeyPrefix, StringComparison.Ordinal));
        Assert.Equal("CANCELING", canceling.Status);
        Assert.Equal(["task-1"], complete.Select(export => export.ExportTaskId));
    }

    [Fact]
    public async Task A_creation_whose_answer_was_lost_is_not_made_twice()
    {
        _cloud.AwsRds.Faults.Inject(new Fault { CutAfter = 20 }, request => request.Operation == "CreateDBSnapshot", times: 1);
        using AwsRdsClient client = await ConnectAsync();

        AwsRdsSnapshot made = await client.CreateDBSnapshotAsync(new AwsSnapshotRequest("mine", "orders"), Token);

        Assert.Equal("mine", made.SnapshotId);
        Assert.Equal(["CreateDBSnapshot", "CreateDBSnapshot", "DescribeDBSnapshots"], _cloud.AwsRds.Requests.Select(request => request.Operation));
    }

    [Fact]
    public async Task A_wrong_secret_a_denied_action_and_a_full_queue_have_errors_of_their_own()
    {
        using AwsRdsClient client = await ConnectAsync();
        using AwsRdsClient stranger = await ConnectAsync(secret: "of-someone-else");
        string arn = (await SnapshotsAsync(client, new AwsSnapshotQuery("orders", SnapshotType: "manual")))[0].Arn;
        _cloud.AwsRds.ExportLimit = 0;
        _cloud.AwsRds.Deny("rds:DescribeDBClusters");

        AwsApiException signature = await Assert.ThrowsAsync<AwsApiException>(() => SnapshotsAsync(stranger, new AwsSnapshotQuery()));
        AwsApiException denied = await Assert.ThrowsAsync<AwsApiException>(
            async () => await client.DescribeDBClustersAsync(new AwsInstanceQuery(), Token).CountAsync(Token));
        AwsApiException full = await Assert.ThrowsAsync<AwsApiException>(() => client.StartExportTaskAsync(Export("task", arn), Token));

        Assert.Equal(["AwsCredentialsInvalid", "AwsAccessDenied", "AwsExportLimit"], new[] { signature, denied, full }.Select(error => error.ErrorId));
        Assert.Contains("rds:DescribeDBClusters", denied.Message, StringComparison.Ordinal);
        Assert.True(full.IsRetryable);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_disturbs_no_call()
    {
        _clock.Advance(TimeSpan.FromHours(1));
        using AwsRdsClient client = await ConnectAsync();

        Assert.NotEmpty(await SnapshotsAsync(client, new AwsSnapshotQuery()));
        Assert.Equal(2, _cloud.AwsRds.Requests.Count); // the refusal told the time
    }

    [Fact]
    public async Task A_profile_that_does_not_exist_is_named()
    {
        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(() => AwsRdsClient.ConnectAsync(
            new AwsClientOptions { Region = "us-east-1", Profile = "none-such" }, Token));

        Assert.Equal("AwsProfileNotFound", error.ErrorId);
    }

    private static Task<List<AwsRdsSnapshot>> SnapshotsAsync(AwsRdsClient client, AwsSnapshotQuery query) =>
        client.DescribeDBSnapshotsAsync(query, Token).ToListAsync(Token).AsTask();

    private static async Task<AwsSnapshotExport> TaskAsync(AwsRdsClient client, string id) =>
        await client.DescribeExportTasksAsync(new AwsExportQuery(id), Token).SingleAsync(Token);

    private static RdsBackup.Aws.AwsExportRequest Export(string id, string source) => new(
        id, source, "exports", $"arn:aws:iam::{AwsRdsAccount.AccountId}:role/rds-export", "alias/export");

    private Task<AwsRdsClient> ConnectAsync(string region = "us-east-1", string? secret = null) => AwsRdsClient.ConnectAsync(
        new AwsClientOptions
        {
            Region = region,
            AccessKeyId = _cloud.S3.AccessKeyId,
            SecretAccessKey = secret ?? _cloud.S3.SecretAccessKey,
            EndpointUrl = _cloud.AwsRds.Endpoint,
        },
        Token);
}
