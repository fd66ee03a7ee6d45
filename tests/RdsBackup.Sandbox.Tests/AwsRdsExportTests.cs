using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.Extensions.Time.Testing;
using Parquet;

namespace RdsBackup.Sandbox.Tests;

/// <summary>Exports as a client on the wire sees them, and what they leave in S3.</summary>
public sealed class AwsRdsExportTests : IAsyncLifetime
{
    private const string Home = "us-east-1";
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 5, 10, 12, 0, 0, TimeSpan.Zero));
    private SandboxCloud _cloud = null!;
    private AwsQueryClient _rds = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cloud = await SandboxCloud.StartAsync(new SandboxOptions { TimeProvider = _clock }, Cancellation);
        _cloud.AwsRds.Pace = new AwsRdsPace { ExportStarting = TimeSpan.FromMinutes(10), Exporting = TimeSpan.FromMinutes(20), Canceling = TimeSpan.FromMinutes(1) };
        _rds = new AwsQueryClient(_cloud, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        _rds.Dispose();
        await _cloud.DisposeAsync();
    }

    [Fact]
    public async Task An_export_starts_progresses_and_completes_by_the_clock()
    {
        AwsDbSnapshot snapshot = AddSnapshot("s1");
        XElement started = await StartAsync("task-1", snapshot.Arn);
        Assert.Equal(("STARTING", "0"), (Value(started, "Status"), Value(started, "PercentProgress")));

        _clock.Advance(TimeSpan.FromMinutes(20));
        XElement running = await DescribeAsync("task-1");
        Assert.Equal(("IN_PROGRESS", "50", "50"), (Value(running, "Status"), Value(running, "PercentProgress"), Value(running, "TotalExtractedDataInGB")));
        Assert.Empty(_cloud.S3.Objects("exports"));

        _clock.Advance(TimeSpan.FromMinutes(10));
        XElement done = await DescribeAsync("task-1");
        Assert.Equal(("COMPLETE", "100", "100"), (Value(done, "Status"), Value(done, "PercentProgress"), Value(done, "TotalExtractedDataInGB")));
        Assert.Equal("2026-05-10T12:30:00.000Z", Value(done, "TaskEndTime"));
    }

    [Fact]
    public async Task A_finished_export_lies_in_s3_with_genuine_parquet_files()
    {
        AwsDbSnapshot snapshot = AddSnapshot("s1");
        await StartAsync("task-1", snapshot.Arn, ("S3Prefix", "a/b"));
        _clock.Advance(TimeSpan.FromMinutes(30));

        string[] keys = [.. _cloud.S3.Objects("exports").Select(value => value.Key)];
        JsonNode info = await JsonAsync("a/b/task-1/export_info_task-1.json");
        JsonNode tables = await JsonAsync("a/b/task-1/export_tables_info_task-1_from_1_to_3.json");
        string[] orders = [.. keys.Where(key => key.StartsWith("a/b/task-1/shop/shop.orders/1/", StringComparison.Ordinal))];
        await using MemoryStream file = new(await _cloud.S3.ReadObject("exports", orders.First(key => key.EndsWith(".gz.parquet", StringComparison.Ordinal))));
        await using ParquetReader parquet = await ParquetReader.CreateAsync(file, cancellationToken: Cancellation);

        Assert.Equal(("task-1", "COMPLETE", 100), (info["exportTaskIdentifier"]!.GetValue<string>(), info["status"]!.GetValue<string>(), info["percentProgress"]!.GetValue<int>()));
        Assert.Equal(["shop.shop.orders", "shop.shop.customers", "shop.shop.returns"], tables["perTableStatus"]!.AsArray().Select(table => table!["target"]!.GetValue<string>()));
        Assert.Equal(3, orders.Length);
        Assert.Equal(["a/b/task-1/shop/shop.returns/1/_SUCCESS"], keys.Where(key => key.Contains("returns", StringComparison.Ordinal)));
        Assert.Equal(100, parquet.Metadata!.NumRows);
        Assert.Equal("aws:kms", _cloud.S3.Objects("exports")[0].Attributes.ServerSideEncryption);
    }

    private AwsDbSnapshot AddSnapshot(string id, AwsExportPlan? plan = null) => _cloud.AwsRds.AddSnapshot(new AwsDbSnapshot
    {
        Id = id,
        SourceId = "orders",
        Created = _clock.GetUtcNow().AddDays(-1),
        Export = plan ?? new AwsExportPlan(),
    });

    private Task<XElement> StartAsync(string id, string arn, params (string Name, string Value)[] more) =>
        _rds.OkAsync("StartExportTask", Home, [.. Parameters(id, arn), .. more]);

    private async Task<XElement> DescribeAsync(string id) =>
        Assert.Single((await _rds.OkAsync("DescribeExportTasks", Home, ("ExportTaskIdentifier", id))).Element("ExportTasks")!.Elements("ExportTask"));

    private async Task<JsonNode> JsonAsync(string key) => JsonNode.Parse(Encoding.UTF8.GetString(await _cloud.S3.ReadObject("exports", key)))!;

    private static (string Name, string Value)[] Parameters(string id, string arn) =>
        [("ExportTaskIdentifier", id), ("SourceArn", arn), ("S3BucketName", "exports"), ("IamRoleArn", new AwsRole("rds-export").Arn), ("KmsKeyId", "alias/export")];

    private static string? Value(XElement element, string name) => element.Element(name)?.Value;
}
