using System.Globalization;
using RdsBackup.Aliyun;
using RdsBackup.Core.Tests.Scripting;

namespace RdsBackup.Core.Tests.Aliyun;

public sealed class AliyunErrorTests
{
    private static readonly AliyunRetrySettings NoRetries = new()
    {
        ThrottledRetries = 1,
        ThrottledDelay = TimeSpan.Zero,
        TransientRetries = 1,
        TransientDelay = TimeSpan.Zero,
    };

    [Theory]
    [InlineData(400, "Throttling.User", "AliyunThrottled", RdsBackupErrorKind.Throttled)]
    [InlineData(429, "Whatever", "AliyunThrottled", RdsBackupErrorKind.Throttled)]
    [InlineData(500, "InternalError.Db", "AliyunServiceError", RdsBackupErrorKind.Service)]
    [InlineData(400, "SignatureNonceUsed", "AliyunServiceError", RdsBackupErrorKind.Service)]
    [InlineData(409, "SomethingNew", "AliyunServiceError", RdsBackupErrorKind.Service)]
    [InlineData(400, "InvalidTimeStamp.Expired", "AliyunClockSkew", RdsBackupErrorKind.Authentication)]
    [InlineData(403, "InvalidSecurityToken.Expired", "AliyunTokenExpired", RdsBackupErrorKind.Authentication)]
    [InlineData(400, "InvalidSecurityToken.Malformed", "AliyunCredentialsInvalid", RdsBackupErrorKind.Authentication)]
    [InlineData(404, "InvalidAccessKeyId.NotFound", "AliyunCredentialsInvalid", RdsBackupErrorKind.Authentication)]
    [InlineData(400, "InvalidAccessKeyId.Inactive", "AliyunCredentialsInvalid", RdsBackupErrorKind.Authentication)]
    [InlineData(400, "SignatureDoesNotMatch", "AliyunCredentialsInvalid", RdsBackupErrorKind.Authentication)]
    [InlineData(400, "IncompleteSignature", "AliyunCredentialsInvalid", RdsBackupErrorKind.Authentication)]
    [InlineData(403, "Forbidden.RAM", "AliyunAccessDenied", RdsBackupErrorKind.PermissionDenied)]
    [InlineData(403, "Forbidden", "AliyunAccessDenied", RdsBackupErrorKind.PermissionDenied)]
    [InlineData(403, "NoPermission", "AliyunAccessDenied", RdsBackupErrorKind.PermissionDenied)]
    [InlineData(400, "InvalidDBInstanceId.NotFound", "AliyunInstanceNotFound", RdsBackupErrorKind.NotFound)]
    [InlineData(404, "InvalidDBInstanceName.NotFound", "AliyunInstanceNotFound", RdsBackupErrorKind.NotFound)]
    [InlineData(404, "InvalidDBInstance.NotFound", "AliyunInstanceNotFound", RdsBackupErrorKind.NotFound)]
    [InlineData(404, "Request.NotFound", "AliyunNotFound", RdsBackupErrorKind.NotFound)]
    [InlineData(403, "IncorrectDBInstanceState", "AliyunInstanceState", RdsBackupErrorKind.NotSupported)]
    [InlineData(403, "OperationDenied.DBInstanceStatus", "AliyunInstanceState", RdsBackupErrorKind.NotSupported)]
    [InlineData(400, "InvalidStartTime.Format", "AliyunInvalidParameter", RdsBackupErrorKind.InvalidInput)]
    [InlineData(400, "MissingParameter", "AliyunInvalidParameter", RdsBackupErrorKind.InvalidInput)]
    [InlineData(403, "InvalidMaxRecordsPerPage.Malformed", "AliyunInvalidParameter", RdsBackupErrorKind.InvalidInput)]
    public async Task Each_code_of_the_API_has_its_error(int status, string code, string errorId, RdsBackupErrorKind kind)
    {
        foreach (ScriptedAnswer answer in InEveryForm(status, code))
        {
            AliyunApiException error = await FailAsync(answer);

            Assert.Equal((errorId, kind), (error.ErrorId, error.Kind));
            Assert.Equal((code, "REQ-1", status), (error.Code, error.RequestId, error.HttpStatus));
            Assert.Contains("REQ-1", error.Message, StringComparison.Ordinal);
            Assert.Contains(code, error.Message, StringComparison.Ordinal);
            Assert.NotNull(error.Recommendation);
        }
    }

