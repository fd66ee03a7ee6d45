using System.Globalization;

namespace RdsBackup.Sandbox;

/// <summary>What a fresh sandbox holds. Times are relative to its clock, so that backups look as fresh as they would be.</summary>
internal sealed class Seed(SandboxCloud cloud, DateTimeOffset now)
{
    private const long MiB = 1 << 20;
    private const string SecondRegion = "cn-shanghai";
    private long _nextId = 1_600_000_000;

    /// <summary>Puts everything there.</summary>
    public void Plant()
    {
        cloud.S3.CreateBucket("offsite");
        cloud.S3.CreateBucket("elsewhere", new S3BucketOptions { Region = "eu-west-1" });
        cloud.S3.CreateBucket("locked", new S3BucketOptions { ObjectLock = true });
        PlantMySql();
        PlantSqlServer();
        PlantPostgreSql();
        PlantMariaDb();
        PlantBadOnes();
        PlantTampered();
        PlantStale();
    }

    // The good one: a week of daily physical backups, and binlogs of both nodes.
    private void PlantMySql()
    {
        SandboxInstance mysql = Instance("rm-bp1mysql8local0001", "MySQL", "8.0", "orders, primary", tags: new() { ["env"] = "prod" });
        for (int day = 0; day < 7; day++)
        {
            Daily(mysql, day, (180 - (5 * day)) * MiB, "xb.qp", FileMagic.Qpress);
        }

        for (int hour = 0; hour < 24; hour++)
        {
            foreach (string host in mysql.HostInstanceIds)
            {
                DateTimeOffset begin = now - TimeSpan.FromHours(24 - hour);
                OssObject file = File(mysql, $"{host}/mysql-bin.{1000 + hour:D6}", 4 * MiB, [0xFE, 0x62, 0x69, 0x6E], begin + TimeSpan.FromHours(1));
                mysql.Add(new SandboxLogFile(begin, begin + TimeSpan.FromHours(1), file, host) { RemoteStatus = hour == 23 ? "Uploading" : "Completed" });
            }
        }
    }

    private void PlantSqlServer()
    {
        SandboxInstance sqlServer = Instance("rm-bp1mssql2019000001", "SQLServer", "2019_std", "billing");
        for (int day = 0; day < 3; day++)
        {
            SandboxBackup backup = Daily(sqlServer, day, (120 - day) * MiB, "zip", FileMagic.Zip, add: false);
            sqlServer.Add(backup with
            {
                Databases = new Dictionary<string, OssObject>
                {
                    ["billing"] = File(sqlServer, $"{Stamp(backup.Start)}/billing.zip", 90 * MiB, FileMagic.Zip, backup.End),
                    ["audit"] = File(sqlServer, $"{Stamp(backup.Start)}/audit.zip", 30 * MiB, FileMagic.Zip, backup.End),
                },
            });
        }

        PlantLogBackups(sqlServer, "billing_log_{0}.zip", FileMagic.Zip);
    }

    // Snapshots of a cloud disk: no links at all.
    private void PlantPostgreSql()
    {
        SandboxInstance postgreSql = Instance("pgm-bp1pgcloud000001", "PostgreSQL", "16.0", "analytics", storage: "cloud_essd");
        for (int day = 0; day < 3; day++)
        {
            (DateTimeOffset start, DateTimeOffset end) = NightOf(day);
            postgreSql.Add(new SandboxBackup { Id = NextId(), Start = start, End = end, Size = 20L << 30, Method = "Snapshot" });
        }

        PlantLogBackups(postgreSql, "00000004000000000000{0}", [0x10, 0xD1]);
    }

    private void PlantMariaDb()
    {
        SandboxInstance mariaDb = Instance("rm-uf6mariadb10300001", "MariaDB", "10.3", "second region", region: SecondRegion);
        for (int day = 0; day < 3; day++)
        {
            Daily(mariaDb, day, (100 + day) * MiB, "qp.xb", FileMagic.XbStream);
        }
    }

