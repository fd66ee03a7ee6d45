using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Parquet;

namespace RdsBackup.Sandbox.Tests;

/// <summary>Exports as a client on the wire sees them, and what they leave in S3.</summary>
public sealed class AwsRdsExportTests : AwsRdsTests
{
    private protected override AwsRdsPace Pace { get; } = new() { ExportStarting = TimeSpan.FromMinutes(10), Exporting = TimeSpan.FromMinutes(20), Canceling = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task An_export_starts_progresses_and_completes_by_the_clock()
    {
        AwsDbSnapshot snapshot = AddSnapshot("s1");
        XElement started = await StartAsync("task-1", snapshot.Arn);
        Assert.Equal(("STARTING", "0"), (Value(started, "Status"), Value(started, "PercentProgress")));

        Clock.Advance(TimeSpan.FromMinutes(20));
        XElement running = await DescribeAsync("task-1");
        Assert.Equal(("IN_PROGRESS", "50", "50"), (Value(running, "Status"), Value(running, "PercentProgress"), Value(running, "TotalExtractedDataInGB")));
        Assert.Empty(Cloud.S3.Objects("exports"));

        Clock.Advance(TimeSpan.FromMinutes(10));
        XElement done = await DescribeAsync("task-1");
        Assert.Equal(("COMPLETE", "100", "100"), (Value(done, "Status"), Value(done, "PercentProgress"), Value(done, "TotalExtractedDataInGB")));
        Assert.Equal("2026-05-10T12:30:00.000Z", Value(done, "TaskEndTime"));
    }

    [Fact]
    public async Task A_finished_export_lies_in_s3_with_genuine_parquet_files()
    {
        AwsDbSnapshot snapshot = AddSnapshot("s1");
        await StartAsync("task-1", snapshot.Arn, ("S3Prefix", "a/b"));
        Clock.Advance(TimeSpan.FromMinutes(30));

        string[] keys = [.. Cloud.S3.Objects("exports").Select(value => value.Key)];
        JsonNode info = await JsonAsync("a/b/task-1/export_info_task-1.json");
        JsonNode tables = await JsonAsync("a/b/task-1/export_tables_info_task-1_from_1_to_3.json");
        string[] orders = [.. keys.Where(key => key.StartsWith("a/b/task-1/shop/shop.orders/1/", StringComparison.Ordinal))];
        await using MemoryStream file = new(await Cloud.S3.ReadObject("exports", orders.First(key => key.EndsWith(".gz.parquet", StringComparison.Ordinal))));
        await using ParquetReader parquet = await ParquetReader.CreateAsync(file, cancellationToken: Cancellation);

        Assert.Equal(("task-1", "COMPLETE", 100), (info["exportTaskIdentifier"]!.GetValue<string>(), info["status"]!.GetValue<string>(), info["percentProgress"]!.GetValue<int>()));
        Assert.Equal(["shop.shop.orders", "shop.shop.customers", "shop.shop.returns"], tables["perTableStatus"]!.AsArray().Select(table => table!["target"]!.GetValue<string>()));
        Assert.Equal(3, orders.Length);
        Assert.Equal(["a/b/task-1/shop/shop.returns/1/_SUCCESS"], keys.Where(key => key.Contains("returns", StringComparison.Ordinal)));
        Assert.Equal(100, parquet.Metadata!.NumRows);
        Assert.All(parquet.Metadata.RowGroups.SelectMany(group => group.Columns), column => Assert.Equal(Parquet.Meta.CompressionCodec.GZIP, column.MetaData!.Codec));
        Assert.Equal("aws:kms", Cloud.S3.Objects("exports")[0].Attributes.ServerSideEncryption);
    }

    [Theory]
    [InlineData("ExportTaskIdentifier", "-wrong", 400, "InvalidParameterValue")]
    [InlineData("ExportTaskIdentifier", "taken", 400, "ExportTaskAlreadyExists")]
    [InlineData("SourceArn", "mine", 400, "InvalidParameterValue")]
    [InlineData("SourceArn", "arn:aws:rds:us-east-1:111122223333:snapshot:none", 404, "DBSnapshotNotFound")]
    [InlineData("SourceArn", "arn:aws:rds:eu-west-1:111122223333:snapshot:s1", 404, "DBSnapshotNotFound")]
    [InlineData("SourceArn", "arn:aws:rds:us-east-1:111122223333:cluster-snapshot:none", 404, "DBClusterSnapshotNotFoundFault")]
    [InlineData("SourceArn", "arn:aws:rds:us-east-1:111122223333:cluster:none", 404, "DBClusterNotFoundFault")]
    [InlineData("SourceArn", "arn:aws:rds:us-east-1:111122223333:snapshot:half", 400, "InvalidExportSourceState")]
    [InlineData("SourceArn", "arn:aws:rds:us-east-1:111122223333:snapshot:magnetic", 400, "InvalidExportSourceState")]
    [InlineData("SourceArn", "arn:aws:rds:us-east-1:111122223333:snapshot:oracle", 400, "InvalidExportSourceState")]
    [InlineData("SourceArn", "arn:aws:rds:us-east-1:444455556666:snapshot:partner-data", 400, "InvalidExportSourceState")]
    [InlineData("SourceArn", "arn:aws:rds:us-east-1:111122223333:snapshot:busy", 400, "InvalidExportSourceState")]
    [InlineData("S3BucketName", "no-such-bucket", 400, "InvalidS3BucketFault")]
    [InlineData("S3BucketName", "exports-eu", 400, "InvalidS3BucketFault")]
    [InlineData("IamRoleArn", "arn:aws:iam::111122223333:role/nobody", 404, "IamRoleNotFound")]
    [InlineData("IamRoleArn", "arn:aws:iam::111122223333:role/rds-export-no-policy", 400, "IamRoleMissingPermissions")]
    [InlineData("KmsKeyId", "disabled", 400, "KMSKeyNotAccessibleFault")]
    [InlineData("KmsKeyId", "arn:aws:kms:eu-west-1:111122223333:key/export", 400, "KMSKeyNotAccessibleFault")]
    [InlineData("S3Prefix", "a:b", 400, "InvalidParameterValue")]
    [InlineData("ExportOnly.member.1", "shop.missing", 400, "InvalidExportOnly")]
    [InlineData("ExportOnly.member.1", "shop.or ders", 400, "InvalidExportOnly")]
    [InlineData("IamRoleArn", "", 400, "MissingParameter")]
    public async Task An_export_that_cannot_start_is_refused_by_cause(string name, string value, int status, string code)
    {
        AwsDbSnapshot snapshot = AddSnapshot("s1");
        Cloud.AwsRds.AddSnapshot(snapshot with { Id = "half", Status = "creating" });
        Cloud.AwsRds.AddSnapshot(snapshot with { Id = "magnetic", StorageType = "standard" });
        Cloud.AwsRds.AddSnapshot(snapshot with { Id = "oracle", Engine = "oracle-ee" });
        await StartAsync("taken", AddSnapshot("busy").Arn);
        Dictionary<string, string> parameters = Parameters("task-1", snapshot.Arn).ToDictionary(pair => pair.Name, pair => pair.Value);
        parameters[name] = value;

        Assert.Equal((status, code), await Rds.RefusedAsync("StartExportTask", Home, [.. parameters.Select(pair => (pair.Key, pair.Value))]));
        Assert.Single(Cloud.AwsRds.Exports);
    }

    [Fact]
    public async Task Without_the_right_to_pass_the_role_nothing_starts()
    {
        Cloud.AwsRds.Deny("iam:PassRole");

        Assert.Equal((403, "AccessDenied"), await Rds.RefusedAsync("StartExportTask", Home, Parameters("task-1", AddSnapshot("s1").Arn)));
    }

    [Fact]
    public async Task Five_exports_run_at_once_and_a_sixth_waits_for_one_to_end()
    {
        for (int number = 1; number <= 5; number++)
        {
            await StartAsync($"task-{number}", AddSnapshot($"s{number}").Arn);
        }

        AwsDbSnapshot sixth = AddSnapshot("s6");
        (int status, string code) = await Rds.RefusedAsync("StartExportTask", Home, Parameters("task-6", sixth.Arn));
        Cloud.AwsRds.Export("task-3").Complete();
        XElement started = await StartAsync("task-6", sixth.Arn);

        Assert.Equal(400, status);
        Assert.Contains("Limit", code, StringComparison.Ordinal);
        Assert.Equal("STARTING", Value(started, "Status"));
    }

    [Theory]
    [InlineData("rds-export-no-trust", "alias/export", AwsExportFailures.CannotAssumeRole)]
    [InlineData("rds-export-no-s3", "alias/export", AwsExportFailures.RoleNotAuthorized)]
    [InlineData("rds-export", "no-grant", AwsExportFailures.KmsCheckFailed)]
    public async Task A_role_or_key_that_lacks_something_fails_the_export_later(string role, string key, string cause)
    {
        await Rds.OkAsync("StartExportTask", Home, [.. Parameters("task-1", AddSnapshot("s1").Arn)[..3], ("IamRoleArn", new AwsRole(role).Arn), ("KmsKeyId", key)]);
        XElement before = await DescribeAsync("task-1");
        Clock.Advance(TimeSpan.FromMinutes(20));
        XElement after = await DescribeAsync("task-1");

        Assert.Equal(("STARTING", null), (Value(before, "Status"), Value(before, "FailureCause")));
        Assert.Equal(("FAILED", cause, "50"), (Value(after, "Status"), Value(after, "FailureCause"), Value(after, "PercentProgress")));
        Assert.Empty(Cloud.S3.Objects("exports"));
    }

    [Fact]
    public async Task An_export_whose_bucket_is_gone_fails()
    {
        AwsExportTask task = await Cloud.AwsRds.AddExportAsync(new AwsExportRequest { Id = "task-1", SourceArn = "arn:gone", Bucket = "never-there" }, Cancellation);
        Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(("FAILED", AwsExportFailures.InvalidBucket), (task.Status, Value(await DescribeAsync("task-1"), "FailureCause")));
    }

    [Fact]
    public async Task An_export_can_be_canceled_until_it_ends()
    {
        await StartAsync("task-1", AddSnapshot("s1").Arn);
        XElement canceling = await Rds.OkAsync("CancelExportTask", Home, ("ExportTaskIdentifier", "task-1"));
        Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("CANCELING", Value(canceling, "Status"));
        Assert.Equal("CANCELED", Value(await DescribeAsync("task-1"), "Status"));
        Assert.Equal((400, "InvalidExportTaskStateFault"), await Rds.RefusedAsync("CancelExportTask", Home, ("ExportTaskIdentifier", "task-1")));
        Assert.Equal((404, "ExportTaskNotFound"), await Rds.RefusedAsync("CancelExportTask", "eu-west-1", ("ExportTaskIdentifier", "task-1")));
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(Cloud.S3.Objects("exports"));
    }

    [Fact]
    public async Task Tasks_are_listed_by_region_source_and_lower_case_status()
    {
        await StartAsync("task-1", AddSnapshot("s1").Arn);
        await StartAsync("task-2", AddSnapshot("s2").Arn);
        Cloud.AwsRds.Export("task-1").Complete();
        (string, string)[] Status(string value) => [("Filters.Filter.1.Name", "status"), ("Filters.Filter.1.Values.Value.1", value)];

        Assert.Equal(["task-1", "task-2"], await NamesAsync());
        Assert.Equal(["task-1"], await NamesAsync(Status("complete")));
        Assert.Equal(["task-2"], await NamesAsync(("SourceArn", AddSnapshot("s2").Arn)));
        Assert.Empty(await NamesAsync(("SourceType", "CLUSTER")));
        Assert.Equal((400, "InvalidParameterValue"), await Rds.RefusedAsync("DescribeExportTasks", Home, Status("COMPLETE")));
        Assert.Equal((404, "ExportTaskNotFound"), await Rds.RefusedAsync("DescribeExportTasks", Home, ("ExportTaskIdentifier", "task-9")));
        Assert.Empty((await Rds.OkAsync("DescribeExportTasks", "eu-west-1")).Element("ExportTasks")!.Elements());
    }

    [Fact]
    public async Task A_part_of_a_cluster_is_exported_under_the_prefix_that_keys_allow()
    {
        AwsDbCluster cluster = Cloud.AwsRds.AddCluster(new AwsDbCluster { Id = "mine" });
        XElement started = await StartAsync("task-1", cluster.Arn, ("S3Prefix", "my exports"), ("ExportOnly.member.1", "shop.orders"));
        Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(("CLUSTER", "my_exports", "shop.orders"), (Value(started, "SourceType"), Value(started, "S3Prefix"), Value(started, "ExportOnly")));
        Assert.All(Cloud.S3.Objects("exports"), value => Assert.StartsWith("my_exports/task-1/", value.Key, StringComparison.Ordinal));
        Assert.Single((await JsonAsync("my_exports/task-1/export_tables_info_task-1_from_1_to_1.json"))["perTableStatus"]!.AsArray());
    }

    [Fact]
    public async Task Older_names_have_no_folders_of_batches_and_a_warning_comes_with_the_end()
    {
        await StartAsync("task-1", AddSnapshot("s1", new AwsExportPlan { UsesOldNames = true, WarningMessage = "{}" }).Arn);
        Assert.Null(Value(await DescribeAsync("task-1"), "WarningMessage"));
        Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal("{}", Value(await DescribeAsync("task-1"), "WarningMessage"));
        Assert.Contains(Cloud.S3.Objects("exports"), value => value.Key == "task-1/shop/shop.orders/_SUCCESS");
    }

    [Fact]
    public async Task Thousands_of_tables_are_listed_in_files_of_their_own()
    {
        AwsExportPlan plan = new() { Tables = [.. Enumerable.Range(1, 2500).Select(number => new AwsExportedTable("big", "big", $"t{number}") { Files = 2 })], TablesPerInfo = 1000 };
        AwsExportTask task = await Cloud.AwsRds.AddExportAsync(new AwsExportRequest { Id = "many", SourceArn = AddSnapshot("s1").Arn, Bucket = "exports", Plan = plan }, Cancellation);
        task.Complete();

        Assert.Equal(
            ["many/export_tables_info_many_from_1001_to_2000.json", "many/export_tables_info_many_from_1_to_1000.json", "many/export_tables_info_many_from_2001_to_2500.json"],
            Cloud.S3.Objects("exports").Select(value => value.Key).Where(key => key.Contains("tables_info", StringComparison.Ordinal)));
        Assert.Equal(1 + 3 + (2500 * 3), Cloud.S3.Objects("exports").Count);
    }

    [Theory]
    [InlineData(AwsExportDamage.NoSuccessMarker)]
    [InlineData(AwsExportDamage.NoFiles)]
    [InlineData(AwsExportDamage.NoExportInfo)]
    [InlineData(AwsExportDamage.GapInTablesInfo)]
    [InlineData(AwsExportDamage.TruncatedFile)]
    [InlineData(AwsExportDamage.WrongMagic)]
    [InlineData(AwsExportDamage.FailedTable)]
    [InlineData(AwsExportDamage.DuplicateTable)]
    [InlineData(AwsExportDamage.ForeignExportInfo)]
    public async Task Damage_breaks_one_thing(AwsExportDamage damage)
    {
        AwsExportPlan plan = new() { Damage = damage, TablesPerInfo = 1 };
        AwsExportTask task = await Cloud.AwsRds.AddExportAsync(new AwsExportRequest { Id = "task", SourceArn = AddSnapshot("s1").Arn, Bucket = "exports", Plan = plan }, Cancellation);
        task.Complete();
        string[] keys = [.. Cloud.S3.Objects("exports").Select(value => value.Key)];
        List<JsonNode> tables = [];
        foreach (string key in keys.Where(key => key.Contains("tables_info", StringComparison.Ordinal)))
        {
            tables.AddRange((await JsonAsync(key))["perTableStatus"]!.AsArray()!);
        }

        List<byte[]> files = [];
        foreach (string key in keys.Where(key => key.EndsWith(".parquet", StringComparison.Ordinal)))
        {
            files.Add(await Cloud.S3.ReadObject("exports", key));
        }

        Dictionary<AwsExportDamage, bool> found = new()
        {
            [AwsExportDamage.NoSuccessMarker] = !keys.Contains("task/shop/shop.orders/1/_SUCCESS"),
            [AwsExportDamage.NoFiles] = files.Count == 1,
            [AwsExportDamage.NoExportInfo] = !keys.Contains("task/export_info_task.json"),
            [AwsExportDamage.GapInTablesInfo] = !keys.Contains("task/export_tables_info_task_from_1_to_1.json"),
            [AwsExportDamage.TruncatedFile] = files.Exists(file => !file.AsSpan()[^4..].SequenceEqual("PAR1"u8)),
            [AwsExportDamage.WrongMagic] = files.Exists(file => !file.AsSpan(0, 4).SequenceEqual("PAR1"u8)),
            [AwsExportDamage.FailedTable] = tables.Exists(table => table["status"]!.GetValue<string>() == "FAILED"),
            [AwsExportDamage.DuplicateTable] = tables.Count(table => table["target"]!.GetValue<string>() == "shop.shop.orders") > 1,
            [AwsExportDamage.ForeignExportInfo] = keys.Contains("task/export_info_task.json") && (await JsonAsync("task/export_info_task.json"))["exportTaskIdentifier"]!.GetValue<string>() != "task",
        };
        Assert.Equal([damage], found.Where(pair => pair.Value).Select(pair => pair.Key));
    }

    private AwsDbSnapshot AddSnapshot(string id, AwsExportPlan? plan = null) => Cloud.AwsRds.AddSnapshot(new AwsDbSnapshot
    {
        Id = id,
        SourceId = "orders",
        Created = Clock.GetUtcNow().AddDays(-1),
        Export = plan ?? new AwsExportPlan(),
    });

    private Task<XElement> StartAsync(string id, string arn, params (string Name, string Value)[] more) =>
        Rds.OkAsync("StartExportTask", Home, [.. Parameters(id, arn), .. more]);

    private async Task<XElement> DescribeAsync(string id) =>
        Assert.Single((await Rds.OkAsync("DescribeExportTasks", Home, ("ExportTaskIdentifier", id))).Element("ExportTasks")!.Elements("ExportTask"));

    private async Task<IEnumerable<string>> NamesAsync(params (string Name, string Value)[] parameters) =>
        (await Rds.OkAsync("DescribeExportTasks", Home, parameters)).Descendants("ExportTaskIdentifier").Select(id => id.Value);

    private async Task<JsonNode> JsonAsync(string key) => JsonNode.Parse(Encoding.UTF8.GetString(await Cloud.S3.ReadObject("exports", key)))!;

    private static (string Name, string Value)[] Parameters(string id, string arn) =>
        [("ExportTaskIdentifier", id), ("SourceArn", arn), ("S3BucketName", "exports"), ("IamRoleArn", new AwsRole("rds-export").Arn), ("KmsKeyId", "alias/export")];

    private static string? Value(XElement element, string name) => element.Element(name)?.Value;
}
