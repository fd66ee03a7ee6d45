using System.Xml.Linq;

namespace RdsBackup.Sandbox.Tests;

/// <summary>Snapshots that are made and copied.</summary>
public sealed class AwsRdsSnapshotTests : AwsRdsTests
{
    private const string Away = "eu-west-1";

    private protected override AwsRdsPace Pace { get; } = new() { Snapshot = TimeSpan.FromMinutes(10), Copy = TimeSpan.FromMinutes(20) };

    [Fact]
    public async Task A_snapshot_is_created_and_becomes_available_by_the_clock()
    {
        XElement made = await CreateAsync("mine", ("Tags.Tag.1.Key", "a"), ("Tags.Tag.1.Value", "b"), ("Tags.Tag.2.Key", "c"));
        Clock.Advance(TimeSpan.FromMinutes(5));
        XElement half = await DescribeAsync("mine");
        Clock.Advance(TimeSpan.FromMinutes(5));
        XElement done = await DescribeAsync("mine");

        Assert.Equal(("creating", "0"), (Value(made, "Status"), Value(made, "PercentProgress")));
        Assert.Null(Value(made, "SnapshotCreateTime"));
        Assert.Equal(("creating", "50"), (Value(half, "Status"), Value(half, "PercentProgress")));
        Assert.Equal(("available", "100", "2026-05-10T12:00:00.000Z"), (Value(done, "Status"), Value(done, "PercentProgress"), Value(done, "SnapshotCreateTime")));
        Assert.Equal("abc", Value(done, "TagList"));
        Assert.Equal("true", Value(done, "Encrypted"));
    }

    [Fact]
    public async Task A_snapshot_of_a_cluster_is_created()
    {
        (string, string)[] parameters = [("DBClusterSnapshotIdentifier", "mine"), ("DBClusterIdentifier", "ledger")];
        XElement made = (await Rds.OkAsync("CreateDBClusterSnapshot", Home, parameters)).Element("DBClusterSnapshot")!;

        Assert.Equal(("mine", "creating", "true"), (Value(made, "DBClusterSnapshotIdentifier"), Value(made, "Status"), Value(made, "StorageEncrypted")));
        Assert.Equal((400, "DBClusterSnapshotAlreadyExistsFault"), await Rds.RefusedAsync("CreateDBClusterSnapshot", Home, parameters));
    }

    [Theory]
    [InlineData("mine", "nobody", 404, "DBInstanceNotFound")]
    [InlineData("orders-before-upgrade", "orders", 400, "DBSnapshotAlreadyExists")]
    [InlineData("1mine", "orders", 400, "InvalidParameterValue")]
    [InlineData("mine--too", "orders", 400, "InvalidParameterValue")]
    [InlineData("mine-", "orders", 400, "InvalidParameterValue")]
    [InlineData("rds:mine", "orders", 400, "InvalidParameterValue")]
    [InlineData("mine", "ledger-1", 400, "InvalidParameterValue")]
    [InlineData("mine", "busy", 400, "InvalidDBInstanceState")]
    [InlineData("", "orders", 400, "MissingParameter")]
    public async Task A_snapshot_that_cannot_be_made_is_refused_by_cause(string id, string instance, int status, string code)
    {
        Cloud.AwsRds.AddInstance(new AwsDbInstance { Id = "busy", Status = "modifying" });

        Assert.Equal((status, code), await Rds.RefusedAsync("CreateDBSnapshot", Home, ("DBSnapshotIdentifier", id), ("DBInstanceIdentifier", instance)));
        Assert.DoesNotContain(Cloud.AwsRds.Snapshots, snapshot => snapshot.Id == "mine");
    }

    [Fact]
    public async Task Manual_snapshots_are_limited_in_each_region()
    {
        Cloud.AwsRds.ManualSnapshotQuota = 3;
        await CreateAsync("third");

        Assert.Equal((400, "SnapshotQuotaExceeded"), await Rds.RefusedAsync("CreateDBSnapshot", Home, ("DBSnapshotIdentifier", "fourth"), ("DBInstanceIdentifier", "orders")));
        await Rds.OkAsync("CreateDBSnapshot", Away, ("DBSnapshotIdentifier", "first"), ("DBInstanceIdentifier", "analytics"));
    }