    // One fault per backup, newest first; below them good ones, so that there is a median to compare with.
    private void PlantBadOnes()
    {
        SandboxInstance bad = Instance("rm-bp1mysql57bad00001", "MySQL", "5.7", "订单库 (bad backups)");
        Tamper(Daily(bad, 0, 110 * MiB, "xb.qp", FileMagic.Qpress, name: "tampered"));
        bad.Add(Daily(bad, 1, 100 * MiB, "xb.qp", FileMagic.Qpress, add: false) with { Status = "Failed", IsAvailable = 0, File = null, Size = 0 });
        Daily(bad, 2, 0, "xb.qp", default, name: "empty");
        Daily(bad, 3, 2 * MiB, "xb.qp", FileMagic.Qpress, name: "small");
        Daily(bad, 4, 105 * MiB, "xb.qp", FileMagic.Gzip, name: "gzip");
        Daily(bad, 5, 104 * MiB, "xb.qp", FileMagic.Qpress, name: "订单库");
        Daily(bad, 6, 103 * MiB, "xb.qp", FileMagic.Qpress);
        Daily(bad, 7, 102 * MiB, "xb.qp", FileMagic.Qpress);
    }

    // Nothing is wrong with it but what happens on the way.
    private void PlantTampered()
    {
        SandboxInstance tampered = Instance("rm-bp1tampered000001", "MySQL", "8.0", "bytes change on the way");
        Tamper(Daily(tampered, 0, 110 * MiB, "xb.qp", FileMagic.Qpress));
        Daily(tampered, 1, 109 * MiB, "xb.qp", FileMagic.Qpress);
    }

    private void PlantStale()
    {
        SandboxInstance stale = Instance("rm-bp1mysql8stale0001", "MySQL", "8.0", "forgotten");
        for (int day = 9; day < 12; day++)
        {
            Daily(stale, day, 60 * MiB, "xb.qp", FileMagic.Qpress);
        }
    }

    private void Tamper(SandboxBackup backup) =>
        cloud.Oss.Faults.Inject(new Fault { FlipByteAt = 77 * MiB }, request => request.Key == backup.File!.Key);

    private void PlantLogBackups(SandboxInstance instance, string nameFormat, ReadOnlySpan<byte> magic)
    {
        for (int half = 0; half < 48; half++)
        {
            DateTimeOffset begin = now - TimeSpan.FromMinutes(30 * (48 - half));
            string name = string.Format(CultureInfo.InvariantCulture, nameFormat, (half + 16).ToString("X4", CultureInfo.InvariantCulture));
            instance.Add(new SandboxLogFile(begin, begin + TimeSpan.FromMinutes(30), File(instance, name, MiB, magic, begin + TimeSpan.FromMinutes(30)), instance.HostInstanceIds[0]));
        }
    }

    private SandboxInstance Instance(string id, string engine, string version, string description, string region = "cn-hangzhou", string storage = "local_ssd", Dictionary<string, string>? tags = null) =>
        cloud.Aliyun.Add(new SandboxInstance { Id = id, RegionId = region, Engine = engine, EngineVersion = version, Description = description, StorageType = storage, Tags = tags ?? [] });

    private SandboxBackup Daily(SandboxInstance instance, int day, long length, string extension, ReadOnlySpan<byte> magic, string name = "data", bool add = true)
    {
        (DateTimeOffset start, DateTimeOffset end) = NightOf(day);
        string separator = extension == "zip" ? "." : "_";
        OssObject file = File(instance, $"hins{instance.HostInstanceIds[^1]}_{name}_{Stamp(start)}{separator}{extension}", length, magic, end);
        SandboxBackup backup = new() { Id = NextId(), Start = start, End = end, File = file };
        return add ? instance.Add(backup) : backup;
    }

    private OssObject File(SandboxInstance instance, string name, long length, ReadOnlySpan<byte> magic, DateTimeOffset written)
    {
        string key = $"{instance.Id}/{name}";
        int seed = (int)System.IO.Hashing.Crc32.HashToUInt32(System.Text.Encoding.UTF8.GetBytes(key));
        return cloud.Oss.Put(new OssObject($"rdsbak-{instance.RegionId}", key, Content.Generated(seed, length, magic), written));
    }

    // The newest began eight hours ago: fresh for a daily policy, and over.
    private (DateTimeOffset Start, DateTimeOffset End) NightOf(int day)
    {
        DateTimeOffset start = now - TimeSpan.FromDays(day) - TimeSpan.FromHours(8);
        return (start, start + TimeSpan.FromMinutes(12));
    }

    private string NextId() => _nextId++.ToString(CultureInfo.InvariantCulture);

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
}
