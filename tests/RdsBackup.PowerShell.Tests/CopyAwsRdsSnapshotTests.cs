using System.Management.Automation;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

public sealed class CopyAwsRdsSnapshotTests : CloudTests
{
    private const string Partner = "arn:aws:rds:us-east-1:444455556666:snapshot:partner-data";

    private AwsRdsAccount Rds => Host.Cloud.AwsRds;

    [Theory]
    [InlineData("Copy-AwsRdsSnapshot orders-1", "orders-1-copy", "us-east-1")]
    [InlineData("Copy-AwsRdsSnapshot orders-1 -DestinationRegion eu-west-1 -KmsKeyId alias/export", "orders-1-copy", "eu-west-1")]
    [InlineData("Copy-AwsRdsSnapshot rds:orders-2026-01-02-03-04 -TargetSnapshotId '{snapshotId}'", "orders-2026-01-02-03-04", "us-east-1")]
    [InlineData("Get-AwsRdsSnapshot -SnapshotId rds:orders-2026-01-02-03-04 | Copy-AwsRdsSnapshot", "orders-2026-01-02-03-04-copy", "us-east-1")]
    [InlineData("Get-AwsRdsSnapshot ledger | Copy-AwsRdsSnapshot -TargetSnapshotId '{instanceId}-from-{region}' -DestinationRegion eu-west-1", "ledger-from-us-east-1", "eu-west-1")]
    [InlineData("Get-AwsRdsSnapshot -Type shared | Copy-AwsRdsSnapshot -KmsKeyId alias/export", "partner-data-copy", "us-east-1")]
    [InlineData($"Copy-AwsRdsSnapshot {Partner} -KmsKeyId alias/export", "partner-data-copy", "us-east-1")]
    [InlineData($"[pscustomobject]@{{ DBSnapshotIdentifier = 'partner-data'; DBSnapshotArn = '{Partner}' }} | Copy-AwsRdsSnapshot -KmsKeyId alias/export", "partner-data-copy", "us-east-1")]
    [InlineData("[pscustomobject]@{ DBSnapshotIdentifier = 'orders-1' } | Copy-AwsRdsSnapshot -TargetDBSnapshotIdentifier mine", "mine", "us-east-1")]
    public void Copies_across_regions_and_accounts(string script, string identifier, string region)
    {
        Plant();

        PSObject copy = Assert.Single(Host.Run(script));

        Assert.Equal((identifier, region), (copy.ToString(), copy.Properties["Region"].Value));
        Assert.Equal("copying", copy.Properties["Status"].Value);
        Assert.Contains(Rds.Snapshots, made => made.Id == identifier && made.Region == region && made.Type == "manual");
    }

    [Fact]
    public void The_chain_into_another_region_ends_with_a_snapshot_that_can_be_used()
    {
        Plant();

        PSObject copy = Assert.Single(Host.Run(
            """
            Get-AwsRdsSnapshot orders -Latest -Type manual | Test-AwsRdsSnapshot -PassThru -MaximumAge 90d |
                Copy-AwsRdsSnapshot -DestinationRegion eu-west-1 -KmsKeyId alias/export -CopyTags -Wait -PollInterval 0.05s
            """));

        Assert.Equal("available", copy.Properties["Status"].Value);
        AwsDbSnapshot made = Rds.Snapshots.Single(snapshot => snapshot.Region == "eu-west-1");
        Assert.Equal(("arn:aws:kms:eu-west-1:111122223333:key/export", "prod"), (made.KmsKeyArn, made.Tags["env"]));
    }

    [Theory]
    [InlineData("-DestinationRegion eu-west-1 -KmsKeyId alias/export")]
    [InlineData("-TargetSnapshotId mine")]
    public void The_same_copy_again_is_a_success_that_copies_nothing(string arguments)
    {
        Plant();
        string script = $"Copy-AwsRdsSnapshot orders-1 {arguments} -Wait -PollInterval 0.05s";

        Assert.Equal(["False"], Values("AlreadyPresent", script));
        Assert.Equal(["True"], Values("AlreadyPresent", script));
        Assert.Single(Rds.Requests, request => request.Operation == "CopyDBSnapshot");
    }

