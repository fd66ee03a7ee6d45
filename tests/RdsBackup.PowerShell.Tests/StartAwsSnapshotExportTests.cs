using System.Management.Automation;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

public sealed class StartAwsSnapshotExportTests : AwsExportTests
{
    [Theory]
    [InlineData("Start-AwsSnapshotExport orders-old", "orders-old-")]
    [InlineData("Start-AwsSnapshotExport ledger-1d", "ledger-1d-")]
    [InlineData("Start-AwsSnapshotExport rds:orders-2026-01-02-03-04", "orders-2026-01-02-03-04-")]
    [InlineData($"Start-AwsSnapshotExport -SourceArn {OrdersArn}", "orders-old-")]
    [InlineData($"Start-AwsSnapshotExport {OrdersArn}", "orders-old-")]
    [InlineData("Start-AwsSnapshotExport -SourceArn arn:aws:rds:us-east-1:111122223333:cluster:ledger", "ledger-2")]
    [InlineData("Get-AwsRdsSnapshot orders -Latest | Start-AwsSnapshotExport", "orders-2026-01-02-03-04-")]
    [InlineData("Get-AwsRdsSnapshot ledger -Latest | Start-AwsSnapshotExport", "ledger-1d-")]
    [InlineData("Get-AwsRdsInstance ledger | Start-AwsSnapshotExport", "ledger-2")]
    [InlineData("[pscustomobject]@{ DBSnapshotIdentifier = 'orders-old'; DBSnapshotArn = $null; KmsKeyId = 'theirs' } | Start-AwsSnapshotExport", "orders-old-")]
    [InlineData("'orders-old' | Start-AwsSnapshotExport", "orders-old-")]
    public void A_snapshot_is_exported_however_it_is_named(string command, string expected)
    {
        Plant(TimeSpan.FromHours(1));

        PSObject export = Assert.Single(Host.Run(command));

        Assert.StartsWith(expected, export.ToString(), StringComparison.Ordinal);
        AwsExportTask task = Assert.Single(Rds.Exports);
        Assert.Equal(("offsite", Role, export.ToString()), (task.Request.Bucket, task.Request.RoleArn, task.Request.Id));
        Assert.Equal("arn:aws:kms:us-east-1:111122223333:key/export", task.Request.KmsKeyArn);
    }

    [Fact]
    public void What_is_asked_for_arrives()
    {
        Plant();

        PSObject export = Assert.Single(Host.Run("Start-AwsSnapshotExport orders-old -Prefix '/a b/c/' -ExportOnly shop, shop.orders -ExportTaskId '{instanceId}-{engine}-x'"));

        AwsExportRequest request = Assert.Single(Rds.Exports).Request;
        Assert.Equal(("orders-mysql-x", "a_b/c"), (request.Id, request.Prefix));
        Assert.Equal(["shop", "shop.orders"], request.ExportOnly);
        Assert.Equal("s3://offsite/a_b/c/orders-mysql-x/", export.Properties["ExportLocation"].Value);
    }

    [Fact]
    public void Run_again_it_finds_the_running_and_the_finished_task_and_makes_no_other()
    {
        Plant(TimeSpan.FromHours(1));
        string first = Assert.Single(Host.Run("Start-AwsSnapshotExport orders-old")).ToString()!;

        PSObject again = Assert.Single(Host.Run("Start-AwsSnapshotExport orders-old"));
        Rds.Export(first).Complete();
        PSObject finished = Assert.Single(Host.Run("Start-AwsSnapshotExport orders-old -WhatIf"));

        Assert.Equal((first, true, true), (again.ToString(), again.Properties["AlreadyExported"].Value, finished.Properties["AlreadyExported"].Value));
        Assert.Equal("COMPLETE", finished.Properties["Status"].Value);
        Assert.Equal(1, Count("StartExportTask"));
    }

