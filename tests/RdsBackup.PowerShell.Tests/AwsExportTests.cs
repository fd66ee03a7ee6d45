using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

/// <summary>Tests of exports: two instances and a cluster with snapshots, a bucket, a role and a key that work.</summary>
public abstract class AwsExportTests : CloudTests
{
    private protected const string Role = "arn:aws:iam::111122223333:role/rds-export";
    private protected const string OrdersArn = "arn:aws:rds:us-east-1:111122223333:snapshot:orders-old";

    private protected AwsRdsAccount Rds => Host.Cloud.AwsRds;

    /// <summary>Plants everything; exports end at once unless <paramref name="duration"/> says otherwise.</summary>
    private protected void Plant(TimeSpan duration = default)
    {
        Rds.Pace = AwsRdsPace.OfExports(duration);
        AwsDbInstance orders = Rds.AddInstance(new AwsDbInstance { Id = "orders" });
        AwsDbInstance billing = Rds.AddInstance(new AwsDbInstance { Id = "billing", Engine = "sqlserver-se", StorageType = "standard" });
        AwsDbCluster ledger = Rds.AddCluster(new AwsDbCluster { Id = "ledger" });
        Rds.AddSnapshot(AwsDbSnapshot.Of(orders, "orders-old", DaysAgo(10)));
        Rds.AddSnapshot(AwsDbSnapshot.Of(orders, "rds:orders-2026-01-02-03-04", DaysAgo(1)) with { Type = "automated" });
        Rds.AddSnapshot(AwsDbSnapshot.Of(orders, "orders-now", DaysAgo(0)) with { Status = "creating" });
        Rds.AddSnapshot(AwsDbSnapshot.Of(billing, "billing-1", DaysAgo(1)));
        Rds.AddSnapshot(AwsDbSnapshot.Of(ledger, "ledger-1d", DaysAgo(1)));
        Rds.AddSnapshot(new AwsDbSnapshot { Id = "partner-data", SourceId = "partner", Account = "444455556666", Created = DaysAgo(5) });
        Rds.AddRole(new AwsRole("rds-export"));
        Rds.AddRole(new AwsRole("rds-export-no-trust") { FailureCause = AwsExportFailures.CannotAssumeRole });
        Rds.AddKey(new AwsKmsKey("export") { Alias = "alias/export" });
        Rds.AddKey(new AwsKmsKey("disabled") { IsEnabled = false });
        Host.UseBucket();
        Host.Cloud.S3.CreateBucket("exports-eu", new S3BucketOptions { Region = "eu-west-1" });
        Host.Run(
            """
            param($endpoint, $role)
            $global:PSDefaultParameterValues['Start-AwsSnapshotExport:EndpointUrl'] = $endpoint
            $global:PSDefaultParameterValues['Start-AwsSnapshotExport:Bucket'] = 'offsite'
            $global:PSDefaultParameterValues['Start-AwsSnapshotExport:IamRoleArn'] = $role
            $global:PSDefaultParameterValues['Start-AwsSnapshotExport:KmsKeyId'] = 'alias/export'
            $global:PSDefaultParameterValues['*-AwsSnapshotExport:PollInterval'] = '0.02s'
            """,
            Host.Cloud.S3Endpoint, Role);
    }

    /// <summary>How often an operation was asked for.</summary>
    private protected int Count(string operation) => Rds.Requests.Count(request => request.Operation == operation);

    private static DateTimeOffset DaysAgo(int days) => DateTimeOffset.UtcNow - TimeSpan.FromDays(days);
}
