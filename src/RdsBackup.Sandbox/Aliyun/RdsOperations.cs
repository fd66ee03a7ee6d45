using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RdsBackup.Sandbox;

/// <summary>
/// The operations of ApsaraDB RDS. Answers have the API's habits: doubly wrapped lists, numbers as text in some fields
/// and as numbers in others, null links, and an object where the documentation says text.
/// </summary>
internal sealed class RdsOperations(AliyunAccount account)
{
    private static readonly int[] BackupPageSizes = [30, 50, 100];

    public JsonObject DescribeRegions(AcsParameters parameters) => Wrapped("Regions", "RDSRegion", account.Regions.Select(region => new JsonObject
    {
        ["RegionId"] = region,
        ["ZoneId"] = $"{region}-h",
        ["ZoneName"] = $"{region} H",
        ["LocalName"] = region,
        ["RegionEndpoint"] = account.EndpointFor(region).Authority,
    }));

    public JsonObject DescribeDBInstances(AcsParameters parameters)
    {
        string region = parameters.Region.Length > 0 ? parameters.Region : parameters.Required("RegionId");
        List<SandboxInstance> found = [.. account.Instances.Where(instance => instance.RegionId == region && IsWanted(instance, parameters))];
        (int size, int page) = InstancePage(parameters);
        List<SandboxInstance> rows = [.. found.Skip((page - 1) * size).Take(size)];
        JsonObject answer = Wrapped("Items", "DBInstance", rows.Select(DescribeInstance));
        answer["PageNumber"] = page;
        answer["PageRecordCount"] = rows.Count;
        answer["TotalRecordCount"] = found.Count;
        if (parameters["MaxResults"] is not null && page * size < found.Count)
        {
            answer["NextToken"] = (page + 1).ToString(CultureInfo.InvariantCulture);
        }

        return answer;
    }

    public JsonObject DescribeDBInstanceAttribute(AcsParameters parameters)
    {
        SandboxInstance instance = InstanceOf(parameters);
        JsonObject row = DescribeInstance(instance);
        row["CreationTime"] = row["CreateTime"]!.DeepClone();
        row.Remove("CreateTime");
        row["DBInstanceStorage"] = 100;
        row["DBInstanceMemory"] = 8192;
        row["DBInstanceCPU"] = "4";
        row["DBInstanceDiskUsed"] = "32212254720";
        row["MaintainTime"] = "18:00Z-22:00Z";
        row["TimeZone"] = "Asia/Shanghai";
        return Wrapped("Items", "DBInstanceAttribute", [row]);
    }

    public JsonObject DescribeBackups(AcsParameters parameters)
    {
        SandboxInstance instance = InstanceOf(parameters);
        int size = parameters.PageSize(BackupPageSizes.Contains);
        int page = parameters.PageNumber();
        (DateTimeOffset from, DateTimeOffset to) = parameters.Window(AcsTime.Minutes, isRequired: false);
        (IReadOnlyList<SandboxBackup> rows, long total) = parameters["BackupId"] is { Length: > 0 } id
            ? instance.PageOf(id)
            : instance.Page(backup => IsWanted(backup, parameters), from, to, (long)(page - 1) * size, size);
        JsonObject answer = Wrapped("Items", "Backup", rows.Select(backup => DescribeBackup(instance, backup)));
        answer["PageNumber"] = page.ToString(CultureInfo.InvariantCulture);
        answer["PageRecordCount"] = rows.Count.ToString(CultureInfo.InvariantCulture);
        answer["TotalRecordCount"] = total.ToString(CultureInfo.InvariantCulture);
        answer["TotalEcsSnapshotSize"] = 0;
        return answer;
    }

    public JsonObject DescribeBackupPolicy(AcsParameters parameters)
    {
        SandboxInstance instance = InstanceOf(parameters);
        return new JsonObject
        {
            ["PreferredBackupPeriod"] = instance.PreferredBackupPeriod,
            ["PreferredBackupTime"] = "18:00Z-19:00Z",
            ["BackupRetentionPeriod"] = instance.BackupRetentionDays,
            ["BackupLog"] = "Enable",
            ["EnableBackupLog"] = "1",
            ["LogBackupRetentionPeriod"] = instance.BackupRetentionDays,
            ["LocalLogRetentionHours"] = 18,
            ["LocalLogRetentionSpace"] = "30",
            ["HighSpaceUsageProtection"] = "Enable",
            ["BackupInterval"] = "-1",
            ["Category"] = "Standard",
            ["CompressType"] = "4",
            ["ReleasedKeepPolicy"] = "None",
            ["DuplicationContent"] = "",
        };
    }

