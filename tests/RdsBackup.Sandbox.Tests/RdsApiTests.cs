using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.Extensions.Time.Testing;

namespace RdsBackup.Sandbox.Tests;

/// <summary>RDS and STS as a client on the wire sees them.</summary>
public sealed class RdsApiTests : IAsyncLifetime
{
    private const string MySql = "rm-bp1mysql8local0001";
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 5, 10, 12, 0, 0, TimeSpan.Zero));
    private readonly HttpClient _http = new();
    private SandboxCloud _cloud = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _cloud = await SandboxCloud.StartAsync(new SandboxOptions { TimeProvider = _clock }, Cancellation);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _cloud.DisposeAsync();
    }

    [Fact]
    public async Task Backups_come_newest_first_with_links_that_download()
    {
        JsonArray backups = Backups(await OkAsync("DescribeBackups", ("DBInstanceId", MySql)));
        byte[] head = new byte[8];
        await using Stream file = await _http.GetStreamAsync(backups[0]!["BackupDownloadURL"]!.GetValue<string>(), Cancellation);
        await file.ReadExactlyAsync(head, Cancellation);

        string[] starts = [.. backups.Select(backup => backup!["BackupStartTime"]!.GetValue<string>())];
        Assert.Equal(7, starts.Length);
        Assert.Equal("2026-05-10T04:00:00Z", starts[0]);
        Assert.Equal(starts.OrderDescending(StringComparer.Ordinal), starts);
        Assert.Equal("qpress10", Encoding.ASCII.GetString(head));
    }

    [Fact]
    public async Task A_cloud_disk_has_no_links_and_sql_server_has_one_per_database()
    {
        JsonNode snapshot = Backups(await OkAsync("DescribeBackups", ("DBInstanceId", "pgm-bp1pgcloud000001")))[0]!;
        JsonNode zip = Backups(await OkAsync("DescribeBackups", ("DBInstanceId", "rm-bp1mssql2019000001")))[0]!;

        Assert.Null(snapshot["BackupDownloadURL"]);
        Assert.Equal("Snapshot", snapshot["BackupMethod"]!.GetValue<string>());
        Assert.Equal(["billing", "audit"], zip["BackupDownloadLinkByDB"]!["BackupDownloadLinkByDB"]!.AsArray().Select(link => link!["DataBase"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("PageSize", "20", "InvalidMaxRecordsPerPage.Malformed", HttpStatusCode.Forbidden)]
    [InlineData("PageNumber", "0", "InvalidPageNumbers.Malformed", HttpStatusCode.BadRequest)]
    [InlineData("StartTime", "2026-05-01T00:00:00Z", "InvalidStartTime.Format", HttpStatusCode.BadRequest)]
    [InlineData("DBInstanceId", "rm-unknown", "InvalidDBInstanceId.NotFound", HttpStatusCode.BadRequest)]
    public async Task A_parameter_out_of_bounds_is_refused(string name, string value, string code, HttpStatusCode status)
    {
        Dictionary<string, string> parameters = new() { ["DBInstanceId"] = MySql, [name] = value };
        (HttpStatusCode actual, JsonNode body) = await CallAsync("DescribeBackups", [.. parameters.Select(pair => (pair.Key, pair.Value))]);

        Assert.Equal((status, code), (actual, body["Code"]!.GetValue<string>()));
        Assert.NotEmpty(body["RequestId"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_region_knows_its_own_instances_only()
    {
        Uri shanghai = _cloud.Aliyun.EndpointFor("cn-shanghai");

        (_, JsonNode unknown) = await CallAsync("DescribeBackups", [("DBInstanceId", MySql)], endpoint: shanghai);
        (_, JsonNode listed) = await CallAsync("DescribeDBInstances", [("RegionId", "cn-shanghai")]);

        Assert.Equal("InvalidDBInstanceId.NotFound", unknown["Code"]!.GetValue<string>());
        Assert.Equal("rm-uf6mariadb10300001", Assert.Single(listed["Items"]!["DBInstance"]!.AsArray())!["DBInstanceId"]!.GetValue<string>());
    }

    [Fact]
    public async Task Instances_are_filtered_by_engine_and_tags_and_paged()
    {
        JsonNode tagged = await OkAsync("DescribeDBInstances", ("RegionId", "cn-hangzhou"), ("Tags", """{"env":"prod"}"""));
        JsonNode second = await OkAsync("DescribeDBInstances", ("RegionId", "cn-hangzhou"), ("Engine", "MySQL"), ("PageSize", "2"), ("PageNumber", "2"));

        Assert.Equal(MySql, Assert.Single(tagged["Items"]!["DBInstance"]!.AsArray())!["DBInstanceId"]!.GetValue<string>());
        Assert.Equal((4, 2), (second["TotalRecordCount"]!.GetValue<int>(), second["PageRecordCount"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_hundred_thousand_backups_are_paged_and_may_grow_meanwhile()
    {
        SandboxInstance stale = _cloud.Aliyun.Instance("rm-bp1mysql8stale0001");
        _cloud.Aliyun.AddSyntheticBackups(stale.Id, 100_000);
        JsonNode first = await OkAsync("DescribeBackups", ("DBInstanceId", stale.Id), ("PageSize", "100"));
        JsonNode last = await OkAsync("DescribeBackups", ("DBInstanceId", stale.Id), ("PageSize", "100"), ("PageNumber", "1001"));
        stale.Add(stale.Backups[0] with { Id = "new", Start = _clock.GetUtcNow() });
        JsonNode grown = await OkAsync("DescribeBackups", ("DBInstanceId", stale.Id), ("PageSize", "100"), ("PageNumber", "1001"));

        Assert.Equal("100003", first["TotalRecordCount"]!.GetValue<string>());
        Assert.Equal(100, Backups(first).Count);
        Assert.Equal(3, Backups(last).Count);
        Assert.Equal(4, Backups(grown).Count);
        string id = Backups(last)[^1]!["BackupId"]!.GetValue<string>();
        Assert.Equal(id, Assert.Single(Backups(await OkAsync("DescribeBackups", ("DBInstanceId", stale.Id), ("BackupId", id))))!["BackupId"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_window_selects_among_synthetic_backups()
    {
        const string Id = "pgm-bp1pgcloud000001";
        _cloud.Aliyun.AddSyntheticBackups(Id, 1000, TimeSpan.FromHours(1));
        DateTimeOffset newest = _cloud.Aliyun.Instance(Id).Backups[^1].Start - TimeSpan.FromHours(1);

        JsonArray found = Backups(await OkAsync("DescribeBackups", ("DBInstanceId", Id), ("StartTime", Minute(newest.AddHours(-5))), ("EndTime", Minute(newest.AddHours(-2)))));

        Assert.Equal(4, found.Count);
    }

    [Fact]
    public async Task Binlogs_come_from_both_nodes_and_take_seconds_while_log_backups_take_minutes()
    {
        (string, string)[] seconds = [("DBInstanceId", MySql), ("StartTime", "2026-05-10T00:30:00Z"), ("EndTime", "2026-05-10T01:30:00Z")];
        JsonArray binlogs = (await OkAsync("DescribeBinlogFiles", seconds))["Items"]!["BinLogFile"]!.AsArray();
        (_, JsonNode refused) = await CallAsync("DescribeLogBackupFiles", seconds);
        JsonNode logs = await OkAsync("DescribeLogBackupFiles", ("DBInstanceId", "pgm-bp1pgcloud000001"), ("StartTime", "2026-05-10T00:00Z"), ("EndTime", "2026-05-10T12:00Z"));

        Assert.Equal(2, binlogs.Select(file => file!["HostInstanceID"]!.GetValue<string>()).Distinct().Count());
        Assert.Equal("InvalidStartTime.Format", refused["Code"]!.GetValue<string>());
        Assert.NotEmpty(logs["Items"]!["BinLogFile"]!.AsArray());
    }

    [Fact]
    public async Task A_denied_action_names_itself()
    {
        _cloud.Aliyun.Deny("DescribeBackups");

        (HttpStatusCode status, JsonNode body) = await CallAsync("DescribeBackups", [("DBInstanceId", MySql)]);

        Assert.Equal((HttpStatusCode.Forbidden, "Forbidden.RAM"), (status, body["Code"]!.GetValue<string>()));
        Assert.Equal("rds:DescribeBackups", body["AccessDeniedDetail"]!["AuthAction"]!.GetValue<string>());
    }

    [Fact]
    public async Task Throttling_says_how_long_to_wait_and_errors_can_be_xml()
    {
        _cloud.Aliyun.ErrorsAsXml = true;
        _cloud.Aliyun.Faults.Inject(Fault.AliyunThrottling(TimeSpan.FromSeconds(2)), times: 1);

        using HttpResponseMessage answer = await SendAsync("DescribeRegions", []);
        // As sent: once parsed, HttpClient writes it its own way.
        string contentType = answer.Content.Headers.NonValidated["Content-Type"].ToString();
        XElement error = XElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal("2000", answer.Headers.GetValues("x-acs-retry-after").Single());
        Assert.Equal("text/xml;charset=utf-8", contentType);
        Assert.Equal("Throttling.User", error.Element("Code")!.Value);
    }

    [Fact]
    public async Task A_role_gives_a_key_that_works_until_it_expires()
    {
        JsonNode credentials = (await OkAsync("AssumeRole", ("RoleArn", "acs:ram::1234567890123456:role/backup"), ("RoleSessionName", "test"), ("DurationSeconds", "900")))["Credentials"]!;
        AccessKey key = new(credentials["AccessKeyId"]!.GetValue<string>(), credentials["AccessKeySecret"]!.GetValue<string>(), credentials["SecurityToken"]!.GetValue<string>());

        (HttpStatusCode before, _) = await CallAsync("DescribeRegions", [], key);
        _clock.Advance(TimeSpan.FromSeconds(900));
        (_, JsonNode after) = await CallAsync("DescribeRegions", [], key);

        Assert.Equal(HttpStatusCode.OK, before);
        Assert.Equal("InvalidSecurityToken.Expired", after["Code"]!.GetValue<string>());
    }

    [Fact]
    public async Task STS_tells_whose_a_key_is()
    {
        JsonNode credentials = (await OkAsync("AssumeRole", ("RoleArn", "acs:ram::1234567890123456:role/backup"), ("RoleSessionName", "test")))["Credentials"]!;
        AccessKey key = new(credentials["AccessKeyId"]!.GetValue<string>(), credentials["AccessKeySecret"]!.GetValue<string>(), credentials["SecurityToken"]!.GetValue<string>());

        JsonNode user = await OkAsync("GetCallerIdentity");
        (_, JsonNode role) = await CallAsync("GetCallerIdentity", [], key);

        Assert.Equal(("RAMUser", "acs:ram::1234567890123456:user/sandbox-user"), (user["IdentityType"]!.GetValue<string>(), user["Arn"]!.GetValue<string>()));
        Assert.Equal(("AssumedRoleUser", "1234567890123456"), (role["IdentityType"]!.GetValue<string>(), role["AccountId"]!.GetValue<string>()));
    }

    [Fact]
    public async Task An_oidc_token_gives_a_key_without_a_signature()
    {
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["RoleArn"] = "acs:ram::1234567890123456:role/backup",
            ["OIDCProviderArn"] = "acs:ram::1234567890123456:oidc-provider/ack",
            ["OIDCToken"] = _cloud.Aliyun.OidcToken,
            ["RoleSessionName"] = "test",
        });
        using HttpResponseMessage answer = await _http.PostAsync($"{_cloud.AliyunEndpoint}?Action=AssumeRoleWithOIDC&Version=2015-04-01&Format=JSON", form, Cancellation);
        JsonNode credentials = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["Credentials"]!;

        Assert.StartsWith("STS.", credentials["AccessKeyId"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_a_folder_are_backups_with_their_own_checksum()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        await File.WriteAllTextAsync(Path.Combine(folder.CreateSubdirectory("rm-mine").FullName, "hello_xb.qp"), "hello world", Cancellation);
        await using SandboxCloud cloud = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false, BackupsDirectory = folder.FullName }, Cancellation);

        SandboxBackup backup = Assert.Single(cloud.Aliyun.Instance("rm-mine").Backups);

        Assert.Equal(5981764153023615706UL, backup.File!.Content.Crc64);
        Assert.Equal("hello world", await _http.GetStringAsync(cloud.Oss.Link(backup.File), Cancellation));
        folder.Delete(recursive: true);
    }

    private static JsonArray Backups(JsonNode answer) => answer["Items"]!["Backup"]!.AsArray();

    private static string Minute(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<JsonNode> OkAsync(string action, params (string Name, string Value)[] parameters)
    {
        (HttpStatusCode status, JsonNode body) = await CallAsync(action, parameters);
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        return body;
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> CallAsync(string action, (string Name, string Value)[] parameters, AccessKey? key = null, Uri? endpoint = null)
    {
        using HttpResponseMessage answer = await SendAsync(action, parameters, key, endpoint);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!);
    }

    // A minimal signer of its own: the vectors' tests prove the gateway's.
    private async Task<HttpResponseMessage> SendAsync(string action, (string Name, string Value)[] parameters, AccessKey? key = null, Uri? endpoint = null)
    {
        key ??= new AccessKey(_cloud.Aliyun.AccessKeyId, _cloud.Aliyun.AccessKeySecret);
        endpoint ??= _cloud.AliyunEndpoint;
        SortedDictionary<string, string> headers = new(StringComparer.Ordinal)
        {
            ["host"] = endpoint.Authority,
            ["x-acs-action"] = action,
            ["x-acs-content-sha256"] = Hex(SHA256.HashData([])),
            ["x-acs-date"] = _clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["x-acs-signature-nonce"] = Guid.NewGuid().ToString("N"),
            ["x-acs-version"] = "2014-08-15",
        };
        if (key.SecurityToken is not null)
        {
            headers["x-acs-security-token"] = key.SecurityToken;
        }

        string query = string.Join('&', parameters.OrderBy(pair => pair.Name, StringComparer.Ordinal).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));
        string names = string.Join(';', headers.Keys);
        string canonical = $"GET\n/\n{query}\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"))}\n{names}\n{headers["x-acs-content-sha256"]}";
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Secret), Encoding.UTF8.GetBytes("ACS3-HMAC-SHA256\n" + Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))));
        using HttpRequestMessage request = new(HttpMethod.Get, $"{endpoint}?{query}");
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation("Authorization", $"ACS3-HMAC-SHA256 Credential={key.Id},SignedHeaders={names},Signature={Hex(signature)}");
        return await _http.SendAsync(request, Cancellation);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
