using System.Management.Automation;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

/// <summary>What a person sees when Alibaba Cloud does not let them in.</summary>
public sealed class AliyunAccessTests : CloudTests
{
    private const string ReportError =
        """

        try { Get-AliyunRdsInstance -RegionId cn-hangzhou -AliyunEndpoint $endpoint -ErrorAction Stop } catch { $_.FullyQualifiedErrorId; "$_" }
        """;

    [Fact]
    public void A_denied_action_is_named()
    {
        Host.AddInstance("rm-a");
        Host.Cloud.Aliyun.Deny("DescribeBackups");

        ErrorRecord error = Host.TryRun("Get-AliyunRdsBackup rm-a").SingleError;

        Assert.Equal("AliyunAccessDenied,RdsBackup.PowerShell.GetAliyunRdsBackupCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.PermissionDenied, error.CategoryInfo.Category);
        Assert.Contains("rds:DescribeBackups", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Grant", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_secret_ends_the_command_and_is_not_shown()
    {
        ScriptRun run = Host.TryRun(
            """
            $wrong = [PSCredential]::new($args[0], [Net.NetworkCredential]::new('', 'wrongSecret123').SecurePassword)
            'rm-a', 'rm-b' | Get-AliyunRdsBackup -AliyunCredential $wrong -Debug
            """,
            Host.Cloud.Aliyun.AccessKeyId);

        Assert.Equal("AliyunCredentialsInvalid,RdsBackup.PowerShell.GetAliyunRdsBackupCommand", run.SingleError.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.AuthenticationError, run.SingleError.CategoryInfo.Category);
        Assert.DoesNotContain("wrongSecret123", run.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_credentials_the_error_says_where_they_are_looked_for()
    {
        IReadOnlyList<string> output = await FreshProcess.RunAsync(
            "$env:HOME = $args[2]; $env:ALIBABA_CLOUD_ECS_METADATA_DISABLED = 'true'; Import-Module $args[0]; $endpoint = $args[1]" + ReportError,
            ModuleHost.ModulePath, Host.Cloud.AliyunEndpoint.AbsoluteUri, Path.GetTempPath());

        Assert.Equal("AliyunCredentialsNotFound,RdsBackup.PowerShell.GetAliyunRdsInstanceCommand", output[0]);
        Assert.Contains("ALIBABA_CLOUD_ACCESS_KEY_ID", output[1], StringComparison.Ordinal);
        Assert.Contains("-AliyunCredential", output[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_token_is_one_error()
    {
        var key = new AccessKey("STS.expired0001", "expiredSecret0001", "expiredToken0001", DateTimeOffset.UtcNow.AddHours(-1));
        Host.Cloud.Aliyun.AddKey(key);
        IReadOnlyList<string> output = await FreshProcess.RunAsync(
            """
            $env:ALIBABA_CLOUD_ACCESS_KEY_ID, $env:ALIBABA_CLOUD_ACCESS_KEY_SECRET, $env:ALIBABA_CLOUD_SECURITY_TOKEN = $args[2..4]
            Import-Module $args[0]; $endpoint = $args[1]
            """ + ReportError,
            ModuleHost.ModulePath, Host.Cloud.AliyunEndpoint.AbsoluteUri, key.Id, key.Secret, key.SecurityToken!);

        Assert.Equal("AliyunTokenExpired,RdsBackup.PowerShell.GetAliyunRdsInstanceCommand", output[0]);
        Assert.DoesNotContain(key.SecurityToken!, output[1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_that_is_no_address_is_refused()
    {
        ErrorRecord error = Host.TryRun("Get-AliyunRdsInstance -AliyunEndpoint ftp://somewhere").SingleError;

        Assert.Equal("ParameterArgumentTransformationError,RdsBackup.PowerShell.GetAliyunRdsInstanceCommand", error.FullyQualifiedErrorId);
        Assert.Contains("'ftp://somewhere'", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Requests_are_logged_when_asked_for()
    {
        Host.AddInstance("rm-a");

        Assert.Contains(Host.TryRun("Get-AliyunRdsInstance -Debug").Debug, line => line.Contains("DescribeDBInstances", StringComparison.Ordinal));
        Assert.Empty(Host.TryRun("Get-AliyunRdsInstance").Debug);
    }

    [Theory]
    [InlineData("Get-AliyunRdsInstance rm-nowhere", "未找到实例“rm-nowhere”")]
    [InlineData("Get-AliyunRdsBackup rm-nowhere", "找不到实例“rm-nowhere”")]
    public void Messages_of_cmdlets_and_Core_are_in_the_language_of_the_session(string script, string expected)
    {
        ErrorRecord error = Host.TryRun($"[Globalization.CultureInfo]::CurrentUICulture = 'zh-CN'; {script}").SingleError;

        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("not found", error.ToString(), StringComparison.Ordinal);
    }
}