    [Fact]
    public void The_copy_of_another_snapshot_under_that_identifier_is_an_error()
    {
        Plant();
        Host.Run("Copy-AwsRdsSnapshot orders-1 -TargetSnapshotId mine -DestinationRegion eu-west-1 -KmsKeyId alias/export -Wait -PollInterval 0.05s");

        ErrorRecord error = Host.TryRun(
            "Copy-AwsRdsSnapshot rds:orders-2026-01-02-03-04 -TargetSnapshotId mine -DestinationRegion eu-west-1 -KmsKeyId alias/export").SingleError;

        Assert.StartsWith("SnapshotIdTaken,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("eu-west-1", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_copies_nothing()
    {
        Plant();

        Assert.Empty(Host.Run("Copy-AwsRdsSnapshot orders-1 -WhatIf"));

        Assert.DoesNotContain(Rds.Requests, request => request.Operation == "CopyDBSnapshot");
        Assert.Contains("orders-1 (us-east-1, 100 GiB allocated) -> orders-1-copy (us-east-1)", Host.Module.Screen.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orders-1 -DestinationRegion eu-west-1", "SnapshotKeyRequired", "eu-west-1")]
    [InlineData(Partner, "SnapshotKeyRequired", "444455556666")]
    [InlineData("orders-1 -DestinationRegion eu-west-1 -KmsKeyId arn:aws:kms:us-east-1:111122223333:key/export", "SnapshotKeyElsewhere", "us-east-1")]
    [InlineData("orders-1 -DestinationRegion eu-west-1 -KmsKeyId nowhere", "AwsKeyNotAccessible", "eu-west-1")]
    [InlineData("orders-now", "SnapshotNotCopyable", "creating")]
    [InlineData("nowhere", "AwsSnapshotNotFound", "'nowhere'")]
    [InlineData("partner-data", "AwsSnapshotNotFound", "ARN")]
    [InlineData("orders-*", "AwsPatternRefused", "Get-AwsRdsSnapshot")]
    [InlineData("orders-1 -TargetSnapshotId rds:x", "SnapshotIdInvalid", "'rds:x'")]
    [InlineData("orders-1 -TargetSnapshotId '{yyyyy}'", "SnapshotTemplateInvalid", "{region}")]
    [InlineData("orders-1 -DestinationRegion Nowhere -KmsKeyId k", "AwsRegionInvalid", "'Nowhere'")]
    public void What_cannot_be_copied_is_one_error(string arguments, string id, string text)
    {
        Plant();
        int count = Rds.Snapshots.Count;

        ErrorRecord error = Host.TryRun($"Copy-AwsRdsSnapshot {arguments}").SingleError;

        Assert.Equal($"{id},RdsBackup.PowerShell.CopyAwsRdsSnapshotCommand", error.FullyQualifiedErrorId);
        Assert.Contains(text, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(count, Rds.Snapshots.Count);
    }

    private void Plant()
    {
        Rds.Pace = new AwsRdsPace { Copy = TimeSpan.FromSeconds(0.1) };
        Rds.AddKey(new AwsKmsKey("export") { Alias = "alias/export" });
        AwsKmsKey abroad = Rds.AddKey(new AwsKmsKey("export") { Alias = "alias/export", Region = "eu-west-1" });
        string key = abroad.Arn.Replace("eu-west-1", "us-east-1", StringComparison.Ordinal);
        AwsDbInstance orders = Rds.AddInstance(new AwsDbInstance { Id = "orders", KmsKeyArn = key });
        Rds.AddSnapshot(AwsDbSnapshot.Of(orders, "orders-1", DaysAgo(1)) with { Tags = new Dictionary<string, string> { ["env"] = "prod" } });
        Rds.AddSnapshot(AwsDbSnapshot.Of(orders, "rds:orders-2026-01-02-03-04", DaysAgo(2)) with { Type = "automated" });
        Rds.AddSnapshot(AwsDbSnapshot.Of(orders, "orders-now", DaysAgo(0)) with { Status = "creating" });
        Rds.AddSnapshot(AwsDbSnapshot.Of(Rds.AddCluster(new AwsDbCluster { Id = "ledger" }), "ledger-1d", DaysAgo(1)));
        Rds.AddSnapshot(new AwsDbSnapshot { Id = "partner-data", SourceId = "partner", Account = "444455556666", Created = DaysAgo(5), KmsKeyArn = "arn:aws:kms:us-east-1:444455556666:key/theirs" });
    }

    private static DateTimeOffset DaysAgo(int days) => DateTimeOffset.UtcNow - TimeSpan.FromDays(days);
}
