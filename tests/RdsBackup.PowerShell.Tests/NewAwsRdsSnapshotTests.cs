using System.Management.Automation;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

public sealed class NewAwsRdsSnapshotTests : CloudTests
{
    private AwsRdsAccount Rds => Host.Cloud.AwsRds;

    [Theory]
    [InlineData("New-AwsRdsSnapshot orders", @"^orders-\d{4}-\d\d-\d\d-\d\d-\d\d$")]
    [InlineData("New-AwsRdsSnapshot ledger", @"^ledger-\d{4}-\d\d-\d\d-\d\d-\d\d$")]
    [InlineData("'orders' | New-AwsRdsSnapshot -SnapshotId before-upgrade", "^before-upgrade$")]
    [InlineData("New-AwsRdsSnapshot arn:aws:rds:us-east-1:111122223333:cluster:ledger -SnapshotId '{engine}-{instanceId}-{yyyy}'", @"^aurora-mysql-ledger-\d{4}$")]
    [InlineData("Get-AwsRdsInstance orders | New-AwsRdsSnapshot -SnapshotId s", "^s$")]
    [InlineData("Get-AwsRdsSnapshot orders | New-AwsRdsSnapshot", @"^orders-\d{4}-")]
    [InlineData("[pscustomobject]@{ DBInstanceIdentifier = 'orders' } | New-AwsRdsSnapshot -DBSnapshotIdentifier s", "^s$")]
    public void Takes_snapshots_of_instances_and_clusters(string script, string identifier)
    {
        Plant();

        PSObject snapshot = Assert.Single(Host.Run(script));

        Assert.Equal(("RdsBackup.AwsRdsSnapshot", "creating"), (snapshot.BaseObject.GetType().FullName, snapshot.Properties["Status"].Value));
        Assert.Matches(identifier, snapshot.ToString());
        Assert.Contains(Rds.Snapshots, made => made.Id == snapshot.ToString());
    }

    [Fact]
    public void Tags_go_with_it()
    {
        Plant();

        PSObject snapshot = Assert.Single(Host.Run("New-AwsRdsSnapshot orders -Tag @{ why = 'upgrade' } -Wait -PollInterval 0.05s"));

        Assert.Equal("upgrade", Rds.Snapshots.Single(made => made.Id == snapshot.ToString()).Tags["why"]);
    }

    [Fact]
    public void Waiting_begins_all_first_and_each_comes_when_it_can_be_used()
    {
        Plant();
        Rds.Pace = new AwsRdsPace { Snapshot = TimeSpan.FromSeconds(0.3) };

        ScriptRun run = Host.TryRun("'orders', 'ledger' | New-AwsRdsSnapshot -Wait -PollInterval 0.05s");

        Assert.Empty(run.Errors);
        Assert.Equal(["available", "available"], run.Output.Select(snapshot => snapshot.Properties["Status"].Value));
        Assert.All(run.Output, snapshot => Assert.NotNull(snapshot.Properties["TakenTime"].Value));
        Assert.Equal(
            ["CreateDBSnapshot", "CreateDBClusterSnapshot"],
            Rds.Requests.Select(request => request.Operation).Where(operation => operation!.StartsWith("Create", StringComparison.Ordinal)));
        Assert.Contains(run.Progress, record => record.Activity == "Waiting for snapshots" && record.RecordType == ProgressRecordType.Completed);
    }

    [Fact]
    public void What_is_not_ready_in_time_comes_with_an_error_and_goes_on()
    {
        Plant();
        Rds.Pace = new AwsRdsPace { Snapshot = TimeSpan.FromHours(1) };

        ScriptRun run = Host.TryRun("New-AwsRdsSnapshot orders -SnapshotId s -Wait -Timeout 0.1s -PollInterval 0.05s");

        Assert.Equal("creating", Assert.Single(run.Output).Properties["Status"].Value);
        Assert.StartsWith("SnapshotWaitTimeout,", run.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Get-AwsRdsSnapshot -SnapshotId s -Region us-east-1", run.SingleError.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_command_again_takes_no_other_snapshot()
    {
        Plant();
        const string Daily = "New-AwsRdsSnapshot orders -SnapshotId '{instanceId}-{yyyy}-{MM}-{dd}' -Wait -PollInterval 0.05s";

        Assert.Equal(["False"], Values("AlreadyPresent", Daily));
        Assert.Equal(["True"], Values("AlreadyPresent", Daily));
        Assert.Single(Rds.Snapshots, snapshot => snapshot.Id.StartsWith("orders-2", StringComparison.Ordinal));
    }

    [Fact]
    public void An_old_snapshot_is_not_taken_for_the_one_that_was_asked_for()
    {
        Plant();

        ErrorRecord error = Host.TryRun("New-AwsRdsSnapshot orders -SnapshotId orders-old").SingleError;

        Assert.StartsWith("SnapshotIdTaken,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("'orders-old'", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_takes_none()
    {
        Plant();

        Assert.Empty(Host.Run("New-AwsRdsSnapshot orders -SnapshotId s -WhatIf"));

        Assert.DoesNotContain(Rds.Requests, request => request.Operation == "CreateDBSnapshot");
        Assert.Contains("orders (us-east-1, 100 GiB allocated) -> s (us-east-1)", Host.Module.Screen.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "AwsInstanceNotFound", "'nowhere'")]
    [InlineData("orders -Kind Cluster", "AwsInstanceNotFound", "'orders'")]
    [InlineData("ledger-1", "SnapshotOfMember", "-InstanceId ledger -Kind Cluster")]
    [InlineData("o*", "AwsPatternRefused", "Get-AwsRdsInstance")]
    [InlineData("orders -SnapshotId 1st", "SnapshotIdInvalid", "255")]
    [InlineData("orders -SnapshotId 'a--b'", "SnapshotIdInvalid", "hyphens")]
    [InlineData("orders -SnapshotId '{nonsense}'", "SnapshotTemplateInvalid", "{instanceId}")]
    [InlineData("ledger -SnapshotId a2345678901234567890123456789012345678901234567890123456789012345", "SnapshotIdInvalid", "63")]
    [InlineData("busy", "AwsInstanceState", "available")]
    public void What_cannot_be_taken_is_one_error(string arguments, string id, string text)
    {
        Plant();

        ErrorRecord error = Host.TryRun($"New-AwsRdsSnapshot {arguments}").SingleError;

        Assert.Equal($"{id},RdsBackup.PowerShell.NewAwsRdsSnapshotCommand", error.FullyQualifiedErrorId);
        Assert.Contains(text, error.ToString(), StringComparison.Ordinal);
        Assert.Single(Rds.Snapshots);
    }

    private void Plant()
    {
        Rds.Pace = new AwsRdsPace { Snapshot = TimeSpan.FromSeconds(0.1) };
        Rds.AddSnapshot(AwsDbSnapshot.Of(Rds.AddInstance(new AwsDbInstance { Id = "orders" }), "orders-old", DateTimeOffset.UtcNow.AddDays(-10)));
        Rds.AddInstance(new AwsDbInstance { Id = "busy", Status = "modifying" });
        Rds.AddCluster(new AwsDbCluster { Id = "ledger" });
        Rds.AddInstance(new AwsDbInstance { Id = "ledger-1", ClusterId = "ledger", Engine = "aurora-mysql" });
    }
}
