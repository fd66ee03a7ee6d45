using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using RdsBackup.Aliyun;
using RdsBackup.Core.Tests.Scripting;

namespace RdsBackup.Core.Tests.Aliyun;

public sealed class AliyunParsingTests
{
    private static readonly DateTimeOffset Since = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly AliyunLogBackupQuery LogQuery = new("rm-1", Since, Since.AddDays(1), "MySQL");

    // The answers have the shape of the operations' pages; names and values that an operation has but this module does not read are kept.
    private static readonly Dictionary<string, string> Answers = new()
    {
        ["DescribeDBInstances"] = """
            {"PageNumber":1,"PageRecordCount":2,"TotalRecordCount":2,"RequestId":"R","NextToken":"","Items":{"DBInstance":[
             {"DBInstanceId":"rm-1","DBInstanceDescription":"订单库","RegionId":"cn-shanghai","ZoneId":"cn-shanghai-b","Engine":"MySQL",
              "EngineVersion":"8.0","DBInstanceStatus":"Running","DBInstanceType":"Primary","Category":"HighAvailability",
              "DBInstanceClass":"mysql.n4.large.2c","DBInstanceStorageType":"local_ssd","InstanceNetworkType":"VPC","VpcId":"vpc-1",
              "PayType":"Postpaid","LockMode":"Unlock","CreateTime":"2025-01-02T03:04:05Z","ExpireTime":"","DeletionProtection":true,
              "ResourceGroupId":"rg-1","MasterInstanceId":"","DBInstanceMemory":4096,"ReadOnlyDBInstanceIds":{"ReadOnlyDBInstanceId":[]}},
             {"DBInstanceId":"rr-2","Engine":"MySQL","EngineVersion":"5.7","MasterInstanceId":"rm-1","DeletionProtection":false,
              "ExpireTime":"2027-01-02T03:04:05Z","SomethingNew":{"A":[1,"2",null]}}]}}
            """,
        ["DescribeDBInstanceAttribute"] = """
            {"Items":{"DBInstanceAttribute":[{"DBInstanceId":"rm-1","Engine":"SQLServer","EngineVersion":"2019_std",
             "CreationTime":"2025-01-02T03:04:05Z","DBInstanceStorage":20,"DBInstanceStorageType":"cloud_essd","DBInstanceDiskUsed":"123"}]}}
            """,
        ["DescribeBackups"] = """
            {"PageNumber":"1","PageRecordCount":"2","TotalRecordCount":"2","TotalEcsSnapshotSize":0,"Items":{"Backup":[
             {"BackupId":321020562,"DBInstanceId":"rm-1","HostInstanceID":5882781,"BackupStatus":"Success","BackupMode":"Automated",
              "BackupInitiator":"System","BackupMethod":"Physical","BackupType":"FullBackup","BackupStartTime":"2026-01-01T12:20:00Z",
              "BackupEndTime":"2026-01-01T12:25Z","BackupSize":2167808,"Checksum":"17978640931823467010","ConsistentTime":1576506856,
              "IsAvail":1,"StoreStatus":"Disabled","MetaStatus":"OK","StorageClass":"0","Encryption":"{}","CopyOnlyBackup":"0",
              "Engine":"MySQL","EngineVersion":"8.0","ExpectExpireTime":"2026-01-08T12:20:00Z",
              "BackupDownloadURL":"http://rdsbak.oss-cn-shanghai.aliyuncs.com/custins1/hins5882781_data_20260101_qp.xb?Expires=1767300000&Signature=a%2Bb%3D",
              "BackupIntranetDownloadURL":"http://rdsbak.oss-cn-shanghai-internal.aliyuncs.com/custins1/hins5882781_data_20260101_qp.xb?Expires=1767300000&Signature=c",
              "BackupDownloadLinkByDB":{"BackupDownloadLinkByDB":[{"DataBase":"shop","DownloadLink":"https://h/shop.zip?s=1","IntranetDownloadLink":""}]}},
             {"BackupId":"b-2","BackupSize":0,"ConsistentTime":0,"IsAvail":0,"StorageClass":1,"Encryption":{},"BackupDownloadURL":"",
              "BackupIntranetDownloadURL":"NULL","Checksum":"","BackupStartTime":""}]}}
            """,
        ["DescribeBackupPolicy"] = """
            {"PreferredBackupPeriod":"Monday, Wednesday,Sunday","PreferredBackupTime":"23:30Z-00:30Z","BackupRetentionPeriod":7,
             "EnableBackupLog":"1","BackupLog":"Enable"}
            """,
        ["DescribeBinlogFiles"] = """
            {"TotalRecordCount":2,"TotalFileSize":5,"Items":{"BinLogFile":[
             {"LogFileName":"mysql-bin.000123","FileSize":"4","LogBeginTime":"2026-01-01T00:00:00Z","LogEndTime":"2026-01-01T01:00:00Z",
              "DownloadLink":"https://rdslog.oss/1/hostins1/mysql-bin.000123?Expires=1&s=2","IntranetDownloadLink":"NULL",
              "LinkExpiredTime":"2026-01-01T02:00:00Z","Checksum":"12763523218484384023","HostInstanceID":99,"RemoteStatus":"Completed"},
             {"LogFileName":"mysql-bin.000124","FileSize":1,"RemoteStatus":"Uploading","DownloadLink":"","LinkExpiredTime":""}]}}
            """,
        ["DescribeLogBackupFiles"] = """
            {"TotalRecordCount":1,"Items":{"BinLogFile":[
             {"DownloadLink":"https://rdslog.oss/1/000000040000000000000019?Expires=1&s=2","IntranetDownloadLink":"https://rdslog.oss-internal/x?s=1",
              "LinkExpiredTime":"2026-01-01T02:00:00Z","FileSize":16777216,"LogBeginTime":"2026-01-01T00:00Z","LogEndTime":"2026-01-01T01:00Z"}]}}
            """,
        ["DescribeRegions"] = """
            {"Regions":{"RDSRegion":[
             {"RegionId":"cn-hangzhou","ZoneId":"cn-hangzhou-b","LocalName":"华东1（杭州）","RegionEndpoint":"rds.aliyuncs.com"},
             {"RegionId":"cn-hangzhou","ZoneId":"cn-hangzhou-c","LocalName":"华东1（杭州）","RegionEndpoint":"rds.aliyuncs.com"},
             {"RegionId":"eu-central-1","ZoneId":"eu-central-1a"}]}}
            """,
    };