    public JsonObject DescribeBinlogFiles(AcsParameters parameters) =>
        DescribeLogFiles(parameters, AcsTime.Seconds, longestPage: 100, isBinlog: true);

    public JsonObject DescribeLogBackupFiles(AcsParameters parameters) =>
        DescribeLogFiles(parameters, AcsTime.Minutes, longestPage: 1000, isBinlog: false);

    private JsonObject DescribeLogFiles(AcsParameters parameters, string timeFormat, int longestPage, bool isBinlog)
    {
        SandboxInstance instance = InstanceOf(parameters);
        (DateTimeOffset from, DateTimeOffset to) = parameters.Window(timeFormat, isRequired: true);
        int size = parameters.PageSize(size => size >= 30 && size <= longestPage);
        int page = parameters.PageNumber();
        List<SandboxLogFile> found = [.. instance.LogFiles.Where(file => HasBinlogs(instance) == isBinlog && file.End >= from && file.Begin <= to)];
        List<SandboxLogFile> rows = [.. found.Skip((page - 1) * size).Take(size)];
        JsonObject answer = Wrapped("Items", "BinLogFile", rows.Select(file => isBinlog ? DescribeBinlog(file) : DescribeLogFile(file)));
        answer["DBInstanceId"] = instance.Id;
        answer["PageNumber"] = page;
        answer["PageRecordCount"] = rows.Count;
        answer["TotalRecordCount"] = found.Count;
        answer["TotalFileSize"] = found.Sum(file => file.File.Content.Length);
        return answer;
    }

    private JsonObject DescribeLogFile(SandboxLogFile file) => new()
    {
        ["FileSize"] = file.File.Content.Length,
        ["LogBeginTime"] = AcsTime.Write(file.Begin),
        ["LogEndTime"] = AcsTime.Write(file.End),
        ["DownloadLink"] = account.Oss.Link(file.File).AbsoluteUri,
        ["IntranetDownloadLink"] = account.Oss.Link(file.File, isInternal: true).AbsoluteUri,
        ["LinkExpiredTime"] = AcsTime.Write(account.Oss.LinkExpiry),
    };

    private JsonObject DescribeBinlog(SandboxLogFile file)
    {
        JsonObject row = DescribeLogFile(file);
        row["LogFileName"] = Path.GetFileName(file.File.Key);
        row["HostInstanceID"] = file.HostInstanceId;
        row["RemoteStatus"] = file.RemoteStatus;
        row["Checksum"] = file.File.Content.Crc64.ToString(CultureInfo.InvariantCulture);
        if (file.RemoteStatus != "Completed")
        {
            row["DownloadLink"] = "NULL";
            row["IntranetDownloadLink"] = "";
        }

        return row;
    }

    private JsonObject DescribeBackup(SandboxInstance instance, SandboxBackup backup) => new()
    {
        ["BackupId"] = backup.Id,
        ["DBInstanceId"] = instance.Id,
        // Documented as text, sampled as a number.
        ["HostInstanceID"] = long.Parse(instance.HostInstanceIds[^1], CultureInfo.InvariantCulture),
        ["BackupStatus"] = backup.Status,
        ["BackupMode"] = backup.Mode,
        ["BackupInitiator"] = backup.Mode == "Manual" ? "User" : "System",
        ["BackupMethod"] = backup.Method,
        ["BackupType"] = backup.Type,
        ["BackupStartTime"] = AcsTime.Write(backup.Start),
        ["BackupEndTime"] = AcsTime.Write(backup.End),
        ["BackupSize"] = backup.Size ?? backup.File?.Content.Length ?? 0,
        ["BackupDownloadURL"] = backup.File is null ? null : account.Oss.Link(backup.File).AbsoluteUri,
        ["BackupIntranetDownloadURL"] = backup.File is null ? null : account.Oss.Link(backup.File, isInternal: true).AbsoluteUri,
        ["BackupDownloadLinkByDB"] = new JsonObject { ["BackupDownloadLinkByDB"] = DescribeDatabases(backup) },
        ["Checksum"] = (backup.Checksum ?? backup.File?.Content.Crc64)?.ToString(CultureInfo.InvariantCulture) ?? "",
        ["ConsistentTime"] = 0,
        ["IsAvail"] = backup.IsAvailable,
        ["StoreStatus"] = backup.StoreStatus,
        ["MetaStatus"] = "",
        ["StorageClass"] = backup.StorageClass,
        ["Encryption"] = new JsonObject(),
        ["CopyOnlyBackup"] = "0",
        ["Engine"] = instance.Engine,
        ["EngineVersion"] = instance.EngineVersion,
    };

