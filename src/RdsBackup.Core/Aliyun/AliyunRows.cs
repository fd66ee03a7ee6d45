using System.Globalization;
using System.Text.Json;

namespace RdsBackup.Aliyun;

/// <summary>Reads rows of the API's lists into what the pipeline carries. Field names are those of the official SDK 15.4.0.</summary>
internal static class AliyunRows
{
    /// <summary>A row of DescribeDBInstances or DescribeDBInstanceAttribute.</summary>
    public static AliyunRdsInstance Instance(JsonElement row, string regionId) => new()
    {
        InstanceId = row.Text("DBInstanceId") ?? "",
        Description = row.Text("DBInstanceDescription") ?? "",
        RegionId = row.Text("RegionId") ?? regionId,
        ZoneId = row.Text("ZoneId"),
        Engine = row.Text("Engine") ?? "",
        EngineVersion = row.Text("EngineVersion") ?? "",
        Status = row.Text("DBInstanceStatus") ?? "",
        Type = row.Text("DBInstanceType"),
        Category = row.Text("Category"),
        InstanceClass = row.Text("DBInstanceClass"),
        StorageType = row.Text("DBInstanceStorageType"),
        NetworkType = row.Text("InstanceNetworkType"),
        VpcId = row.Text("VpcId"),
        PayType = row.Text("PayType"),
        LockMode = row.Text("LockMode"),
        PrimaryInstanceId = row.Text("MasterInstanceId"),
        ResourceGroupId = row.Text("ResourceGroupId"),
        CreateTime = row.Time("CreateTime") ?? row.Time("CreationTime"), // the attribute operation has a name of its own
        ExpireTime = row.Time("ExpireTime"),
        DeletionProtection = row.Flag("DeletionProtection"),
    };

    /// <summary>A row of DescribeBackups.</summary>
    public static AliyunBackup Backup(JsonElement row, string instanceId, string regionId)
    {
        SignedLink? link = row.Link("BackupDownloadURL"), internalLink = row.Link("BackupIntranetDownloadURL");
        return new AliyunBackup
        {
            BackupId = row.Text("BackupId") ?? "",
            InstanceId = row.Text("DBInstanceId") ?? instanceId,
            RegionId = regionId,
            Engine = row.Text("Engine"),
            EngineVersion = row.Text("EngineVersion"),
            FileName = FileName(link ?? internalLink),
            Size = row.Integer("BackupSize") ?? 0,
            StartTime = row.Time("BackupStartTime"),
            EndTime = row.Time("BackupEndTime"),
            Checksum = row.UnsignedInteger("Checksum"),
            HostInstanceId = row.Text("HostInstanceID"),
            Status = row.Text("BackupStatus"),
            DownloadLink = link,
            InternalDownloadLink = internalLink,
            Type = row.Text("BackupType"),
            Method = row.Text("BackupMethod"),
            Mode = row.Text("BackupMode"),
            Initiator = row.Text("BackupInitiator"),
            IsAvailable = row.Flag("IsAvail"),
            StoreStatus = row.Text("StoreStatus"),
            MetaStatus = row.Text("MetaStatus"),
            StorageClass = StorageClass(row.Text("StorageClass")),
            ConsistentTime = ConsistentTime(row),
            ExpectedExpireTime = row.Text("ExpectExpireTime"),
            IsEncrypted = IsEncrypted(row.Member("Encryption")),
            Databases = [.. row.Rows("BackupDownloadLinkByDB", "BackupDownloadLinkByDB").Select(Database)],
        };
    }

    /// <summary>A row of DescribeBinlogFiles or DescribeLogBackupFiles; the latter has no name, checksum, node or status.</summary>
    public static AliyunLogBackup LogBackup(JsonElement row, AliyunLogBackupQuery query, string regionId)
    {
        SignedLink? link = row.Link("DownloadLink", "LinkExpiredTime");
        SignedLink? internalLink = row.Link("IntranetDownloadLink", "LinkExpiredTime");
        return new AliyunLogBackup
        {
            InstanceId = query.InstanceId,
            RegionId = regionId,
            Engine = query.Engine,
            FileName = row.Text("LogFileName") ?? FileName(link ?? internalLink),
            Size = row.Integer("FileSize") ?? 0,
            StartTime = row.Time("LogBeginTime"),
            EndTime = row.Time("LogEndTime"),
            Checksum = row.UnsignedInteger("Checksum"),
            HostInstanceId = row.Text("HostInstanceID"),
            Status = row.Text("RemoteStatus"),
            DownloadLink = link,
            InternalDownloadLink = internalLink,
        };
    }

    /// <summary>A row of DescribeRegions, which has one for each zone.</summary>
    public static AliyunRegion Region(JsonElement row)
    {
        string id = row.Text("RegionId") ?? "";
        return new AliyunRegion(id, row.Text("LocalName") ?? id, row.Text("RegionEndpoint") ?? AliyunEndpoints.Host(id));
    }

    /// <summary>The answer of DescribeBackupPolicy.</summary>
    public static AliyunBackupPolicy Policy(JsonElement answer)
    {
        string[] days = answer.Text("PreferredBackupPeriod")?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        (TimeSpan? start, TimeSpan? length) = Window(answer.Text("PreferredBackupTime"));
        return new AliyunBackupPolicy(
            [.. Enum.GetValues<DayOfWeek>().Where(day => days.Contains(day.ToString(), StringComparer.OrdinalIgnoreCase))],
            start, length, (int?)answer.Integer("BackupRetentionPeriod"));
    }

    private static string? FileName(SignedLink? link) => link?.FileName is { Length: > 0 } name ? name : null;

    private static AliyunDatabaseLink Database(JsonElement row) =>
        new(row.Text("DataBase") ?? "", row.Link("DownloadLink"), row.Link("IntranetDownloadLink"));

    private static string? StorageClass(string? code) => code switch
    {
        "0" => "Standard",
        "1" => "Archive",
        _ => code,
    };

    // Unix seconds; 0 from engines that do not report it.
    private static DateTimeOffset? ConsistentTime(JsonElement row) =>
        row.Integer("ConsistentTime") is long seconds and > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    // Documented as the text "{}" where there is no encryption, seen as an empty object.
    private static bool? IsEncrypted(JsonElement? encryption) => encryption switch
    {
        { ValueKind: JsonValueKind.Object } value => value.EnumerateObject().Any(),
        { ValueKind: JsonValueKind.String } value when value.GetString()!.Trim() is { Length: > 0 } text => text != "{}",
        _ => null,
    };

    // 15:00Z-16:00Z; a window may cross midnight.
    private static (TimeSpan? Start, TimeSpan? Length) Window(string? text)
    {
        string[] ends = text?.Split('-') ?? [];
        return ends.Length == 2 && TryReadTimeOfDay(ends[0], out TimeSpan start) && TryReadTimeOfDay(ends[1], out TimeSpan end)
            ? (start, end > start ? end - start : end - start + TimeSpan.FromDays(1))
            : (null, null);
    }

    private static bool TryReadTimeOfDay(string text, out TimeSpan time) =>
        TimeSpan.TryParseExact(text.Trim(), @"hh\:mm\Z", CultureInfo.InvariantCulture, out time);
}
