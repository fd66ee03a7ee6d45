using System.Management.Automation;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

public sealed class TestAwsRdsSnapshotTests : CloudTests
{
    private const string Key = "arn:aws:kms:us-east-1:111122223333:key/export";
    private const string Partner = "arn:aws:rds:us-east-1:444455556666:snapshot:partner-data";

    private AwsRdsAccount Rds => Host.Cloud.AwsRds;

    [Theory]
    [InlineData("Test-AwsRdsSnapshot orders", "orders-new")]
    [InlineData("'ORDERS' | Test-AwsRdsSnapshot", "orders-new")]
    [InlineData("Test-AwsRdsSnapshot o*", "orders-new")]
    [InlineData("Test-AwsRdsSnapshot arn:aws:rds:us-east-1:111122223333:db:orders", "orders-new")]
    [InlineData("Test-AwsRdsSnapshot -SnapshotId orders-old", "orders-old")]
    [InlineData("Test-AwsRdsSnapshot", "orders-new ledger-1d")]
    [InlineData("Test-AwsRdsSnapshot -Kind Cluster", "ledger-1d")]
    [InlineData("Get-AwsRdsInstance | Test-AwsRdsSnapshot", "orders-new ledger-1d")]
    [InlineData("Get-AwsRdsSnapshot orders | Test-AwsRdsSnapshot", "orders-new orders-old")]
    [InlineData("[pscustomobject]@{ DBInstanceIdentifier = 'orders'; DBSnapshotIdentifier = 'orders-old' } | Test-AwsRdsSnapshot", "orders-old")]
    [InlineData("[pscustomobject]@{ DBClusterIdentifier = 'ledger' } | Test-AwsRdsSnapshot", "ledger-1d")]
    [InlineData($"[pscustomobject]@{{ DBSnapshotIdentifier = 'partner-data'; DBSnapshotArn = '{Partner}' }} | Test-AwsRdsSnapshot", "partner-data")]
    [InlineData("Get-AwsRdsSnapshot -Type shared | Test-AwsRdsSnapshot", "partner-data")]
    public void Takes_instances_clusters_and_snapshots(string script, string expected)
    {
        Plant();

        Assert.Equal(expected, string.Join(' ', Values("SnapshotId", script)));
    }

    [Fact]
    public void The_chain_passes_snapshots_on_untouched()
    {
        Plant();

        PSObject same = Assert.Single(Host.Run(
            "$latest = Get-AwsRdsSnapshot orders -Latest; [object]::ReferenceEquals($latest, ($latest | Test-AwsRdsSnapshot -PassThru))"));
        Assert.Equal(true, same.BaseObject);

        ScriptRun run = Host.TryRun("Get-AwsRdsInstance | Test-AwsRdsSnapshot -PassThru -MaximumAge 12h | Get-AwsRdsSnapshot");
        Assert.Equal("orders-new", Assert.Single(run.Output).ToString());
        Assert.Equal("BackupInvalid,RdsBackup.PowerShell.TestAwsRdsSnapshotCommand", run.SingleError.FullyQualifiedErrorId);
        Assert.Contains("SnapshotTooOld: ", run.SingleError.ToString(), StringComparison.Ordinal);
        Assert.Equal("ledger", run.SingleError.TargetObject.ToString());
    }

    [Theory]
    [InlineData("Test-AwsRdsSnapshot orders -MaximumAge 5h", "SnapshotTooOld")]
    [InlineData("Test-AwsRdsSnapshot orders -MaximumAge 7h", "OK")]
    [InlineData("Test-AwsRdsSnapshot ledger-1", "SnapshotNotExpected")]
    [InlineData("Test-AwsRdsSnapshot gone", "SnapshotNotEncrypted")]
    [InlineData("Get-AwsRdsInstance ledger-1 | Test-AwsRdsSnapshot", "SnapshotNotExpected")]
    public void Findings_are_those_of_the_instance(string script, string expected)
    {
        Plant();

        Assert.Equal([expected], Values("Summary", script));
    }

    [Fact]
    public void Each_region_is_asked_for_its_own()
    {
        Plant();
        Rds.AddSnapshot(AwsDbSnapshot.Of(Rds.AddInstance(new AwsDbInstance { Id = "analytics", Region = "eu-west-1" }), "analytics-1", HoursAgo(1)));

        Assert.Equal(
            ["us-east-1", "us-east-1", "eu-west-1"], Values("Region", "Test-AwsRdsSnapshot -Region us-east-1, eu-west-1 | ForEach-Object { $_ }"));
        Assert.Equal(["analytics-1"], Values("SnapshotId", "Get-AwsRdsSnapshot -Region eu-west-1 | Test-AwsRdsSnapshot"));
    }

    [Theory]
    [InlineData("Test-AwsRdsSnapshot nowhere", "AwsSnapshotSourceNotFound", "'nowhere'")]
    [InlineData("Test-AwsRdsSnapshot orders -Kind Cluster", "AwsSnapshotSourceNotFound", "'orders'")]
    [InlineData("Test-AwsRdsSnapshot -SnapshotId nowhere", "AwsSnapshotNotFound", "'nowhere'")]
    [InlineData("Test-AwsRdsSnapshot arn:aws:rds:eu-west-1:111122223333:db:orders", "AwsArnElsewhere", "-Region eu-west-1")]
    [InlineData("Test-AwsRdsSnapshot arn:aws:s3:::bucket", "AwsArnInvalid", "arn:aws:s3:::bucket")]
    [InlineData("Test-AwsRdsSnapshot orders -MaximumAge soon", "ParameterArgumentTransformationError", "soon")]
    public void What_is_unknown_or_malformed_is_one_error(string script, string errorId, string text)
    {
        Plant();

        ErrorRecord error = Host.TryRun(script).SingleError;

        Assert.Equal($"{errorId},RdsBackup.PowerShell.TestAwsRdsSnapshotCommand", error.FullyQualifiedErrorId);
        Assert.Contains(text, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Results_are_a_table_with_the_gravest_finding()
    {
        Plant();

        Host.Run("Test-AwsRdsSnapshot gone | Out-Default");

        Assert.Matches("InstanceId +SnapshotId +Valid +Age +Allowed +Summary", Host.Module.Screen.Text);
        Assert.Contains("SnapshotNotEncrypted", Host.Module.Screen.Text, StringComparison.Ordinal);
    }

    private void Plant()
    {
        AwsDbInstance orders = Rds.AddInstance(new AwsDbInstance { Id = "orders", KmsKeyArn = Key });
        AwsDbCluster ledger = Rds.AddCluster(new AwsDbCluster { Id = "ledger", KmsKeyArn = Key });
        Rds.AddInstance(new AwsDbInstance { Id = "ledger-1", ClusterId = "ledger", Engine = "aurora-mysql" });
        Rds.AddSnapshot(AwsDbSnapshot.Of(orders, "orders-old", HoursAgo(100)));
        Rds.AddSnapshot(AwsDbSnapshot.Of(orders, "orders-new", HoursAgo(6)));
        Rds.AddSnapshot(AwsDbSnapshot.Of(ledger, "ledger-1d", HoursAgo(24)));
        Rds.AddSnapshot(new AwsDbSnapshot { Id = "gone-last", SourceId = "gone", Created = HoursAgo(1000) });
        Rds.AddSnapshot(new AwsDbSnapshot { Id = "partner-data", SourceId = "partner", Account = "444455556666", Created = HoursAgo(50), KmsKeyArn = Key });
    }

    private static DateTimeOffset HoursAgo(int hours) => DateTimeOffset.UtcNow - TimeSpan.FromHours(hours);
}
