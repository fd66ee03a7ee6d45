using System.Text;
using RdsBackup.Aliyun;

namespace RdsBackup.Core.Tests.Aliyun;

// V0 is the example of Alibaba Cloud's own page "V3 request structure and signature"; V1 to V4 were computed with its npm package
// @alicloud/openapi-util.
public sealed class SignatureV3Tests
{
    private const string KeyId = "LTAItestAccessKeyId000000";
    private const string Secret = "testAccessKeySecret0000000000";
    private const string Date = "2026-01-02T03:04:05Z";
    private const string Nonce = "00112233445566778899aabbccddeeff";
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Fact]
    public void The_example_of_the_documentation_signs_as_printed() => AssertSigns(
        "YourAccessKeySecret",
        Headers("ecs.cn-shanghai.aliyuncs.com", "RunInstances", "2014-05-26", "2023-10-26T10:22:32Z", "3156853299f313e23d1673dc12e1703d"),
        new()
        {
            ["ImageId"] = "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
            ["RegionId"] = "cn-shanghai",
        },
        "",
        "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259",
        "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");

    [Fact]
    public void A_list_call_signs_as_the_official_package_does() => AssertSigns(
        Secret,
        Headers("rds.aliyuncs.com", "DescribeBackups"),
        new()
        {
            ["StartTime"] = "2026-01-01T00:00Z",
            ["EndTime"] = "2026-01-02T00:00Z",
            ["DBInstanceId"] = "rm-uf6wjk5xxxxxxx",
            ["BackupStatus"] = "Success",
            ["PageNumber"] = "1",
            ["PageSize"] = "100",
        },
        "",
        "99a5a8e08f6e600f719a0280cb2f27c032af557dfce3bd610063b61477b90dce",
        "76a856ab9ccdfac2b7ab5c541fbd3c4b341f5816dcbfabe621d0ec6a92504754");

    [Fact]
    public void A_security_token_special_characters_and_Chinese_sign_as_the_official_package_does()
    {
        Dictionary<string, string> headers = Headers(
            "rds.eu-central-1.aliyuncs.com", "DescribeDBInstances", nonce: "ffeeddccbbaa99887766554433221100");
        headers["x-acs-accesskey-id"] = "STS.testTempKeyId000000000";
        headers["x-acs-security-token"] = "CAISfaketoken+/==";
        AssertSigns(
            "testTempSecret00000000000000000",
            headers,
            new()
            {
                ["RegionId"] = "eu-central-1",
                ["PageSize"] = "100",
                ["Tags"] = """{"env":"prod a+b*c~d"}""",
                ["SearchKey"] = "备份(x)!'y'",
            },
            "",
            "977c9a00e9993d661837cf2ead96ceae30905795741619a7966f3efaee7a3680",
            "3594ac9e4ba104dd2795f128ff3a1419a12afd27000bf34a5f829d9658079c6e");
    }

    [Fact]
    public void A_form_signs_as_the_official_package_does()
    {
        const string Form = "BackupMethod=Physical&BackupType=Auto&DBInstanceId=rm-uf6wjk5xxxxxxx";
        Dictionary<string, string> headers = Headers("rds.aliyuncs.com", "CreateBackup");
        headers["content-type"] = "application/x-www-form-urlencoded";
        headers["x-acs-content-sha256"] = "1f89e956076bd4ea559e8976884fb38d3b9d28666cb273a258cfcb0ccc3d37f1";
        AssertSigns(
            Secret, headers, [], Form,
            "c11dac8f243abc8dc88ad223ce051a7e4314fed4e53b051220b3c5e35f023037",
            "70dfd8d5199015aba1198e84617bb6b2c919bdb5c6719179314864989dae3aa0");
    }

    [Fact]
    public void One_parameter_signs_as_the_official_package_does() => AssertSigns(
        Secret,
        Headers("rds.aliyuncs.com", "DescribeBackupPolicy"),
        new() { ["DBInstanceId"] = "rm-uf6wjk5xxxxxxx" },
        "",
        "a43aa46065ae99da41e9387f4bc49da2dd935766d64b1135ffbf32643f658325",
        "1e7d6d69e6864d7192187cd11902fd15eb38e4d7f9be0303c154628d9408d94a");

    [Fact]
    public void The_authorization_header_names_key_headers_and_signature_without_spaces_after_commas()
    {
        string value = SignatureV3.Authorization(KeyId, Headers("rds.aliyuncs.com", "DescribeBackups"), "5161");

        Assert.Equal(
            $"ACS3-HMAC-SHA256 Credential={KeyId},SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;"
            + "x-acs-signature-nonce;x-acs-version,Signature=5161",
            value);
    }

    private static void AssertSigns(
        string secret, Dictionary<string, string> headers, Dictionary<string, string> query, string body,
        string requestHash, string signature)
    {
        string payloadHash = SignatureV3.Hash(Encoding.UTF8.GetBytes(body));
        Assert.Equal(headers["x-acs-content-sha256"], payloadHash);

        string request = SignatureV3.CanonicalRequest("POST", "/", SignatureV3.CanonicalQuery(query), headers, payloadHash);
        Assert.Equal(requestHash, SignatureV3.Hash(Encoding.UTF8.GetBytes(request)));
        Assert.Equal(signature, SignatureV3.Sign(request, secret));
    }

    private static Dictionary<string, string> Headers(
        string host, string action, string version = "2014-08-15", string date = Date, string nonce = Nonce) => new()
        {
            ["x-acs-version"] = version,
            ["x-acs-date"] = date,
            ["x-acs-signature-nonce"] = nonce,
            ["x-acs-content-sha256"] = EmptyHash,
            ["x-acs-action"] = action,
            ["host"] = host,
        };
}
