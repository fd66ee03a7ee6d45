using RdsBackup.Aliyun.Credentials;
using RdsBackup.Sandbox;
using static RdsBackup.Core.Tests.Aliyun.Credentials.CredentialTexts;

namespace RdsBackup.Core.Tests.Aliyun.Credentials;

/// <summary>Roles from the emulated STS, which checks signatures and tokens as the real one does.</summary>
public sealed class SandboxStsTests : IAsyncLifetime
{
    private readonly FakeMachine _machine = new();
    private SandboxCloud _cloud = null!;

    public async ValueTask InitializeAsync()
    {
        var options = new SandboxOptions { TimeProvider = _machine.Time, Seed = false };
        _cloud = await SandboxCloud.StartAsync(options, TestContext.Current.CancellationToken);
        _machine.Sts = _cloud.AliyunEndpoint;
    }

    public async ValueTask DisposeAsync()
    {
        await _cloud.DisposeAsync();
        _machine.Dispose();
    }

    [Fact]
    public async Task AssumeRole_is_signed_as_STS_expects()
    {
        WriteRole(_cloud.Aliyun.AccessKeySecret);
        AliyunCredentials credentials = await _machine.GetAsync("p");
        Assert.NotNull(credentials.SecurityToken);
        Assert.Equal(_machine.Time.GetUtcNow().AddSeconds(1800), credentials.ExpiresAt);
    }

    [Fact]
    public async Task A_wrong_secret_is_an_error_that_names_the_profile()
    {
        WriteRole(Secret);
        RdsBackupException error = await _machine.FailureAsync("p");
        Assert.Equal("AliyunCredentialsInvalid", error.ErrorId);
        Assert.Contains("config.json (p)", error.Message);
        AssertNoSecret(error);
    }

    [Fact]
    public async Task AssumeRoleWithOIDC_takes_the_token_instead_of_a_signature()
    {
        _machine.Variables["ALIBABA_CLOUD_ROLE_ARN"] = $"acs:ram::{_cloud.Aliyun.AccountId}:role/backup";
        _machine.Variables["ALIBABA_CLOUD_OIDC_PROVIDER_ARN"] = $"acs:ram::{_cloud.Aliyun.AccountId}:oidc-provider/ack";
        _machine.Variables["ALIBABA_CLOUD_OIDC_TOKEN_FILE"] = _machine.WriteFile("token", _cloud.Aliyun.OidcToken);
        Assert.NotNull((await _machine.GetAsync()).SecurityToken);
    }

    private void WriteRole(string secret) => _machine.WriteConfig($$"""
        {"profiles":[{"name":"p","mode":"RamRoleArn","access_key_id":"{{_cloud.Aliyun.AccessKeyId}}","access_key_secret":"{{secret}}",
         "ram_role_arn":"acs:ram::{{_cloud.Aliyun.AccountId}}:role/backup","ram_session_name":"night","expired_seconds":1800}]}
        """);
}