    private JsonArray DescribeDatabases(SandboxBackup backup) => [.. backup.Databases.Select(database => new JsonObject
    {
        ["DataBase"] = database.Key,
        ["DownloadLink"] = account.Oss.Link(database.Value).AbsoluteUri,
        ["IntranetDownloadLink"] = account.Oss.Link(database.Value, isInternal: true).AbsoluteUri,
    })];

    private static JsonObject DescribeInstance(SandboxInstance instance) => new()
    {
        ["DBInstanceId"] = instance.Id,
        ["DBInstanceDescription"] = instance.Description,
        ["RegionId"] = instance.RegionId,
        ["ZoneId"] = $"{instance.RegionId}-h",
        ["Engine"] = instance.Engine,
        ["EngineVersion"] = instance.EngineVersion,
        ["DBInstanceStatus"] = instance.Status,
        ["DBInstanceType"] = "Primary",
        ["Category"] = instance.Category,
        ["DBInstanceClass"] = "rds.mysql.s3.large",
        ["DBInstanceStorageType"] = instance.StorageType,
        ["DBInstanceNetType"] = "Intranet",
        ["InstanceNetworkType"] = "VPC",
        ["ConnectionMode"] = "Standard",
        ["CreateTime"] = AcsTime.Write(instance.Created),
        ["ExpireTime"] = "",
        ["LockMode"] = "Unlock",
        ["PayType"] = "Postpaid",
        ["DeletionProtection"] = true,
    };

    private static bool IsWanted(SandboxInstance instance, AcsParameters parameters) =>
        parameters.Allows("DBInstanceId", instance.Id)
        && parameters.Allows("Engine", instance.Engine)
        && parameters.Allows("EngineVersion", instance.EngineVersion)
        && parameters.Allows("DBInstanceStatus", instance.Status)
        && parameters.Allows("DBInstanceType", "Primary")
        && parameters.Allows("Category", instance.Category)
        && (parameters["SearchKey"] is not { Length: > 0 } text || instance.Id.Contains(text, StringComparison.Ordinal) || instance.Description.Contains(text, StringComparison.Ordinal))
        && HasTags(instance, parameters["Tags"]);

    private static bool HasTags(SandboxInstance instance, string? wanted)
    {
        try
        {
            return string.IsNullOrEmpty(wanted)
                || JsonSerializer.Deserialize<Dictionary<string, string>>(wanted)!.All(tag => instance.Tags.GetValueOrDefault(tag.Key) == tag.Value);
        }
        catch (JsonException)
        {
            throw AcsParameters.Invalid("Tags");
        }
    }

    private static bool IsWanted(SandboxBackup backup, AcsParameters parameters) =>
        parameters.Allows("BackupStatus", backup.Status)
        && parameters.Allows("BackupMode", backup.Mode)
        && parameters.Allows("BackupType", backup.Type);

    private static (int Size, int Page) InstancePage(AcsParameters parameters) => parameters["MaxResults"] is null
        ? (parameters.PageSize(size => size is >= 1 and <= 100), parameters.PageNumber())
        : (parameters.Number("MaxResults", 30), parameters.Number("NextToken", 1));

    private static bool HasBinlogs(SandboxInstance instance) => instance.Engine is "MySQL" or "MariaDB";

    // An instance of another region is not known at a region's endpoint.
    private SandboxInstance InstanceOf(AcsParameters parameters) =>
        account.Find(parameters.Required("DBInstanceId")) is { } instance && (parameters.Region.Length == 0 || parameters.Region == instance.RegionId)
            ? instance
            : throw new RefusedException(400, "InvalidDBInstanceId.NotFound", "The specified instance does not exist or is not support.");

    private static JsonObject Wrapped(string outer, string inner, IEnumerable<JsonObject> rows) =>
        new() { [outer] = new JsonObject { [inner] = new JsonArray([.. rows]) } };
}