    private static readonly Gen<string> Action = Gen.Int[0, Answers.Count - 1].Select(Answers.Keys.ElementAt);

    private enum Form
    {
        Unchanged,
        Text,
        Number,
        Null,
        Missing,
    }

    [Fact]
    public async Task However_the_API_writes_a_scalar_the_rows_are_the_same()
    {
        string answer = "{}";
        await using ScriptedServer server = await ScriptedServer.StartAsync(request => FirstPage(request, answer));
        using AliyunRdsClient client = Client(server);

        await Gen.Select(Action, Gen.Enum<Form>().Array[1, 40]).SampleAsync(
            async (action, forms) =>
            {
                // What is null reads as what is missing; how a value is written does not count.
                answer = Rewrite(Answers[action], forms);
                List<string> rows = await ReadAsync(client, action);
                answer = Rewrite(Answers[action], [.. forms.Select(form => form == Form.Null ? Form.Missing : form)]);
                List<string> missing = await ReadAsync(client, action);
                answer = Rewrite(
                    Answers[action], [.. forms.Select(form => form is Form.Null or Form.Missing ? Form.Missing : Form.Unchanged)]);
                List<string> plain = await ReadAsync(client, action);

                Assert.Equal(plain, rows);
                Assert.Equal(plain, missing);
            },
            iter: 400, threads: 1);
    }

