using RdsBackup.Aws;
using RdsBackup.Core.Tests.Scripting;

namespace RdsBackup.Core.Tests.Aws;

public sealed class AwsParsingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_started_export_lies_in_the_result_itself()
    {
        AwsSnapshotExport export = await ExportAsync(
            "<ExportTaskIdentifier>t1</ExportTaskIdentifier><Status>STARTING</Status><PercentProgress>0</PercentProgress>");

        Assert.Equal(("t1", "STARTING", 0), (export.ExportTaskId, export.Status, export.PercentProgress));
        Assert.False(export.IsFinished);
        Assert.Null(export.ExportLocation);
        Assert.Empty(export.ExportOnly);
        Assert.Equal("us-east-1", export.Region);
    }

    [Fact]
    public async Task A_listed_export_is_read_whole()
    {
        await using AwsScene scene = await AwsScene.SetAsync(_ => AwsScene.Result("DescribeExportTasks", """
            <ExportTasks><ExportTask><ExportTaskIdentifier>t1</ExportTaskIdentifier>
              <SourceArn>arn:aws:rds:us-east-1:123456789012:cluster-snapshot:rds:c-2026-01-02-03-04</SourceArn>
              <ExportOnly><member>db1</member><member>db2.t1</member></ExportOnly>
              <SnapshotTime>2026-01-01T00:00:00Z</SnapshotTime><TaskStartTime>2026-01-02T03:04:05.678Z</TaskStartTime>
              <TaskEndTime>2026-01-02T05:04:05.678+02:00</TaskEndTime><S3Bucket>b</S3Bucket><S3Prefix>p/q</S3Prefix>
              <IamRoleArn>arn:aws:iam::123456789012:role/r</IamRoleArn><KmsKeyId>k</KmsKeyId><Status>COMPLETE</Status>
              <PercentProgress>100</PercentProgress><TotalExtractedDataInGB>3</TotalExtractedDataInGB><SourceType>SNAPSHOT</SourceType>
              <WarningMessage>{"skippedTables":["a"]}</WarningMessage><FailureCause/></ExportTask></ExportTasks>
            """));

        AwsSnapshotExport export = Assert.Single(await scene.Client.DescribeExportTasksAsync(new AwsExportQuery(), Token).ToListAsync(Token));

        Assert.Equal(("rds:c-2026-01-02-03-04", AwsRdsKind.Cluster, "123456789012"), (export.SnapshotId, export.Kind, export.AccountId));
        Assert.Equal(["db1", "db2.t1"], export.ExportOnly);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), export.TaskStartTime);
        Assert.Equal(TimeSpan.Zero, export.TaskEndTime!.Value.Offset);
        Assert.Equal(export.TaskStartTime, export.TaskEndTime);
        Assert.Equal(("s3://b/p/q/t1/", "p/q/t1/"), (export.ExportLocation, export.KeyPrefix));
        Assert.Equal((100, 3, "SNAPSHOT"), (export.PercentProgress, export.ExtractedGB, export.SourceType));
        Assert.Equal("""{"skippedTables":["a"]}""", export.WarningMessage);
        Assert.Null(export.FailureCause);
        Assert.True(export.IsFinished && export.IsComplete);
        Assert.Equal(scene.Server.Address, export.EndpointUrl);
    }

    [Fact]
    public async Task An_export_of_a_cluster_itself_has_no_snapshot()
    {
        AwsSnapshotExport export = await ExportAsync(
            "<ExportTaskIdentifier>t</ExportTaskIdentifier><SourceArn>arn:aws:rds:eu-west-1:123456789012:cluster:c</SourceArn>"
            + "<SourceType>CLUSTER</SourceType><S3Bucket>b</S3Bucket><S3Prefix/><Status>CANCELED</Status>");

        Assert.Null(export.SnapshotId);
        Assert.Equal((AwsRdsKind.Cluster, "eu-west-1", "s3://b/t/"), (export.Kind, export.Region, export.ExportLocation));
        Assert.True(export.IsFinished);
        Assert.False(export.IsComplete);
    }

    [Fact]
    public async Task A_snapshot_is_read_whole()
    {
        AwsRdsSnapshot snapshot = await SnapshotAsync("""
            <DBSnapshotIdentifier>s</DBSnapshotIdentifier><DBSnapshotArn>arn:aws:rds:us-west-2:999999999999:snapshot:s</DBSnapshotArn>
            <SnapshotType>manual</SnapshotType><DBInstanceIdentifier>i</DBInstanceIdentifier><DbiResourceId>db-1</DbiResourceId>
            <Status>available</Status><PercentProgress>100</PercentProgress><Engine>mysql</Engine><EngineVersion>8.0.40</EngineVersion>
            <AllocatedStorage>100</AllocatedStorage><SnapshotCreateTime>2026-02-01T00:00:00Z</SnapshotCreateTime>
            <OriginalSnapshotCreateTime>2026-01-01T00:00:00Z</OriginalSnapshotCreateTime>
            <SnapshotDatabaseTime>2025-12-31T23:59:59Z</SnapshotDatabaseTime><InstanceCreateTime>2024-01-01T00:00:00Z</InstanceCreateTime>
            <Encrypted>true</Encrypted><KmsKeyId>k</KmsKeyId><StorageType>gp3</StorageType><SourceRegion>us-east-1</SourceRegion>
            <SourceDBSnapshotIdentifier>arn:aws:rds:us-east-1:999999999999:snapshot:a</SourceDBSnapshotIdentifier>
            <TagList><Tag><Key>a</Key><Value>b</Value></Tag><Tag><Key>c</Key></Tag></TagList>
            """);

        Assert.Equal((AwsRdsKind.Instance, "s", "manual", "i", "db-1"), (snapshot.Kind, snapshot.SnapshotId, snapshot.SnapshotType, snapshot.InstanceId, snapshot.ResourceId));
        Assert.Equal(("us-west-2", "999999999999"), (snapshot.Region, snapshot.AccountId));
        Assert.Equal(("mysql", "8.0.40", 100, "gp3", true, "k"), (snapshot.Engine, snapshot.EngineVersion, snapshot.AllocatedStorage, snapshot.StorageType, snapshot.Encrypted, snapshot.KmsKeyId));
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), snapshot.CreateTime);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), snapshot.TakenTime);
        Assert.Equal(new DateTimeOffset(2025, 12, 31, 23, 59, 59, TimeSpan.Zero), snapshot.DatabaseTime);
        Assert.Equal(("us-east-1", "arn:aws:rds:us-east-1:999999999999:snapshot:a"), (snapshot.SourceRegion, snapshot.SourceSnapshotId));
        Assert.Equal(new Dictionary<string, string> { ["a"] = "b", ["c"] = "" }, snapshot.Tags);
        Assert.True(snapshot.IsUsable);
    }

    [Fact]
    public async Task A_cluster_snapshot_has_names_of_its_own()
    {
        await using AwsScene scene = await AwsScene.SetAsync(_ => AwsScene.Result("DescribeDBClusterSnapshots", """
            <DBClusterSnapshots><DBClusterSnapshot><DBClusterSnapshotIdentifier>s</DBClusterSnapshotIdentifier>
              <DBClusterSnapshotArn>arn:aws:rds:us-east-1:123456789012:cluster-snapshot:s</DBClusterSnapshotArn>
              <DBClusterIdentifier>c</DBClusterIdentifier><DbClusterResourceId>cluster-1</DbClusterResourceId><Status>copying</Status>
              <EngineMode>provisioned</EngineMode><StorageEncrypted>true</StorageEncrypted>
              <SnapshotCreateTime>2026-02-01T00:00:00Z</SnapshotCreateTime><ClusterCreateTime>2024-01-01T00:00:00Z</ClusterCreateTime>
              <SourceDBClusterSnapshotArn>arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:a</SourceDBClusterSnapshotArn>
            </DBClusterSnapshot></DBClusterSnapshots>
            """));

        AwsRdsSnapshot snapshot = Assert.Single(
            await scene.Client.DescribeDBClusterSnapshotsAsync(new AwsSnapshotQuery(), Token).ToListAsync(Token));

        Assert.Equal((AwsRdsKind.Cluster, "s", "c", "cluster-1"), (snapshot.Kind, snapshot.SnapshotId, snapshot.InstanceId, snapshot.ResourceId));
        Assert.Equal((true, "provisioned", "eu-west-1", false), (snapshot.Encrypted, snapshot.EngineMode, snapshot.SourceRegion, snapshot.IsUsable));
        Assert.Equal((new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), null), (snapshot.CreateTime, snapshot.TakenTime));
        Assert.Equal(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), snapshot.InstanceCreateTime);
    }

    [Fact]
    public async Task Instances_and_clusters_become_one_type()
    {
        await using AwsScene scene = await AwsScene.SetAsync(request => request.Body.Contains("Clusters", StringComparison.Ordinal)
            ? AwsScene.Result("DescribeDBClusters", """
                <DBClusters><DBCluster><DBClusterIdentifier>c</DBClusterIdentifier><DBClusterArn>arn:aws:rds:us-east-1:123456789012:cluster:c</DBClusterArn>
                  <Status>available</Status><DatabaseName>d</DatabaseName><BackupRetentionPeriod>35</BackupRetentionPeriod><MultiAZ>true</MultiAZ>
                  <ClusterCreateTime>2024-01-01T00:00:00Z</ClusterCreateTime><DBClusterMembers>
                  <DBClusterMember><DBInstanceIdentifier>c-1</DBInstanceIdentifier><IsClusterWriter>true</IsClusterWriter></DBClusterMember>
                  <DBClusterMember><DBInstanceIdentifier>c-2</DBInstanceIdentifier></DBClusterMember></DBClusterMembers></DBCluster></DBClusters>
                """)
            : AwsScene.Result("DescribeDBInstances", """
                <DBInstances><DBInstance><DBInstanceIdentifier>c-1</DBInstanceIdentifier><DBInstanceArn>arn:aws:rds:us-east-1:123456789012:db:c-1</DBInstanceArn>
                  <DBInstanceStatus>backing-up</DBInstanceStatus><DBClusterIdentifier>c</DBClusterIdentifier><DBInstanceClass>db.r6g.large</DBInstanceClass>
                  <BackupRetentionPeriod>0</BackupRetentionPeriod><PreferredBackupWindow>03:00-03:30</PreferredBackupWindow>
                  <LatestRestorableTime>2026-01-01T00:00:00Z</LatestRestorableTime><StorageEncrypted>false</StorageEncrypted>
                  <DeletionProtection>true</DeletionProtection><AvailabilityZone>us-east-1a</AvailabilityZone><DBName>d</DBName></DBInstance></DBInstances>
                """));

        AwsRdsInstance instance = Assert.Single(await scene.Client.DescribeDBInstancesAsync(new AwsInstanceQuery(), Token).ToListAsync(Token));
        AwsRdsInstance cluster = Assert.Single(await scene.Client.DescribeDBClustersAsync(new AwsInstanceQuery(), Token).ToListAsync(Token));

        Assert.Equal((AwsRdsKind.Instance, "c-1", "backing-up", "c", 0), (instance.Kind, instance.InstanceId, instance.Status, instance.ClusterId, instance.BackupRetentionPeriod));
        Assert.Equal(("db.r6g.large", "03:00-03:30", false, true), (instance.InstanceClass, instance.PreferredBackupWindow, instance.StorageEncrypted, instance.DeletionProtection));
        Assert.Null(instance.MultiAZ);
        Assert.Equal((AwsRdsKind.Cluster, "c", "available", 35, true), (cluster.Kind, cluster.InstanceId, cluster.Status, cluster.BackupRetentionPeriod, cluster.MultiAZ));
        Assert.Equal(["c-1", "c-2"], cluster.Members);
        Assert.Equal("d", cluster.DatabaseName);
    }

    [Fact]
    public async Task Missing_empty_unknown_and_malformed_elements_are_passed_over()
    {
        AwsRdsSnapshot snapshot = await SnapshotAsync(
            "<Unheard>of</Unheard><DBSnapshotIdentifier> s </DBSnapshotIdentifier><PercentProgress>some</PercentProgress><Encrypted/>"
            + "<SnapshotCreateTime></SnapshotCreateTime><AllocatedStorage/><TagList/><DBSnapshotArn>s</DBSnapshotArn>");

        Assert.Equal(("s", "", "us-east-1"), (snapshot.SnapshotId, snapshot.Status, snapshot.Region));
        Assert.Null(snapshot.PercentProgress);
        Assert.Null(snapshot.Encrypted);
        Assert.Null(snapshot.AllocatedStorage);
        Assert.Null(snapshot.TakenTime);
        Assert.Null(snapshot.AccountId);
        Assert.Empty(snapshot.Tags);
    }

    [Theory]
    [InlineData("<DescribeDBInstancesResponse/>")]
    [InlineData("<x:DescribeDBInstancesResponse xmlns:x='urn:other'><x:DescribeDBInstancesResult><x:DBInstances/><x:Marker/></x:DescribeDBInstancesResult></x:DescribeDBInstancesResponse>")]
    [InlineData("<?xml version='1.0' encoding='utf-8'?>\n<DescribeDBInstancesResponse><DescribeDBInstancesResult><Marker></Marker></DescribeDBInstancesResult></DescribeDBInstancesResponse>")]
    public async Task An_empty_list_may_come_in_many_shapes(string body)
    {
        await using AwsScene scene = await AwsScene.SetAsync(_ => new ScriptedAnswer(200, body));

        Assert.Empty(await scene.Client.DescribeDBInstancesAsync(new AwsInstanceQuery(), Token).ToListAsync(Token));
        Assert.Single(scene.Server.Requests);
    }

    [Theory]
    [InlineData(200, "<html><body>Sign in to the guest network</body></html>")]
    [InlineData(200, "{\"DBInstances\":[]}")]
    [InlineData(200, "")]
    [InlineData(200, "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><DescribeDBInstancesResponse>&e;</DescribeDBInstancesResponse>")]
    [InlineData(403, "<html><body>Blocked</body></html>")]
    [InlineData(404, "nothing here")]
    public async Task Something_that_is_not_the_API_is_called_so(int status, string body)
    {
        await using AwsScene scene = await AwsScene.SetAsync(_ => new ScriptedAnswer(status, body));

        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(
            async () => await scene.Client.DescribeDBInstancesAsync(new AwsInstanceQuery(), Token).CountAsync(Token));

        Assert.Equal(("AwsInvalidResponse", RdsBackupErrorKind.Service), (error.ErrorId, error.Kind));
        Assert.Contains(scene.Server.Address.Authority, error.Message, StringComparison.Ordinal);
        Assert.Single(scene.Server.Requests);
    }

    [Fact]
    public async Task Tags_of_a_resource_are_a_dictionary()
    {
        await using AwsScene scene = await AwsScene.SetAsync(_ => AwsScene.Result(
            "ListTagsForResource", "<TagList><Tag><Key>env</Key><Value>生产</Value></Tag><Tag><Key>empty</Key><Value/></Tag></TagList>"));

        IReadOnlyDictionary<string, string> tags =
            await scene.Client.ListTagsForResourceAsync("arn:aws:rds:us-east-1:123456789012:db:mydb", Token);

        Assert.Equal(new Dictionary<string, string> { ["env"] = "生产", ["empty"] = "" }, tags);
    }

    private static async Task<AwsSnapshotExport> ExportAsync(string members)
    {
        await using AwsScene scene = await AwsScene.SetAsync(_ => AwsScene.Result("CancelExportTask", members));
        return await scene.Client.CancelExportTaskAsync("t", Token);
    }

    private static async Task<AwsRdsSnapshot> SnapshotAsync(string members)
    {
        await using AwsScene scene = await AwsScene.SetAsync(
            _ => AwsScene.Result("CreateDBSnapshot", $"<DBSnapshot>{members}</DBSnapshot>"));
        return await scene.Client.CreateDBSnapshotAsync(new AwsSnapshotRequest("s", "i"), Token);
    }
}
