using System.Management.Automation;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

public sealed class GetAwsRdsSnapshotTests : CloudTests
{
    private const string Partner = "arn:aws:rds:us-east-1:444455556666:snapshot:partner-data";

    private AwsRdsAccount Rds => Host.Cloud.AwsRds;

    [Theory]
    [InlineData("", "orders-copy orders-now orders-old scratch-once ledger-1d")]
    [InlineData("orders", "orders-copy orders-now orders-old")]
    [InlineData("LEDGER", "ledger-1d")]
    [InlineData("-Kind Cluster", "ledger-1d")]
    [InlineData("arn:aws:rds:us-east-1:111122223333:db:orders", "orders-copy orders-now orders-old")]
    [InlineData("arn:aws:rds:*:cluster:*", "ledger-1d")]
    [InlineData("s*, led*", "scratch-once ledger-1d")]
    [InlineData("-SnapshotId *-o*", "orders-old scratch-once")]
    [InlineData("orders -SnapshotId *-o*", "orders-old")]
    [InlineData("-SnapshotId orders-old, ledger-1d", "orders-old ledger-1d")]
    [InlineData("-SnapshotId arn:aws:rds:us-east-1:111122223333:cluster-snapshot:ledger-1d", "ledger-1d")]
    [InlineData("-Type Automated", "orders-now")]
    [InlineData("-Type automated, manual -Kind Instance", "orders-now orders-copy orders-old scratch-once")]
    [InlineData("-Status creating", "orders-now")]
    [InlineData("-Engine aurora-*", "ledger-1d")]
    [InlineData("-Engine mysql -Kind Instance", "orders-copy orders-now orders-old scratch-once")]
    [InlineData("-Kind Instance -IncludeShared", "orders-copy orders-now orders-old scratch-once partner-data")]
    [InlineData("-Type shared", "partner-data")]
    [InlineData("-Type automated -IncludeShared -IncludePublic", "orders-now partner-data public-sample")]
    [InlineData($"-SnapshotId {Partner}", "partner-data")]
    [InlineData("scratch -Engine postgres", "")]
    [InlineData("-SnapshotId scratch-once -Engine postgres", "")]
    [InlineData("gone*", "")]
    [InlineData("empty", "")]
    public void Takes_instances_snapshots_types_and_filters(string arguments, string expected)
    {
        Plant();

        ScriptRun run = Host.TryRun($"Get-AwsRdsSnapshot {arguments}");

        Assert.Empty(run.Errors);
        Assert.Equal(expected, string.Join(' ', run.Output));
    }

    [Theory]
    [InlineData("-Since 7d", "orders-now ledger-1d")]
    [InlineData("-Before 60d", "scratch-once")]
    [InlineData("-Since 40d -Before 2d", "orders-copy orders-old")]
    public void A_copy_is_as_old_as_what_it_was_copied_from(string window, string expected)
    {
        Plant();

        Assert.Equal(expected, string.Join(' ', Values("SnapshotId", $"Get-AwsRdsSnapshot {window}")));
    }

