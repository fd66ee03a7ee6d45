using System.Globalization;

namespace RdsBackup.Sandbox;

/// <summary>What a fresh sandbox holds of Amazon RDS, over three regions. Times are relative to its clock.</summary>
internal sealed class AwsSeed(SandboxCloud cloud, DateTimeOffset now)
{
    private const string Home = "us-east-1";
    private const string Europe = "eu-west-1";
    private const string China = "cn-north-1";
    private const string OtherAccount = "444455556666";

    /// <summary>Puts everything there.</summary>
    public void Plant()
    {
        cloud.S3.CreateBucket("exports");
        cloud.S3.CreateBucket("exports-eu", new S3BucketOptions { Region = Europe });
        cloud.S3.CreateBucket("exports-cn", new S3BucketOptions { Region = China });
        PlantRolesAndKeys();
        PlantInstances();
        PlantClusters();
        PlantShared();
    }

    // One role and one key that work; the others fail as their names say.
    private void PlantRolesAndKeys()
    {
        cloud.AwsRds.AddRole(new AwsRole("rds-export"));
        cloud.AwsRds.AddRole(new AwsRole("rds-export-no-trust") { FailureCause = AwsExportFailures.CannotAssumeRole });
        cloud.AwsRds.AddRole(new AwsRole("rds-export-no-s3") { FailureCause = AwsExportFailures.RoleNotAuthorized });
        cloud.AwsRds.AddRole(new AwsRole("rds-export-no-policy") { HasPermissions = false });
        foreach (string region in (string[])[Home, Europe, China])
        {
            cloud.AwsRds.AddKey(new AwsKmsKey("export") { Region = region, Alias = "alias/export" });
        }

        cloud.AwsRds.AddKey(new AwsKmsKey("disabled") { IsEnabled = false });
        cloud.AwsRds.AddKey(new AwsKmsKey("no-grant") { Alias = "alias/no-grant", FailureCause = AwsExportFailures.KmsCheckFailed });
    }

    private void PlantInstances()
    {
        AwsDbInstance orders = cloud.AwsRds.AddInstance(new AwsDbInstance { Id = "orders", KmsKeyArn = KeyOf(Home), Tags = new Dictionary<string, string> { ["env"] = "prod" } });
        Daily(orders, days: 7);
        Manual(orders, "orders-before-upgrade", daysAgo: 30);
        AwsDbInstance analytics = cloud.AwsRds.AddInstance(new AwsDbInstance { Id = "analytics", Region = Europe, Engine = "postgres", EngineVersion = "16.4", AllocatedStorage = 400, Export = Analytics() });
        Daily(analytics, days: 7);
        Daily(cloud.AwsRds.AddInstance(new AwsDbInstance { Id = "shop", Region = China, Engine = "mariadb", EngineVersion = "10.11.9" }), days: 3);

        // Backups switched off: nothing but an old manual snapshot.
        Manual(cloud.AwsRds.AddInstance(new AwsDbInstance { Id = "scratch", BackupRetentionPeriod = 0 }), "scratch-once", daysAgo: 90);
        Daily(cloud.AwsRds.AddInstance(new AwsDbInstance { Id = "billing", Engine = "sqlserver-se", EngineVersion = "15.00.4390.2.v1", StorageType = "standard" }), days: 2);
    }

    private void PlantClusters()
    {
        AwsDbCluster ledger = cloud.AwsRds.AddCluster(new AwsDbCluster { Id = "ledger", KmsKeyArn = KeyOf(Home) });
        foreach (string member in (string[])["ledger-1", "ledger-2"])
        {
            cloud.AwsRds.AddInstance(new AwsDbInstance { Id = member, ClusterId = ledger.Id, Engine = ledger.Engine, EngineVersion = ledger.EngineVersion, StorageType = "aurora", AllocatedStorage = 1 });
        }

        for (int day = 0; day < 3; day++)
        {
            cloud.AwsRds.AddSnapshot(AwsDbSnapshot.Of(ledger, AutomatedId(ledger.Id, NightOf(day)), NightOf(day)) with { Type = "automated" });
        }
    }

    private void PlantShared()
    {
        cloud.AwsRds.AddSnapshot(new AwsDbSnapshot { Id = "partner-data", SourceId = "partner", Account = OtherAccount, Created = NightOf(5), KmsKeyArn = $"arn:aws:kms:{Home}:{OtherAccount}:key/theirs" });
        cloud.AwsRds.AddSnapshot(new AwsDbSnapshot { Id = "public-sample", SourceId = "sample", Account = OtherAccount, IsPublic = true, Created = NightOf(200) });
    }

    private void Daily(AwsDbInstance instance, int days)
    {
        for (int day = 0; day < days; day++)
        {
            cloud.AwsRds.AddSnapshot(AwsDbSnapshot.Of(instance, AutomatedId(instance.Id, NightOf(day)), NightOf(day)) with { Type = "automated" });
        }
    }

    private void Manual(AwsDbInstance instance, string id, int daysAgo) => cloud.AwsRds.AddSnapshot(AwsDbSnapshot.Of(instance, id, NightOf(daysAgo)));

    // Something to be warned of: a table that could not be read was left out.
    private static AwsExportPlan Analytics() => new()
    {
        Tables = [new("analytics", "public", "events") { Files = 3, Batches = 2 }, new("analytics", "public", "users")],
        WarningMessage = """{"skippedTables":[{"target":"analytics.private.salaries","reason":"PERMISSIONS_DO_NOT_EXIST"}],"skippedObjectives":[],"general":[]}""",
    };

    // Eight hours ago, so that the newest is fresh whatever the time of day.
    private DateTimeOffset NightOf(int daysAgo) => now - TimeSpan.FromDays(daysAgo) - TimeSpan.FromHours(8);

    private static string AutomatedId(string source, DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"rds:{source}-{time.UtcDateTime:yyyy-MM-dd-HH-mm}");

    private static string KeyOf(string region) => new AwsKmsKey("export") { Region = region }.Arn;
}
