using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace RdsBackup.Sandbox.Tests;

/// <summary>Published and independently computed signature V3 vectors, sent over a socket to the gateway.</summary>
public sealed class SignatureV3Tests
{
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private const string Headers = "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";

    private static readonly Vector V0 = new("YourAccessKeyId", "YourAccessKeySecret", "ecs.cn-shanghai.aliyuncs.com", "RunInstances", "2014-05-26", "2023-10-26T10:22:32Z", "3156853299f313e23d1673dc12e1703d", "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai", Headers, "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
    private static readonly Vector V1 = new("LTAItestAccessKeyId000000", "testAccessKeySecret0000000000", "rds.aliyuncs.com", "DescribeBackups", "2014-08-15", "2026-01-02T03:04:05Z", "00112233445566778899aabbccddeeff", "BackupStatus=Success&DBInstanceId=rm-uf6wjk5xxxxxxx&EndTime=2026-01-02T00%3A00Z&PageNumber=1&PageSize=100&StartTime=2026-01-01T00%3A00Z", Headers, "76a856ab9ccdfac2b7ab5c541fbd3c4b341f5816dcbfabe621d0ec6a92504754");
    private static readonly Vector V2 = V1 with
    {
        Id = "STS.testTempKeyId000000000",
        Secret = "testTempSecret00000000000000000",
        Token = "CAISfaketoken+/==",
        Host = "rds.eu-central-1.aliyuncs.com",
        Action = "DescribeDBInstances",
        Nonce = "ffeeddccbbaa99887766554433221100",
        Query = "PageSize=100&RegionId=eu-central-1&SearchKey=%E5%A4%87%E4%BB%BD%28x%29%21%27y%27&Tags=%7B%22env%22%3A%22prod%20a%2Bb%2Ac~d%22%7D",
        SignedHeaders = "host;x-acs-accesskey-id;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version",
        Signature = "3594ac9e4ba104dd2795f128ff3a1419a12afd27000bf34a5f829d9658079c6e",
    };

    private static readonly Vector V3 = V1 with
    {
        Action = "CreateBackup",
        Query = "",
        Body = "BackupMethod=Physical&BackupType=Auto&DBInstanceId=rm-uf6wjk5xxxxxxx",
        BodyHash = "1f89e956076bd4ea559e8976884fb38d3b9d28666cb273a258cfcb0ccc3d37f1",
        SignedHeaders = "content-type;" + Headers,
        Signature = "70dfd8d5199015aba1198e84617bb6b2c919bdb5c6719179314864989dae3aa0",
    };

    private static readonly Vector V4 = V1 with
    {
        Action = "DescribeBackupPolicy",
        Query = "DBInstanceId=rm-uf6wjk5xxxxxxx",
        Signature = "1e7d6d69e6864d7192187cd11902fd15eb38e4d7f9be0303c154628d9408d94a",
    };

    private static readonly Dictionary<string, Vector> Vectors = new() { ["V0"] = V0, ["V1"] = V1, ["V2"] = V2, ["V3"] = V3, ["V4"] = V4 };

    // What the operation itself answers once the signature has passed: these instances and actions do not exist here.
    [Theory]
    [InlineData("V0", "InvalidApi.NotFound")]
    [InlineData("V1", "InvalidDBInstanceId.NotFound")]
    [InlineData("V2", "TotalRecordCount")]
    [InlineData("V3", "InvalidApi.NotFound")]
    [InlineData("V4", "InvalidDBInstanceId.NotFound")]
    public async Task A_vector_passes_the_gateway_and_a_changed_one_does_not(string name, string answer)
    {
        Vector vector = Vectors[name];

        Assert.Contains(answer, await SendAsync(vector), StringComparison.Ordinal);
        Assert.Contains("SignatureDoesNotMatch", await SendAsync(vector with { Secret = vector.Secret + "x" }), StringComparison.Ordinal);
        Assert.Contains("SignatureDoesNotMatch", await SendAsync(vector with { Nonce = "other" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_off_is_told_the_time()
    {
        FakeTimeProvider clock = new(DateTimeOffset.Parse("2026-01-02T03:20:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using SandboxCloud cloud = await StartAsync(V1, clock);

        using HttpResponseMessage answer = await SendAsync(cloud, V1);

        Assert.Contains("InvalidTimeStamp.Expired", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(clock.GetUtcNow(), answer.Headers.Date);
    }

    [Fact]
    public async Task A_nonce_serves_once()
    {
        await using SandboxCloud cloud = await StartAsync(V4, new FakeTimeProvider(V4.Time));

        using HttpResponseMessage first = await SendAsync(cloud, V4);
        using HttpResponseMessage second = await SendAsync(cloud, V4);

        Assert.DoesNotContain("SignatureNonceUsed", await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("SignatureNonceUsed", await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_token_and_an_unknown_key_are_told_apart()
    {
        await using SandboxCloud cloud = await StartAsync(V2, new FakeTimeProvider(V2.Time));
        cloud.Aliyun.AddKey(new AccessKey(V2.Id, V2.Secret, V2.Token, V2.Time.AddSeconds(-1)));

        using HttpResponseMessage expired = await SendAsync(cloud, V2);
        using HttpResponseMessage unknown = await SendAsync(cloud, V2 with { Id = "unknown" });

        Assert.Contains("InvalidSecurityToken.Expired", await expired.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static async Task<string> SendAsync(Vector vector)
    {
        await using SandboxCloud cloud = await StartAsync(vector, new FakeTimeProvider(vector.Time));
        using HttpResponseMessage answer = await SendAsync(cloud, vector);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<SandboxCloud> StartAsync(Vector vector, TimeProvider clock)
    {
        SandboxCloud cloud = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false, TimeProvider = clock }, TestContext.Current.CancellationToken);
        cloud.Aliyun.AddKey(new AccessKey(vector.Id, vector.Secret, vector.Token));
        return cloud;
    }

    private static async Task<HttpResponseMessage> SendAsync(SandboxCloud cloud, Vector vector)
    {
        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Post, $"{cloud.AliyunEndpoint}?{vector.Query}");
        request.Headers.Host = vector.Host;
        request.Headers.Add("x-acs-action", vector.Action);
        request.Headers.Add("x-acs-version", vector.Version);
        request.Headers.Add("x-acs-date", vector.Date);
        request.Headers.Add("x-acs-signature-nonce", vector.Nonce);
        request.Headers.Add("x-acs-content-sha256", vector.BodyHash);
        request.Headers.TryAddWithoutValidation("Authorization", $"ACS3-HMAC-SHA256 Credential={vector.Id},SignedHeaders={vector.SignedHeaders},Signature={vector.Signature}");
        if (vector.Token is not null)
        {
            request.Headers.Add("x-acs-accesskey-id", vector.Id);
            request.Headers.Add("x-acs-security-token", vector.Token);
        }

        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(vector.Body));
        if (vector.Body.Length > 0)
        {
            request.Content.Headers.ContentType = new("application/x-www-form-urlencoded");
        }

        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private sealed record Vector(string Id, string Secret, string Host, string Action, string Version, string Date, string Nonce, string Query, string SignedHeaders, string Signature)
    {
        public string Body { get; init; } = "";

        public string BodyHash { get; init; } = EmptyHash;

        public string? Token { get; init; }

        public DateTimeOffset Time => DateTimeOffset.Parse(Date, System.Globalization.CultureInfo.InvariantCulture);
    }
}