    [Fact]
    public async Task A_backup_is_read_in_full()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => new(200, Answers["DescribeBackups"]));
        using AliyunRdsClient client = Client(server);

        List<AliyunBackup> backups = await client.DescribeBackupsAsync(BackupQuery, Token).ToListAsync(Token);

        AliyunBackup backup = backups[0];
        Assert.Equal(("321020562", "rm-1", "cn-shanghai"), (backup.BackupId, backup.InstanceId, backup.RegionId));
        Assert.Equal(("MySQL", "8.0", "5882781"), (backup.Engine, backup.EngineVersion, backup.HostInstanceId));
        Assert.Equal(("Success", "Automated", "System", "Physical", "FullBackup"), (backup.Status, backup.Mode, backup.Initiator, backup.Method, backup.Type));
        Assert.Equal("hins5882781_data_20260101_qp.xb", backup.FileName);
        Assert.Equal((2167808, 17978640931823467010), (backup.Size, backup.Checksum));
        Assert.Equal(Since.AddHours(12).AddMinutes(20), backup.StartTime);
        Assert.Equal(Since.AddHours(12).AddMinutes(25), backup.EndTime);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1576506856), backup.ConsistentTime);
        Assert.Equal((true, "Disabled", "OK", "Standard", false), (backup.IsAvailable, backup.StoreStatus, backup.MetaStatus, backup.StorageClass, backup.IsEncrypted));
        Assert.EndsWith("?Expires=1767300000&Signature=a%2Bb%3D", backup.DownloadLink!.Reveal().OriginalString, StringComparison.Ordinal);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1767300000), backup.InternalDownloadLink!.ExpiresAt);
        AliyunDatabaseLink database = Assert.Single(backup.Databases);
        Assert.Equal(("shop", "shop.zip", null), (database.Database, database.DownloadLink!.FileName, database.InternalDownloadLink));
    }

    [Fact]
    public async Task A_backup_of_which_the_API_says_little_has_nothing_made_up()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => new(200, Answers["DescribeBackups"]));
        using AliyunRdsClient client = Client(server);

        AliyunBackup backup = (await client.DescribeBackupsAsync(BackupQuery, Token).ToListAsync(Token))[1];

        Assert.Equal(("b-2", "rm-1", "Archive", false), (backup.BackupId, backup.InstanceId, backup.StorageClass, backup.IsAvailable));
        Assert.False(backup.HasDownloadLink);
        Assert.Null(backup.FileName);
        Assert.Null(backup.Checksum);
        Assert.Null(backup.StartTime);
        Assert.Null(backup.ConsistentTime);
        Assert.Null(backup.Status);
        Assert.False(backup.IsEncrypted);
    }

    [Fact]
    public async Task Log_files_take_their_name_from_the_row_or_from_the_link_and_keep_their_status()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(request => new(200, Answers[request.Headers["x-acs-action"]]));
        using AliyunRdsClient client = Client(server);

        List<AliyunLogBackup> binlogs = await client.DescribeBinlogFilesAsync(LogQuery, Token).ToListAsync(Token);
        List<AliyunLogBackup> logs = await client.DescribeLogBackupFilesAsync(LogQuery, Token).ToListAsync(Token);

        Assert.Equal(["mysql-bin.000123", "mysql-bin.000124"], binlogs.Select(log => log.FileName));
        Assert.Equal(["Completed", "Uploading"], binlogs.Select(log => log.Status));
        Assert.Equal((12763523218484384023, "99", "MySQL"), (binlogs[0].Checksum, binlogs[0].HostInstanceId, binlogs[0].Engine));
        Assert.Equal(Since.AddHours(2), binlogs[0].DownloadLink!.ExpiresAt);
        Assert.Null(binlogs[0].InternalDownloadLink);
        Assert.False(binlogs[1].HasDownloadLink);
        Assert.Equal(("000000040000000000000019", 16777216), (logs[0].FileName, logs[0].Size));
        Assert.Equal(Since.AddHours(1), logs[0].EndTime);
    }

    [Fact]
    public async Task A_policy_tells_days_window_and_retention()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => new(200, Answers["DescribeBackupPolicy"]));
        using AliyunRdsClient client = Client(server);

        AliyunBackupPolicy policy = await client.DescribeBackupPolicyAsync("rm-1", Token);

        Assert.Equal([DayOfWeek.Sunday, DayOfWeek.Monday, DayOfWeek.Wednesday], policy.Days);
        Assert.Equal((new TimeSpan(23, 30, 0), TimeSpan.FromHours(1), 7), (policy.WindowStart, policy.WindowLength, policy.RetentionDays));
    }

    [Fact]
    public async Task Each_region_comes_once_though_the_API_lists_zones()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => new(200, Answers["DescribeRegions"]));
        using AliyunRdsClient client = Client(server);

        List<AliyunRegion> regions = await client.DescribeRegionsAsync(Token).ToListAsync(Token);

        Assert.Equal(
            [
                new("cn-hangzhou", "华东1（杭州）", "rds.aliyuncs.com"),
                new("eu-central-1", "eu-central-1", "rds.eu-central-1.aliyuncs.com"),
            ],
            regions);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static AliyunBackupQuery BackupQuery => new("rm-1", Since, Since.AddDays(1));

    private static ScriptedAnswer FirstPage(ScriptedRequest request, string answer) =>
        new(200, request.Query.GetValueOrDefault("PageNumber", "1") == "1" ? answer : "{}");

    // Walks the scalars of the answer and writes each in the next of the forms.
    private static string Rewrite(string answer, Form[] forms)
    {
        int next = 0;
        JsonNode root = JsonNode.Parse(answer)!;
        RewriteIn(root);
        return root.ToJsonString();

        void RewriteIn(JsonNode node)
        {
            switch (node)
            {
                case JsonObject found:
                    foreach ((string name, JsonNode? child) in found.ToArray())
                    {
                        if (child is JsonValue value)
                        {
                            Write(found, name, value, forms[next++ % forms.Length]);
                        }
                        else if (child is not null)
                        {
                            RewriteIn(child);
                        }
                    }

                    break;
                case JsonArray array:
                    foreach (JsonNode row in array.OfType<JsonNode>())
                    {
                        RewriteIn(row);
                    }

                    break;
            }
        }
    }

    private static void Write(JsonObject parent, string name, JsonValue value, Form form)
    {
        string text = value.ToString();
        switch (form)
        {
            case Form.Text:
                parent[name] = text;
                break;
            case Form.Number when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False:
                parent[name] = value.GetValue<bool>() ? 1 : 0;
                break;
            case Form.Number when decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _):
                parent[name] = JsonNode.Parse(text);
                break;
            case Form.Null:
                parent[name] = null;
                break;
            case Form.Missing:
                parent.Remove(name);
                break;
        }
    }

    private static async Task<List<string>> ReadAsync(AliyunRdsClient client, string action)
    {
        IEnumerable<object> rows = action switch
        {
            "DescribeDBInstances" => await client.DescribeDBInstancesAsync(new AliyunInstanceQuery(), Token).ToListAsync(Token),
            "DescribeDBInstanceAttribute" => [await client.DescribeDBInstanceAttributeAsync("rm-1", Token)],
            "DescribeBackups" => await client.DescribeBackupsAsync(BackupQuery, Token).ToListAsync(Token),
            "DescribeBackupPolicy" => [await client.DescribeBackupPolicyAsync("rm-1", Token)],
            "DescribeBinlogFiles" => await client.DescribeBinlogFilesAsync(LogQuery, Token).ToListAsync(Token),
            "DescribeLogBackupFiles" => await client.DescribeLogBackupFilesAsync(LogQuery, Token).ToListAsync(Token),
            _ => await client.DescribeRegionsAsync(Token).ToListAsync(Token),
        };
        return [.. rows.Select(row => Describe(row))];
    }

    // Everything a row says, links with their signatures.
    private static string Describe(object? value) => value switch
    {
        null => "-",
        SignedLink link => $"{link.Reveal().OriginalString} until {link.ExpiresAt:O}",
        string or ValueType => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Describe))}]",
        _ => string.Join("; ", value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => $"{property.Name}={Describe(property.GetValue(value))}")),
    };

    private static AliyunRdsClient Client(ScriptedServer server) => new(new AliyunClientOptions
    {
        RegionId = "cn-shanghai",
        Endpoint = server.Address,
        AccessKeyId = "key",
        AccessKeySecret = "secret",
    });
}
