using Microsoft.Extensions.Logging;
using RdsBackup.Diagnostics;

namespace RdsBackup.Core.Tests.Diagnostics;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("GET http://b.oss.aliyuncs.com/a_qp.xb?Expires=1&OSSAccessKeyId=LTAI&Signature=HUSH", "GET http://b.oss.aliyuncs.com/a_qp.xb?***")]
    [InlineData("(https://s3.example/k?X-Amz-Signature=HUSH&X-Amz-Security-Token=HUSH).", "(https://s3.example/k?***")]
    [InlineData("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=HUSH", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?***")]
    [InlineData("proxy http://me:HUSH@proxy.example:8080/ refused", "proxy http://***@proxy.example:8080/ refused")]
    [InlineData("/cgi-bin/webhook/send?key=HUSH&debug=1", "/cgi-bin/webhook/send?key=***&debug=1")]
    [InlineData("Authorization: ACS3-HMAC-SHA256 Credential=LTAI,SignedHeaders=a;b,Signature=HUSH\nhost:x", "Authorization: ***\nhost:x")]
    [InlineData("Credential=LTAI/20260101, SignedHeaders=host, Signature=HUSH", "Credential=LTAI/20260101, SignedHeaders=host, Signature=***")]
    [InlineData("x-acs-date:2026\nx-acs-security-token:HUSH\nx-acs-version:1", "x-acs-date:2026\nx-acs-security-token:***\nx-acs-version:1")]
    [InlineData("SecurityToken=HUSH&Version=1", "SecurityToken=***&Version=1")]
    [InlineData("POST&%2F&Action%3DX%26SecurityToken%3DHUSH%26Version%3D1", "POST&%2F&Action%3DX%26SecurityToken%3D***%26Version%3D1")]
    [InlineData("""{"AccessKeyId":"LTAI","AccessKeySecret":"HUSH","SecurityToken":"HUSH"}""", """{"AccessKeyId":"LTAI","AccessKeySecret":"***","SecurityToken":"***"}""")]
    [InlineData("access_key_secret = HUSH", "access_key_secret = ***")]
    [InlineData("AWS_SECRET_ACCESS_KEY=HUSH AWS_SESSION_TOKEN=HUSH", "AWS_SECRET_ACCESS_KEY=*** AWS_SESSION_TOKEN=***")]
    [InlineData("OIDCToken=HUSH&RoleArn=acs:ram::1:role/x", "OIDCToken=***&RoleArn=acs:ram::1:role/x")]
    public void A_secret_is_masked_and_the_rest_stays(string text, string expected) => Assert.Equal(expected, Redaction.Redact(text));

    [Theory]
    [InlineData("The specified signature does not match; signature method HMAC, SignatureNonceUsed, x-acs-signature-nonce:1f")]
    [InlineData("Copied s3://bucket/prefix/key=value/rm-1/b-2 (12 MiB) in 00:00:03")]
    [InlineData("密钥错误 https://rds.aliyuncs.com/ DescribeBackups: HTTP 200 OK")]
    public void Text_without_secrets_is_left_alone(string text) => Assert.Equal(text, Redaction.Redact(text));

    [Fact]
    public void Known_secrets_are_masked_wherever_they_stand_plain_or_encoded()
    {
        const string Token = "CAIS+tok/en==";

        Assert.Equal(
            "denied for *** and *** (***)",
            Redaction.Redact($"denied for {Token} and {Uri.EscapeDataString(Token)} (secret-value)", "secret-value", Token, null));
    }

    [Fact]
    public void A_log_line_is_redacted_with_its_exception_and_carries_its_level()
    {
        List<(OperationLogLevel Level, string Line)> lines = [];
        ILogger logger = OperationLogger.For((level, line) => lines.Add((level, line)));

        logger.LogDebug("GET {Address}", "https://host/file?Signature=HUSH");
        logger.LogInformation("step");
        logger.LogWarning(new InvalidOperationException("SecurityToken=HUSH"), "careful");

        Assert.Equal(
            [
                (OperationLogLevel.Debug, "GET https://host/file?***"),
                (OperationLogLevel.Verbose, "step"),
                (OperationLogLevel.Warning, "careful (SecurityToken=***)"),
            ],
            lines);
    }
}