    [Theory]
    [InlineData("ledger -Latest", "ledger-1d")]
    [InlineData("ledger -Since 12h", "")]
    [InlineData("ledger -Before 30d", "")]
    [InlineData("ledger -Since 2d", "ledger-1d")]
    [InlineData("-SnapshotId ledger-copy -Latest", "ledger-copy")]
    [InlineData("ledger", "ledger-1d ledger-copy")]
    public void A_copied_cluster_snapshot_is_not_dated_by_its_copying(string arguments, string expected)
    {
        Plant();
        Rds.AddSnapshot(AwsDbSnapshot.Of(new AwsDbCluster { Id = "ledger" }, "ledger-copy", DaysAgo(0)) with
        {
            CopiedFromArn = "arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:ledger-90d",
        });

        Assert.Equal(expected, string.Join(' ', Values("SnapshotId", $"Get-AwsRdsSnapshot {arguments}").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Latest_is_the_newest_usable_one_of_each_source()
    {
        Plant();

        Assert.Equal(["orders-old", "scratch-once", "ledger-1d"], Values("SnapshotId", "Get-AwsRdsSnapshot -Latest"));
        Assert.Equal(["orders-now"], Values("SnapshotId", "Get-AwsRdsSnapshot orders -Latest -Status *"));
    }

    [Fact]
    public void Instances_and_clusters_pipe_in_with_kind_region_and_endpoint()
    {
        Plant();

        ScriptRun run = Host.TryRun(
            """
            $all = Get-AwsRdsInstance -Region us-east-1, eu-west-1
            'AwsRdsEndpoint', 'Region' | ForEach-Object { $PSDefaultParameterValues.Remove("*-AwsRds*:$_") }
            $all | Get-AwsRdsSnapshot -Latest | Get-AwsRdsSnapshot
            """);

        Assert.Empty(run.Errors);
        Assert.Equal(
            ["orders-old", "ledger-1d", "analytics-1"], run.Output.Select(snapshot => snapshot.ToString()!).Order(StringComparer.Ordinal).Reverse());
    }

    [Theory]
    [InlineData("DBInstanceIdentifier = 'orders'", "orders-copy orders-now orders-old")]
    [InlineData("DBInstanceIdentifier = 'orders'; DBSnapshotIdentifier = 'orders-old'", "orders-old")]
    [InlineData("DBInstanceIdentifier = 'orders'; DBClusterIdentifier = $null; AwsRdsEndpoint = $null", "orders-copy orders-now orders-old")]
    [InlineData("DBClusterIdentifier = 'ledger'", "ledger-1d")]
    [InlineData("DBClusterIdentifier = 'ledger'; DBClusterSnapshotIdentifier = 'ledger-1d'", "ledger-1d")]
    public void Objects_with_the_names_of_AWS_Tools_pipe_in(string properties, string expected)
    {
        Plant();

        Assert.Equal(expected, string.Join(' ', Values("SnapshotId", $"[pscustomobject]@{{ {properties} }} | Get-AwsRdsSnapshot")));
    }

    [Theory]
    [InlineData("Get-AwsRdsSnapshot -Type shared | Get-AwsRdsSnapshot", "partner-data")]
    [InlineData("Get-AwsRdsSnapshot -Kind Instance -Type manual -IncludeShared | Get-AwsRdsSnapshot", "orders-copy orders-old scratch-once partner-data")]
    [InlineData("Get-AwsRdsSnapshot -Region us-east-1, eu-west-1 -Kind Instance -Engine postgres | Get-AwsRdsSnapshot", "analytics-1")]
    [InlineData($"[pscustomobject]@{{ DBInstanceIdentifier = 'partner'; DBSnapshotIdentifier = 'partner-data'; DBSnapshotArn = '{Partner}' }} | Get-AwsRdsSnapshot", "partner-data")]
    public void What_was_listed_is_looked_up_again_by_its_ARN_and_where_it_lies(string script, string expected)
    {
        Plant();

        Assert.Equal(expected, string.Join(' ', Values("SnapshotId", script).Distinct()));
    }

    [Fact]
    public void A_listed_snapshot_that_is_gone_meanwhile_is_one_error()
    {
        Plant();
        Host.Run("$listed = Get-AwsRdsSnapshot -SnapshotId orders-old");
        Rds.RemoveSnapshot("arn:aws:rds:us-east-1:111122223333:snapshot:orders-old");

        Assert.StartsWith("AwsSnapshotNotFound,", Host.TryRun("$listed | Get-AwsRdsSnapshot").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_temporary_key_is_sent_with_its_session_token()
    {
        Plant();

        ScriptRun run = Host.TryRun("Get-AwsRdsSnapshot orders -AwsSessionToken ([Net.NetworkCredential]::new('', 'token-1').SecurePassword)");
        ErrorRecord alone = Host.TryRun(
            """
            $PSDefaultParameterValues.Remove('*-AwsRds*:AwsCredential')
            Get-AwsRdsSnapshot orders -AwsSessionToken ([Net.NetworkCredential]::new('', 'token-1').SecurePassword)
            """).SingleError;

        Assert.All(Rds.Requests, request => Assert.Equal("token-1", request.Headers["X-Amz-Security-Token"]));
        Assert.NotEmpty(Rds.Requests);
        Assert.DoesNotContain(run.Errors, error => error.ToString().Contains("token-1", StringComparison.Ordinal));
        Assert.StartsWith("AwsSessionTokenAlone,", alone.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_that_was_read_through_Amazons_own_endpoint_pipes_in()
    {
        ScriptRun run = Host.TryRun(
            """
            $PSDefaultParameterValues.Remove('*-AwsRds*:AwsRdsEndpoint')
            [RdsBackup.AwsRdsInstance]@{ Kind = 'Instance'; InstanceId = 'orders'; Region = 'us-east-1' } | Get-AwsRdsSnapshot -Region Nowhere
            """);

        Assert.StartsWith("AwsRegionInvalid,", run.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal); // it bound, and nothing was sent
    }

    [Fact]
    public void A_snapshot_has_the_names_of_AWS_Tools()
    {
        Plant();

        PSObject snapshot = Assert.Single(Host.Run("Get-AwsRdsSnapshot -SnapshotId orders-old"));

        Assert.Equal("orders-old", snapshot.Properties["DBSnapshotIdentifier"].Value);
        Assert.Equal("orders", snapshot.Properties["DBInstanceIdentifier"].Value);
        Assert.Equal("arn:aws:rds:us-east-1:111122223333:snapshot:orders-old", snapshot.Properties["DBSnapshotArn"].Value);
    }

    [Fact]
    public void The_first_rows_come_before_the_second_page_is_asked_for()
    {
        Rds.AddSyntheticSnapshots(Rds.AddInstance(new AwsDbInstance { Id = "many" }), 1_000);

        ScriptRun run = Host.TryRun("Get-AwsRdsSnapshot many -Kind Instance | ForEach-Object { throw $_.SnapshotId }");

        Assert.NotNull(run.Failure);
        Assert.Single(Rds.Requests);
    }

    [Theory]
    [InlineData("nowhere", "AwsSnapshotSourceNotFound", "'nowhere'")]
    [InlineData("-SnapshotId nowhere", "AwsSnapshotNotFound", "'nowhere'")]
    [InlineData("scratch -SnapshotId orders-old", "AwsSnapshotNotFound", "'orders-old'")]
    [InlineData("ledger-1", "AwsSnapshotsOfCluster", "-InstanceId ledger -Kind Cluster")]
    [InlineData("ledger -Kind Instance", "AwsSnapshotsOfCluster", "-InstanceId ledger -Kind Cluster")]
    [InlineData("empty -Kind Cluster", "AwsSnapshotsOfInstance", "-Kind Instance")]
    [InlineData("-SnapshotId arn:aws:rds:eu-west-1:111122223333:snapshot:x", "AwsArnElsewhere", "-Region eu-west-1")]
    [InlineData("arn:aws:rds:us-east-1:111122223333:snapshot:orders-old", "AwsArnInvalid", "db, cluster")]
    [InlineData("-Since 1d -Before 2d", "TimeRangeInvalid", "-Before")]
    [InlineData("-Type nonsense -Kind Instance", "AwsInvalidParameter", "nonsense")]
    public void What_cannot_be_listed_is_one_error(string arguments, string id, string text)
    {
        Plant();

        ErrorRecord error = Host.TryRun($"Get-AwsRdsSnapshot {arguments}").SingleError;

        Assert.Equal($"{id},RdsBackup.PowerShell.GetAwsRdsSnapshotCommand", error.FullyQualifiedErrorId);
        Assert.Contains(text, error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_denied_is_named()
    {
        Rds.Deny("rds:DescribeDBSnapshots");

        ErrorRecord error = Host.TryRun("Get-AwsRdsSnapshot -Kind Instance").SingleError;

        Assert.StartsWith("AwsAccessDenied,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("rds:DescribeDBSnapshots", error.ToString(), StringComparison.Ordinal);
    }

    private void Plant()
    {
        AwsDbInstance orders = Rds.AddInstance(new AwsDbInstance { Id = "orders" });
        Rds.AddInstance(new AwsDbInstance { Id = "empty" });
        AwsDbInstance scratch = new() { Id = "scratch" };
        AwsDbInstance analytics = Rds.AddInstance(new AwsDbInstance { Id = "analytics", Region = "eu-west-1", Engine = "postgres" });
        AwsDbCluster ledger = Rds.AddCluster(new AwsDbCluster { Id = "ledger" });
        Rds.AddInstance(new AwsDbInstance { Id = "ledger-1", ClusterId = "ledger", Engine = "aurora-mysql" });
        Rds.AddSnapshot(AwsDbSnapshot.Of(orders, "orders-old", DaysAgo(10)));
        Rds.AddSnapshot(AwsDbSnapshot.Of(orders, "orders-copy", DaysAgo(1)) with { OriginalCreated = DaysAgo(30) });
        Rds.AddSnapshot(AwsDbSnapshot.Of(orders, "orders-now", DaysAgo(0)) with { Type = "automated", Status = "creating" });
        Rds.AddSnapshot(AwsDbSnapshot.Of(scratch, "scratch-once", DaysAgo(90)));
        Rds.AddSnapshot(AwsDbSnapshot.Of(analytics, "analytics-1", DaysAgo(1)));
        Rds.AddSnapshot(AwsDbSnapshot.Of(ledger, "ledger-1d", DaysAgo(1)));
        Rds.AddSnapshot(new AwsDbSnapshot { Id = "partner-data", SourceId = "partner", Account = "444455556666", Created = DaysAgo(5) });
        Rds.AddSnapshot(new AwsDbSnapshot { Id = "public-sample", SourceId = "sample", Account = "444455556666", IsPublic = true, Created = DaysAgo(200) });
    }

    private static DateTimeOffset DaysAgo(int days) => DateTimeOffset.UtcNow - TimeSpan.FromDays(days);
}