    [Fact]
    public async Task A_copy_to_another_region_has_a_key_of_that_region_and_remembers_when_the_data_is_from()
    {
        AwsDbSnapshot source = Cloud.AwsRds.Snapshots.Single(snapshot => snapshot.Id == "orders-before-upgrade");
        XElement copy = await CopyAsync(Away, source.Arn, ("KmsKeyId", "alias/export"));
        Clock.Advance(TimeSpan.FromMinutes(20));
        XElement done = await DescribeAsync("copy", Away);

        Assert.Equal(("copying", "manual"), (Value(copy, "Status"), Value(copy, "SnapshotType")));
        Assert.Equal("available", Value(done, "Status"));
        Assert.Equal(new AwsKmsKey("export") { Region = Away }.Arn, Value(done, "KmsKeyId"));
        Assert.Equal((Home, source.Arn), (Value(done, "SourceRegion"), Value(done, "SourceDBSnapshotIdentifier")));
        Assert.Equal("2026-05-10T12:00:00.000Z", Value(done, "SnapshotCreateTime"));
        Assert.Equal("2026-04-10T04:00:00.000Z", Value(done, "OriginalSnapshotCreateTime"));
    }

    [Fact]
    public async Task A_copy_of_an_encrypted_snapshot_from_elsewhere_needs_a_key_that_can_be_used_there()
    {
        string encrypted = Cloud.AwsRds.Snapshots.Single(snapshot => snapshot.Id == "orders-before-upgrade").Arn;
        string shared = Cloud.AwsRds.Snapshots.Single(snapshot => snapshot.Id == "partner-data").Arn;

        Assert.Equal((400, "InvalidParameterCombination"), await RefusedCopyAsync(Away, encrypted));
        Assert.Equal((400, "InvalidParameterCombination"), await RefusedCopyAsync(Home, shared));
        Assert.Equal((400, "KMSKeyNotAccessibleFault"), await RefusedCopyAsync(Away, encrypted, ("KmsKeyId", "no-grant")));
        Assert.Equal((400, "KMSKeyNotAccessibleFault"), await RefusedCopyAsync(Home, encrypted, ("KmsKeyId", "disabled")));
        Assert.Equal(Cloud.AwsRds.Snapshots.Single(snapshot => snapshot.Arn == encrypted).KmsKeyArn, Value(await CopyAsync(Home, "orders-before-upgrade"), "KmsKeyId"));
    }

    [Fact]
    public async Task An_automated_snapshot_is_copied_to_a_manual_one_with_its_tags_on_request()
    {
        AwsDbSnapshot automated = Cloud.AwsRds.AddSnapshot(new AwsDbSnapshot
        {
            Id = "rds:orders-x",
            SourceId = "orders",
            Type = "automated",
            Created = Clock.GetUtcNow().AddDays(-1),
            Tags = new Dictionary<string, string> { ["k"] = "v" },
        });
        XElement copy = await CopyAsync(Home, automated.Id, ("CopyTags", "true"));

        Assert.Equal(("manual", "kv"), (Value(copy, "SnapshotType"), Value(copy, "TagList")));
        Assert.Null(Value(copy, "SourceRegion"));
    }

    [Fact]
    public async Task A_copy_needs_a_source_that_is_available()
    {
        await CreateAsync("mine");

        Assert.Equal((400, "InvalidDBSnapshotState"), await RefusedCopyAsync(Home, "mine"));
        Assert.Equal((404, "DBSnapshotNotFound"), await RefusedCopyAsync(Away, "orders-before-upgrade"));
    }

    private async Task<XElement> CreateAsync(string id, params (string Name, string Value)[] more) =>
        (await Rds.OkAsync("CreateDBSnapshot", Home, [("DBSnapshotIdentifier", id), ("DBInstanceIdentifier", "orders"), .. more])).Element("DBSnapshot")!;

    private async Task<XElement> CopyAsync(string region, string source, params (string Name, string Value)[] more) =>
        (await Rds.OkAsync("CopyDBSnapshot", region, [("SourceDBSnapshotIdentifier", source), ("TargetDBSnapshotIdentifier", "copy"), .. more])).Element("DBSnapshot")!;

    private Task<(int Status, string Code)> RefusedCopyAsync(string region, string source, params (string Name, string Value)[] more) =>
        Rds.RefusedAsync("CopyDBSnapshot", region, [("SourceDBSnapshotIdentifier", source), ("TargetDBSnapshotIdentifier", "copy"), .. more]);

    private async Task<XElement> DescribeAsync(string id, string region = Home) =>
        Assert.Single((await Rds.OkAsync("DescribeDBSnapshots", region, ("DBSnapshotIdentifier", id))).Descendants("DBSnapshot"));

    private static string? Value(XElement element, string name) => element.Element(name)?.Value;
}
