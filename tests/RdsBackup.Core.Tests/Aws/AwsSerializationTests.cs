using RdsBackup.Aws;
using RdsBackup.Core.Tests.Scripting;

namespace RdsBackup.Core.Tests.Aws;

/// <summary>Bodies as botocore 1.43 writes them.</summary>
public sealed class AwsSerializationTests
{
    private const string SnapshotArn = "arn:aws:rds:us-east-1:123456789012:snapshot:rds:mydb-2026-01-02-03-04";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Filters_are_numbered_with_their_values() => Assert.Equal(
        "Action=DescribeDBSnapshots&Version=2014-10-31&DBInstanceIdentifier=mydb&SnapshotType=automated&IncludeShared=true&MaxRecords=100"
        + "&Filters.Filter.1.Name=engine&Filters.Filter.1.Values.Value.1=mysql&Filters.Filter.1.Values.Value.2=postgres"
        + "&Filters.Filter.2.Name=snapshot-type&Filters.Filter.2.Values.Value.1=manual",
        await BodyOfAsync("DescribeDBSnapshots", client => client.DescribeDBSnapshotsAsync(
            new AwsSnapshotQuery("mydb", SnapshotType: "automated", IncludeShared: true)
            {
                Filters = [new AwsFilter("engine", "mysql", "postgres"), new AwsFilter("snapshot-type", "manual")],
            },
            Token).CountAsync(Token).AsTask()));

    [Fact]
    public async Task Lists_without_names_are_members_and_values_are_percent_encoded() => Assert.Equal(
        "Action=StartExportTask&Version=2014-10-31&ExportTaskIdentifier=rdsbackup-20260102"
        + "&SourceArn=arn%3Aaws%3Ards%3Aus-east-1%3A123456789012%3Asnapshot%3Ards%3Amydb-2026-01-02-03-04&S3BucketName=b"
        + "&IamRoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fr&KmsKeyId=alias%2Fk&S3Prefix=p%2Fq"
        + "&ExportOnly.member.1=db1&ExportOnly.member.2=db2.t1",
        await BodyOfAsync("StartExportTask", client => client.StartExportTaskAsync(
            new AwsExportRequest("rdsbackup-20260102", SnapshotArn, "b", "arn:aws:iam::123456789012:role/r", "alias/k", "p/q")
            {
                ExportOnly = ["db1", "db2.t1"],
            },
            Token)));

    [Fact]
    public async Task A_tag_without_a_value_is_its_key_alone() => Assert.Equal(
        "Action=CreateDBSnapshot&Version=2014-10-31&DBSnapshotIdentifier=s&DBInstanceIdentifier=i"
        + "&Tags.Tag.1.Key=a&Tags.Tag.1.Value=b&Tags.Tag.2.Key=c",
        await BodyOfAsync("CreateDBSnapshot", client => client.CreateDBSnapshotAsync(
            new AwsSnapshotRequest("s", "i") { Tags = new Dictionary<string, string> { ["a"] = "b", ["c"] = "" } }, Token)));

    [Fact]
    public async Task Export_tasks_are_filtered_and_cut_into_pages() => Assert.Equal(
        "Action=DescribeExportTasks&Version=2014-10-31&SourceType=SNAPSHOT&Filters.Filter.1.Name=status"
        + "&Filters.Filter.1.Values.Value.1=complete&Filters.Filter.1.Values.Value.2=failed&MaxRecords=20",
        await BodyOfAsync("DescribeExportTasks", client => client.DescribeExportTasksAsync(
            new AwsExportQuery(SourceType: "SNAPSHOT") { Filters = [new AwsFilter("status", "complete", "failed")], MaxRecords = 20 },
            Token).CountAsync(Token).AsTask()));

    [Fact]
    public async Task Tags_of_a_resource_are_asked_for_by_ARN() => Assert.Equal(
        "Action=ListTagsForResource&Version=2014-10-31&ResourceName=arn%3Aaws%3Ards%3Aus-east-1%3A123456789012%3Adb%3Amydb",
        await BodyOfAsync("ListTagsForResource", client => client.ListTagsForResourceAsync(
            "arn:aws:rds:us-east-1:123456789012:db:mydb", Token)));

    [Fact]
    public async Task A_copy_names_source_and_target() => Assert.Equal(
        "Action=CopyDBClusterSnapshot&Version=2014-10-31&SourceDBClusterSnapshotIdentifier=a&TargetDBClusterSnapshotIdentifier=b"
        + "&KmsKeyId=k&CopyTags=true",
        await BodyOfAsync("CopyDBClusterSnapshot", client => client.CopyDBClusterSnapshotAsync(
            new AwsSnapshotCopyRequest("a", "b", "k", CopyTags: true), Token)));

    [Theory]
    [InlineData("rds:mydb-2026-01-02-03-04")]
    [InlineData(SnapshotArn)]
    public async Task One_automated_snapshot_is_asked_for_with_its_type(string snapshot) => Assert.Equal(
        $"Action=DescribeDBSnapshots&Version=2014-10-31&DBSnapshotIdentifier={Uri.EscapeDataString(snapshot)}&SnapshotType=automated&MaxRecords=100",
        await BodyOfAsync("DescribeDBSnapshots", client =>
            client.DescribeDBSnapshotsAsync(new AwsSnapshotQuery(SnapshotId: snapshot), Token).CountAsync(Token).AsTask()));

    [Fact]
    public async Task Instances_and_clusters_are_asked_for_by_their_own_operations()
    {
        Assert.Equal(
            "Action=DescribeDBInstances&Version=2014-10-31&DBInstanceIdentifier=i&MaxRecords=100",
            await BodyOfAsync("DescribeDBInstances", client => client.DescribeDBInstancesAsync(new AwsInstanceQuery("i"), Token).CountAsync(Token).AsTask()));
        Assert.Equal(
            "Action=DescribeDBClusters&Version=2014-10-31&DBClusterIdentifier=c&MaxRecords=100",
            await BodyOfAsync("DescribeDBClusters", client => client.DescribeDBClustersAsync(new AwsInstanceQuery("c"), Token).CountAsync(Token).AsTask()));
    }

    private static async Task<string> BodyOfAsync(string operation, Func<AwsRdsClient, Task> call)
    {
        await using AwsScene scene = await AwsScene.SetAsync(_ => AwsScene.Result(operation, ""));
        await call(scene.Client);
        ScriptedRequest request = Assert.Single(scene.Server.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("/", request.Target);
        Assert.Equal("application/x-www-form-urlencoded; charset=utf-8", request.Headers["content-type"]);
        return request.Body;
    }
}
