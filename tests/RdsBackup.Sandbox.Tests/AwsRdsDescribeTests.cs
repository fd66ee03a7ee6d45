using System.Xml.Linq;

namespace RdsBackup.Sandbox.Tests;

/// <summary>The listings of instances, clusters and snapshots, with their filters, types and pages.</summary>
public sealed class AwsRdsDescribeTests : AwsRdsTests
{
    [Fact]
    public async Task A_region_knows_its_own_instances_only()
    {
        Assert.Equal(["analytics"], await NamesAsync("DescribeDBInstances", "eu-west-1"));
        Assert.Equal(["billing", "ledger-1", "ledger-2", "orders", "scratch"], await NamesAsync("DescribeDBInstances", Home));
        Assert.Empty(await NamesAsync("DescribeDBInstances", "ap-south-1"));
    }

    [Fact]
    public async Task An_instance_is_found_by_identifier_in_any_case_or_by_an_arn_of_its_region()
    {
        string arn = Cloud.AwsRds.AddInstance(new AwsDbInstance { Id = "mine" }).Arn;

        Assert.Equal(["mine"], await NamesAsync("DescribeDBInstances", Home, ("DBInstanceIdentifier", "MINE")));
        Assert.Equal(["mine"], await NamesAsync("DescribeDBInstances", Home, ("DBInstanceIdentifier", arn)));
        Assert.Equal((404, "DBInstanceNotFound"), await Rds.RefusedAsync("DescribeDBInstances", "eu-west-1", ("DBInstanceIdentifier", arn)));
        Assert.Equal((404, "DBClusterNotFoundFault"), await Rds.RefusedAsync("DescribeDBClusters", Home, ("DBClusterIdentifier", "orders")));
    }

    [Fact]
    public async Task Instances_tell_what_a_backup_depends_on()
    {
        XElement list = await Rds.OkAsync("DescribeDBInstances", Home);
        XElement Row(string id) => list.Descendants("DBInstance").Single(row => row.Element("DBInstanceIdentifier")!.Value == id);

        Assert.Equal("0", Row("scratch").Element("BackupRetentionPeriod")!.Value);
        Assert.Null(Row("scratch").Element("LatestRestorableTime"));
        Assert.Equal("2026-05-10T11:55:00.000Z", Row("orders").Element("LatestRestorableTime")!.Value);
        Assert.Equal("standard", Row("billing").Element("StorageType")!.Value);
        Assert.Equal("ledger", Row("ledger-2").Element("DBClusterIdentifier")!.Value);
        Assert.Equal("prod", Row("orders").Element("TagList")!.Element("Tag")!.Element("Value")!.Value);
    }

    [Fact]
    public async Task A_cluster_names_its_members_and_its_writer()
    {
        XElement members = (await Rds.OkAsync("DescribeDBClusters", Home, ("DBClusterIdentifier", "ledger"))).Descendants("DBClusterMembers").Single();

        Assert.Equal([("ledger-1", "true"), ("ledger-2", "false")], members.Elements("DBClusterMember").Select(member => (member.Element("DBInstanceIdentifier")!.Value, member.Element("IsClusterWriter")!.Value)));
    }

    [Theory]
    [InlineData("", "automated=9 manual=2")]
    [InlineData("SnapshotType=manual", "manual=2")]
    [InlineData("SnapshotType=automated&IncludeShared=true", "automated=9")]
    [InlineData("SnapshotType=shared&IncludePublic=true", "shared=1")]
    [InlineData("SnapshotType=public&IncludeShared=true", "public=1")]
    [InlineData("SnapshotType=awsbackup", "")]
    [InlineData("IncludeShared=true&IncludePublic=true", "automated=9 manual=2 public=1 shared=1")]
    [InlineData("DBInstanceIdentifier=orders", "automated=7 manual=1")]
    public async Task Snapshot_types_and_inclusions_choose_what_is_listed(string query, string expected)
    {
        XElement list = await Rds.OkAsync("DescribeDBSnapshots", Home, Parameters(query));
        IEnumerable<string> found = list.Descendants("SnapshotType").GroupBy(type => type.Value).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key}={group.Count()}");