    [Theory]
    [InlineData("-Prefix other")]
    [InlineData("-ExportOnly shop.orders")]
    [InlineData("-Force")]
    public void Another_place_other_tables_or_Force_is_another_export(string arguments)
    {
        Plant();
        Host.Run("Start-AwsSnapshotExport orders-old | Wait-AwsSnapshotExport");

        PSObject other = Assert.Single(Host.Run($"Start-AwsSnapshotExport orders-old {arguments}"));

        Assert.False((bool)other.Properties["AlreadyExported"].Value);
        Assert.Equal(2, Rds.Exports.Select(task => task.Request.Id).Distinct().Count());
    }

    [Fact]
    public void After_a_failure_the_next_task_is_numbered()
    {
        Plant(TimeSpan.FromHours(1));
        string first = Assert.Single(Host.Run("Start-AwsSnapshotExport orders-old")).ToString()!;
        Rds.Export(first).Fail(AwsExportFailures.Internal);

        Assert.Equal($"{first}-2", Assert.Single(Host.Run("Start-AwsSnapshotExport orders-old")).ToString());
    }

    [Fact]
    public void Everything_that_would_make_it_fail_is_said_at_once_and_nothing_is_started()
    {
        Plant();

        ErrorRecord error = Host.TryRun(
            """
            Start-AwsSnapshotExport billing-1 -Bucket gone -Prefix a:b -IamRoleArn rds-export -ExportOnly 'a b' -ExportTaskId 'bad--name' `
                -KmsKeyId arn:aws:kms:eu-west-1:111122223333:key/export
            """).SingleError;

        Assert.Equal("ExportWouldFail,RdsBackup.PowerShell.StartAwsSnapshotExportCommand", error.FullyQualifiedErrorId);
        string[] codes = ["EngineNotExportable", "TaskIdInvalid", "PrefixInvalid", "BucketUnusable", "RoleInvalid", "KeyInvalid", "ExportOnlyInvalid"];
        Assert.All(codes, code => Assert.Contains($"{code}:", error.ToString(), StringComparison.Ordinal));
        Assert.Contains("fail (7)", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, Count("StartExportTask"));
    }