    [Fact]
    public async Task A_denied_call_names_the_action_that_the_API_says_is_missing_and_the_resource()
    {
        AliyunApiException error = await FailAsync(new(403, """
            {"Code":"NoPermission","Message":"Denied.","RequestId":"REQ-1","Recommend":"https://api.aliyun.com/troubleshoot?q=x",
             "AccessDeniedDetail":{"AuthAction":"rds:DescribeSomethingElse","NoPermissionType":"ImplicitDeny"}}
            """));

        Assert.Contains("rds:DescribeSomethingElse", error.Message, StringComparison.Ordinal);
        Assert.Contains("acs:rds:cn-chengdu:*:dbinstance/rm-1", error.Message, StringComparison.Ordinal);
        Assert.Equal("https://api.aliyun.com/troubleshoot?q=x", error.DiagnosticUrl);
    }

    [Fact]
    public async Task A_denied_call_names_the_action_of_the_call_when_the_API_says_nothing() =>
        Assert.Contains(
            "rds:DescribeBackupPolicy", (await FailAsync(ScriptedAnswer.Error(403, "Forbidden.RAM"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task An_unknown_instance_is_named_with_the_region_that_was_asked()
    {
        AliyunApiException error = await FailAsync(ScriptedAnswer.Error(400, "InvalidDBInstanceId.NotFound"));

        Assert.Contains("'rm-1'", error.Message, StringComparison.Ordinal);
        Assert.Contains("cn-chengdu", error.Message, StringComparison.Ordinal);
        Assert.Contains("-Region", error.Recommendation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "<html>Sign in to the hotel</html>")]
    [InlineData(200, "")]
    [InlineData(302, "")]
    [InlineData(407, "<html><br>Proxy authentication required</html>")]
    public async Task An_answer_of_something_else_than_the_API_is_named_as_such(int status, string body)
    {
        RdsBackupException error = await FailWithAsync<RdsBackupException>(new(status, body) { ContentType = "text/html" });

        Assert.Equal("AliyunInvalidResponse", error.ErrorId);
        Assert.Contains("127.0.0.1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_speak_Chinese_to_a_Chinese_user()
    {
        CultureInfo before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");
        try
        {
            AliyunApiException error = await FailAsync(ScriptedAnswer.Error(400, "InvalidDBInstanceId.NotFound"));

            Assert.Contains("找不到实例“rm-1”", error.Message, StringComparison.Ordinal);
            Assert.Contains("请检查实例 ID", error.Recommendation, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static ScriptedAnswer[] InEveryForm(int status, string code) =>
    [
        ScriptedAnswer.Error(status, code),
        new(status, $$"""{"code":"{{code}}","message":"No.","requestId":"REQ-1"}"""),
        new ScriptedAnswer(status, $$"""{"Code":"{{code}}","Message":"No."}""").WithHeader("x-acs-request-id", "REQ-1"),
        new(status, $"""<?xml version="1.0" encoding="UTF-8"?><Error><RequestId>REQ-1</RequestId><Code>{code}</Code><Message>No.</Message></Error>""")
        {
            ContentType = "text/xml;charset=utf-8",
        },
    ];

    private static Task<AliyunApiException> FailAsync(ScriptedAnswer answer) => FailWithAsync<AliyunApiException>(answer);

    private static async Task<T> FailWithAsync<T>(ScriptedAnswer answer)
        where T : Exception
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => answer);
        using var client = new AliyunRdsClient(
            new AliyunClientOptions
            {
                RegionId = "cn-chengdu",
                Endpoint = server.Address,
                AccessKeyId = "key",
                AccessKeySecret = "secret",
            },
            NoRetries);
        return await Assert.ThrowsAsync<T>(
            () => client.DescribeBackupPolicyAsync("rm-1", TestContext.Current.CancellationToken));
    }
}