        Assert.Equal(expected, string.Join(' ', found));
    }

    [Fact]
    public async Task Filters_compare_exactly_and_unknown_ones_are_refused()
    {
        (string, string)[] Filter(string name, string value) => [("Filters.Filter.1.Name", name), ("Filters.Filter.1.Values.Value.1", value)];

        Assert.Equal(9, (await NamesAsync("DescribeDBSnapshots", Home, Filter("engine", "mysql"))).Length);
        Assert.Empty(await NamesAsync("DescribeDBSnapshots", Home, Filter("engine", "MySQL")));
        Assert.Equal(["scratch-once"], await NamesAsync("DescribeDBSnapshots", Home, Filter("db-instance-id", "scratch")));
        Assert.Equal((400, "InvalidParameterValue"), await Rds.RefusedAsync("DescribeDBSnapshots", Home, Filter("Engine", "mysql")));
    }

    [Fact]
    public async Task An_automated_snapshot_is_found_by_its_identifier_only_with_its_type()
    {
        string id = $"rds:orders-{Clock.GetUtcNow().AddHours(-8):yyyy-MM-dd-HH-mm}";

        Assert.Equal((404, "DBSnapshotNotFound"), await Rds.RefusedAsync("DescribeDBSnapshots", Home, ("DBSnapshotIdentifier", id)));
        Assert.Equal([id], await NamesAsync("DescribeDBSnapshots", Home, ("DBSnapshotIdentifier", id), ("SnapshotType", "automated")));
    }

    [Fact]
    public async Task A_shared_snapshot_is_found_by_its_arn()
    {
        string arn = Cloud.AwsRds.Snapshots.Single(snapshot => snapshot.Id == "partner-data").Arn;

        Assert.Equal(["partner-data"], await NamesAsync("DescribeDBSnapshots", Home, ("DBSnapshotIdentifier", arn), ("SnapshotType", "shared")));
        Assert.Equal((404, "DBSnapshotNotFound"), await Rds.RefusedAsync("DescribeDBSnapshots", Home, ("DBSnapshotIdentifier", "partner-data"), ("IncludeShared", "true")));
    }

    [Fact]
    public async Task Snapshots_of_clusters_are_listed_apart_and_take_one_identifier()
    {
        Assert.Equal(3, (await NamesAsync("DescribeDBClusterSnapshots", Home, ("DBClusterIdentifier", "ledger"))).Length);
        Assert.Equal((404, "DBClusterSnapshotNotFoundFault"), await Rds.RefusedAsync("DescribeDBClusterSnapshots", Home, ("DBClusterSnapshotIdentifier", "orders-before-upgrade")));
        Assert.Equal((400, "InvalidParameterCombination"), await Rds.RefusedAsync("DescribeDBClusterSnapshots", Home, ("DBClusterIdentifier", "ledger"), ("DBClusterSnapshotIdentifier", "x")));
    }

    [Theory]
    [InlineData("MaxRecords", "19")]
    [InlineData("MaxRecords", "101")]
    [InlineData("MaxRecords", "many")]
    [InlineData("Marker", "made up")]
    [InlineData("SnapshotType", "Manual")]
    [InlineData("IncludeShared", "yes")]
    public async Task A_parameter_out_of_bounds_is_refused(string name, string value) =>
        Assert.Equal((400, "InvalidParameterValue"), await Rds.RefusedAsync("DescribeDBSnapshots", Home, (name, value)));

    [Fact]
    public async Task A_marker_leads_to_the_next_page_of_its_own_listing_only()
    {
        Cloud.AwsRds.AddSyntheticSnapshots(Cloud.AwsRds.AddInstance(new AwsDbInstance { Id = "many" }), 30);
        string marker = (await Rds.OkAsync("DescribeDBSnapshots", Home, ("DBInstanceIdentifier", "many"), ("MaxRecords", "20"))).Element("Marker")!.Value;
        XElement last = await Rds.OkAsync("DescribeDBSnapshots", Home, ("DBInstanceIdentifier", "many"), ("MaxRecords", "20"), ("Marker", marker));

        Assert.Equal(10, last.Descendants("DBSnapshot").Count());
        Assert.Null(last.Element("Marker"));
        Assert.Equal((400, "InvalidParameterValue"), await Rds.RefusedAsync("DescribeDBSnapshots", "eu-west-1", ("Marker", marker)));
        Assert.Equal((400, "InvalidParameterValue"), await Rds.RefusedAsync("DescribeExportTasks", Home, ("Marker", marker)));
    }

    [Fact]
    public async Task Ten_thousand_snapshots_over_three_regions_are_paged()
    {
        HashSet<string> arns = [];
        foreach ((string region, int count) in new[] { (Home, 4000), ("eu-west-1", 3000), ("cn-north-1", 3000) })
        {
            Cloud.AwsRds.AddSyntheticSnapshots(Cloud.AwsRds.AddInstance(new AwsDbInstance { Id = "many", Region = region }), count);
            string? marker = null;
            do
            {
                XElement page = await Rds.OkAsync("DescribeDBSnapshots", region, ("DBInstanceIdentifier", "many"), ("Marker", marker ?? ""));
                arns.UnionWith(page.Descendants("DBSnapshotArn").Select(arn => arn.Value));
                marker = page.Element("Marker")?.Value;
            }
            while (marker is not null);
        }

        Assert.Equal(10_000, arns.Count);
        Assert.Contains("arn:aws-cn:rds:cn-north-1:111122223333:snapshot:many-synthetic-002999", arns);
    }

    [Fact]
    public async Task Tags_are_listed_by_arn()
    {
        string arn = Cloud.AwsRds.AddInstance(new AwsDbInstance { Id = "mine", Tags = new Dictionary<string, string> { ["owner"] = "me" } }).Arn;

        Assert.Equal("ownerme", (await Rds.OkAsync("ListTagsForResource", Home, ("ResourceName", arn))).Value);
        Assert.Equal((404, "DBInstanceNotFound"), await Rds.RefusedAsync("ListTagsForResource", Home, ("ResourceName", arn + "-not")));
        Assert.Equal((400, "InvalidParameterValue"), await Rds.RefusedAsync("ListTagsForResource", Home, ("ResourceName", "mine")));
    }

    // The identifiers on one page, in order.
    private async Task<string[]> NamesAsync(string action, string region, params (string Name, string Value)[] parameters)
    {
        XElement list = (await Rds.OkAsync(action, region, parameters)).Elements().First();
        return [.. list.Elements().Select(row => row.Elements().First().Value)];
    }

    private static (string Name, string Value)[] Parameters(string query) =>
        [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).Select(pair => (pair[0], pair[1]))];
}