    [Theory]
    [InlineData("orders-now", "SourceNotAvailable", "creating")]
    [InlineData("arn:aws:rds:us-east-1:444455556666:snapshot:partner-data", "SourceShared", "Copy-AwsRdsSnapshot")]
    [InlineData("orders-old -Bucket exports-eu", "BucketUnusable", "in us-east-1")]
    [InlineData("orders-old -IamRoleArn arn:aws:iam::111122223333:user/rds-export", "RoleInvalid", "role/rds-export")]
    [InlineData("orders-old -KmsKeyId 'alias export'", "KeyInvalid", "alias/export")]
    [InlineData("orders-old -ExportOnly shop.public.orders", "ExportOnlyInvalid", "database.table")]
    [InlineData("orders-old -ExportTaskId taken", "TaskIdTaken", "snapshot:other")]
    [InlineData("ledger-1d", "ExportRunning", "Wait-AwsSnapshotExport by-hand")]
    public async Task What_would_fail_is_not_started(string arguments, string code, string text)
    {
        Plant(TimeSpan.FromHours(1));
        await AddExportAsync("taken", "arn:aws:rds:us-east-1:111122223333:snapshot:other");
        await AddExportAsync("by-hand", "arn:aws:rds:us-east-1:111122223333:cluster-snapshot:ledger-1d", prefix: "elsewhere");

        ErrorRecord error = Host.TryRun($"Start-AwsSnapshotExport {arguments}").SingleError;

        Assert.StartsWith("ExportWouldFail,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains($"{code}:", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(text, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, Count("StartExportTask"));
    }

    [Theory]
    [InlineData("nowhere", "AwsSnapshotNotFound", "'nowhere'")]
    [InlineData("arn:aws:rds:us-east-1:111122223333:cluster:gone", "AwsSnapshotNotFound", "cluster:gone")]
    [InlineData("arn:aws:rds:eu-west-1:111122223333:snapshot:x", "AwsArnElsewhere", "-Region eu-west-1")]
    [InlineData("arn:aws:rds:us-east-1:111122223333:db:orders", "AwsArnInvalid", "cluster-snapshot")]
    [InlineData("orders-old -IamRoleArn arn:aws:iam::111122223333:role/gone", "AwsExportRoleNotFound", "role/gone")]
    [InlineData("orders-old -KmsKeyId disabled", "AwsKeyNotAccessible", "disabled")]
    [InlineData("orders-old -ExportOnly nosuch", "AwsExportOnlyInvalid", "nosuch")]
    [InlineData("orders-now -SkipPreflight", "AwsExportSourceState", "orders-now")]
    [InlineData("orders-old -Bucket gone -SkipPreflight", "AwsExportBucketInvalid", "gone")]
    [InlineData("orders-old -ExportTaskId 'x{nonsense}'", "ExportTaskTemplateInvalid", "{hash}")]
    public void What_cannot_be_exported_is_one_error(string arguments, string id, string text)
    {
        Plant();

        ErrorRecord error = Host.TryRun($"Start-AwsSnapshotExport {arguments}").SingleError;

        Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(text, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Rds.Exports);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Plant();

        ErrorRecord error = Host.TryRun("$PSDefaultParameterValues.Remove('Start-AwsSnapshotExport:IamRoleArn'); Start-AwsSnapshotExport").SingleError;

        Assert.StartsWith("ExportTargetRequired,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("-SnapshotId, -IamRoleArn", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rds:StartExportTask")]
    [InlineData("iam:PassRole")]
    [InlineData("rds:DescribeExportTasks")]
    public void What_is_denied_is_named(string action)
    {
        Plant();
        Rds.Deny(action);

        ErrorRecord error = Host.TryRun("Start-AwsSnapshotExport orders-old").SingleError;

        Assert.StartsWith("AwsAccessDenied,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(action, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Rds.Exports);
    }

    [Fact]
    public void WhatIf_says_what_would_go_where_and_starts_nothing()
    {
        Plant();

        Host.Run("Start-AwsSnapshotExport orders-old -Prefix nightly -WhatIf");

        Assert.Contains($"{OrdersArn} (us-east-1, 100 GiB allocated) -> s3://offsite/nightly/orders-old-", Host.Module.Screen.Text, StringComparison.Ordinal);
        Assert.Empty(Rds.Exports);
    }

    [Theory]
    [InlineData("", "ExportQueueFull")]
    [InlineData("-SkipPreflight", "AwsExportLimit")]
    [InlineData("-QueueTimeout 0.05s", "ExportQueueTimeout")]
    public async Task Beyond_the_accounts_limit_nothing_is_started(string arguments, string id)
    {
        await FillQueueAsync();

        ErrorRecord error = Host.TryRun($"Start-AwsSnapshotExport orders-old {arguments}").SingleError;

        Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.LimitsExceeded, error.CategoryInfo.Category);
        Assert.Equal(5, Rds.Exports.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-SkipPreflight")]
    public async Task With_a_queue_timeout_it_waits_its_turn(string arguments)
    {
        await FillQueueAsync();
        int looks = 0;
        Rds.Faults.Add(request => // the third look finds a place
        {
            if (request.Operation is "DescribeExportTasks" or "StartExportTask" && Interlocked.Increment(ref looks) == 6)
            {
                Rds.Export("other-3").Complete();
            }

            return null;
        });

        PSObject export = Assert.Single(Host.Run($"Start-AwsSnapshotExport orders-old -QueueTimeout 1h {arguments}"));

        Assert.StartsWith("orders-old-", export.ToString(), StringComparison.Ordinal);
        Assert.Equal(6, Rds.Exports.Count);
    }

    private async Task FillQueueAsync()
    {
        Plant(TimeSpan.FromHours(1));
        for (int number = 1; number <= 5; number++)
        {
            await AddExportAsync($"other-{number}", $"arn:aws:rds:us-east-1:111122223333:snapshot:other-{number}");
        }
    }

    private Task<AwsExportTask> AddExportAsync(string id, string source, string prefix = "") => Rds.AddExportAsync(
        new AwsExportRequest { Id = id, SourceArn = source, Bucket = "offsite", Prefix = prefix, RoleArn = Role },
        TestContext.Current.CancellationToken);
}
