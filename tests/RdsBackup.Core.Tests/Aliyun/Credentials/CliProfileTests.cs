using RdsBackup.Aliyun.Credentials;
using static RdsBackup.Core.Tests.Aliyun.Credentials.CredentialTexts;

namespace RdsBackup.Core.Tests.Aliyun.Credentials;

public sealed class CliProfileTests : IDisposable
{
    private const string Role = "acs:ram::1:role/backup";
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task AK_is_the_AccessKey_itself()
    {
        WriteProfiles($$"""{"name":"p","mode":"AK","access_key_id":"k","access_key_secret":"{{Secret}}"}""");
        Assert.Equal(new AliyunCredentials("k", Secret), await _machine.GetAsync("p"));
    }

    [Fact]
    public async Task StsToken_adds_the_token()
    {
        WriteProfiles($$"""{"name":"p","mode":"StsToken","access_key_id":"k","access_key_secret":"{{Secret}}","sts_token":"{{Token}}"}""");
        Assert.Equal(new AliyunCredentials("k", Secret, Token), await _machine.GetAsync("p"));
    }

    [Fact]
    public async Task RamRoleArn_assumes_the_role_signed_with_the_profiles_AccessKey()
    {
        await using CredentialServer sts = await StartStsAsync();
        WriteProfiles($$"""
            {"name":"p","mode":"RamRoleArn","access_key_id":"base","access_key_secret":"{{Secret}}","ram_role_arn":"{{Role}}",
             "ram_session_name":"night shift","expired_seconds":900,"policy":"{}","external_id":"e-1"}
            """);

        AliyunCredentials credentials = await _machine.GetAsync("p");

        Assert.Equal(new AliyunCredentials("assumed-1", Secret, Token, _machine.Time.GetUtcNow().AddHours(1)), credentials);
        ReceivedRequest request = Assert.Single(sts.Requests);
        Assert.Equal("AssumeRole", request.Headers["x-acs-action"]);
        Assert.Equal("2015-04-01", request.Headers["x-acs-version"]);
        Assert.Contains("Credential=base,", request.Headers["Authorization"]);
        Assert.Equal(
            "?DurationSeconds=900&ExternalId=e-1&Policy=%7B%7D&RoleArn=acs%3Aram%3A%3A1%3Arole%2Fbackup&RoleSessionName=night-shift",
            request.Query);
    }

    [Fact]
    public async Task ChainableRamRoleArn_assumes_each_role_as_the_one_before()
    {
        await using CredentialServer sts = await StartStsAsync();
        WriteProfiles(
            $$"""{"name":"base","mode":"AK","access_key_id":"base","access_key_secret":"{{Secret}}"}""",
            $$"""{"name":"middle","mode":"ChainableRamRoleArn","source_profile":"base","ram_role_arn":"{{Role}}-1"}""",
            $$"""{"name":"p","mode":"ChainableRamRoleArn","source_profile":"middle","ram_role_arn":"{{Role}}-2"}""");

        Assert.Equal("assumed-2", (await _machine.GetAsync("p")).AccessKeyId);

        ReceivedRequest[] requests = [.. sts.Requests];
        Assert.Contains("Credential=base,", requests[0].Headers["Authorization"]);
        Assert.Contains("Credential=assumed-1,", requests[1].Headers["Authorization"]);
        Assert.Equal(Token, requests[1].Headers["x-acs-security-token"]);
        Assert.Contains("backup-2", requests[1].Query);
    }

    [Fact]
    public async Task Profiles_in_a_circle_are_an_error_that_shows_the_circle()
    {
        WriteProfiles(
            $$"""{"name":"a","mode":"ChainableRamRoleArn","source_profile":"b","ram_role_arn":"{{Role}}"}""",
            $$"""{"name":"b","mode":"ChainableRamRoleArn","source_profile":"a","ram_role_arn":"{{Role}}"}""");
        RdsBackupException error = await _machine.FailureAsync("a");
        Assert.Equal("AliyunProfileLoop", error.ErrorId);
        Assert.Contains("a → b → a", error.Message);
    }

    [Fact]
    public async Task OIDC_proves_itself_by_the_token_file_read_anew_each_time()
    {
        await using CredentialServer sts = await StartStsAsync();
        string file = _machine.WriteFile("token", Token + "-first\n");
        WriteProfiles($$"""
            {"name":"p","mode":"OIDC","oidc_provider_arn":"acs:ram::1:oidc-provider/ack","oidc_token_file":{{Json(file)}},
             "ram_role_arn":"{{Role}}","ram_session_name":"pod"}
            """);
        IAliyunCredentialProvider provider = _machine.Chain("p");

        await provider.GetAsync(TestContext.Current.CancellationToken);
        File.WriteAllText(file, Token + "-second");
        _machine.Time.Advance(TimeSpan.FromMinutes(50));
        await provider.GetAsync(TestContext.Current.CancellationToken);

        ReceivedRequest[] requests = [.. sts.Requests];
        Assert.All(requests, request => Assert.False(request.Headers.ContainsKey("Authorization")));
        Assert.All(requests, request => Assert.Equal("AssumeRoleWithOIDC", request.Headers["x-acs-action"]));
        Assert.Contains($"OIDCToken={Token}-first", requests[0].Body);
        Assert.Contains($"OIDCToken={Token}-second", requests[1].Body);
        Assert.Contains("OIDCProviderArn=acs%3Aram%3A%3A1%3Aoidc-provider%2Fack", requests[0].Body);
        Assert.Contains("RoleSessionName=pod", requests[0].Body);
        AssertNoSecret(_machine.Log);
    }

    [Fact]
    public async Task OIDC_without_its_token_file_names_the_file()
    {
        WriteProfiles($$"""
            {"name":"p","mode":"OIDC","oidc_provider_arn":"acs:ram::1:oidc-provider/ack","oidc_token_file":"/none/token","ram_role_arn":"{{Role}}"}
            """);
        RdsBackupException error = await _machine.FailureAsync("p");
        Assert.Equal("AliyunCredentialFileUnreadable", error.ErrorId);
        Assert.Contains("/none/token", error.Message);
    }

    [Fact]
    public async Task EcsRamRole_asks_for_the_role_that_is_named()
    {
        await using CredentialServer metadata = await CredentialServer.StartAsync(request => new ScriptedAnswer(
            request.Path.EndsWith("/backup-role", StringComparison.Ordinal) ? Lent("ecs", _machine.Expiry(TimeSpan.FromHours(6))) : "the-token"));
        _machine.Metadata = metadata.Address;
        WriteProfiles("""{"name":"p","mode":"EcsRamRole","ram_role_name":"backup-role"}""");
        Assert.Equal("ecs", (await _machine.GetAsync("p")).AccessKeyId);
        Assert.DoesNotContain(metadata.Requests, request => request.Path.EndsWith("security-credentials/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CredentialsURI_asks_the_address()
    {
        await using CredentialServer server =
            await CredentialServer.StartAsync(_ => new ScriptedAnswer(Lent("uri", _machine.Expiry(TimeSpan.FromHours(1)))));
        WriteProfiles($$"""{"name":"p","mode":"CredentialsURI","credentials_uri":"{{server.Address}}lend?key={{Secret}}"}""");
        Assert.Equal("uri", (await _machine.GetAsync("p")).AccessKeyId);
        Assert.Equal($"?key={Secret}", Assert.Single(server.Requests).Query);
    }

    [Theory]
    [InlineData("""{"Code":"Success","AccessKeyId":"k"}""", 200, "AliyunCredentialSourceUnreadable", "'AccessKeySecret'")]
    [InlineData("""{"Code":"Failed","AccessKeyId":"k","AccessKeySecret":"s3cr3t-0f-th3-k3y"}""", 200, "AliyunCredentialSourceUnreadable", "'Code'")]
    [InlineData("s3cr3t-0f-th3-k3y is no JSON", 200, "AliyunCredentialSourceUnreadable", "'{'")]
    [InlineData("""{"Message":"s3cr3t-0f-th3-k3y"}""", 403, "AliyunCredentialSourceRefused", "HTTP 403")]
    public async Task An_address_that_answers_something_else_is_named_without_its_query(string body, int status, string id, string part)
    {
        await using CredentialServer server = await CredentialServer.StartAsync(_ => new ScriptedAnswer(body, status));
        WriteProfiles($$"""{"name":"p","mode":"CredentialsURI","credentials_uri":"{{server.Address}}lend?key={{Secret}}"}""");
        RdsBackupException error = await _machine.FailureAsync("p");
        Assert.Equal(id, error.ErrorId);
        Assert.Contains(server.Address + "lend", error.Message);
        Assert.Contains(part, error.Message);
        AssertNoSecret(error);
    }

    [Fact]
    public async Task A_role_that_STS_denies_names_role_and_action()
    {
        await using CredentialServer sts = await CredentialServer.StartAsync(_ => new ScriptedAnswer(
            $$"""{"Code":"NoPermission","Message":"denied, security-token={{Token}}","RequestId":"R-1"}""", 403));
        _machine.Sts = sts.Address;
        WriteProfiles($$"""{"name":"p","mode":"RamRoleArn","access_key_id":"base","access_key_secret":"{{Secret}}","ram_role_arn":"{{Role}}"}""");
        RdsBackupException error = await _machine.FailureAsync("p");
        Assert.Equal("AliyunAccessDenied", error.ErrorId);
        Assert.Contains($"sts:AssumeRole on {Role}", error.Message);
        AssertNoSecret(error);
    }

    [Theory]
    [InlineData("CloudSSO")]
    [InlineData("OAuth")]
    [InlineData("RsaKeyPair")]
    [InlineData("BearerToken")]
    public async Task A_mode_that_cannot_be_used_here_is_an_error_with_profile_mode_and_remedy(string mode)
    {
        WriteProfiles($$"""{"name":"p","mode":"{{mode}}","access_key_secret":"{{Secret}}"}""");
        RdsBackupException error = await _machine.FailureAsync("p");
        Assert.Equal("AliyunProfileModeUnsupported", error.ErrorId);
        Assert.Equal(RdsBackupErrorKind.NotSupported, error.Kind);
        Assert.Contains("'p'", error.Message);
        Assert.Contains(mode, error.Message);
        Assert.Contains("External", error.Recommendation);
        AssertNoSecret(error);
    }

    [Theory]
    [InlineData("""{"name":"p"}""", "mode")]
    [InlineData("""{"name":"p","mode":"AK","access_key_secret":"s3cr3t-0f-th3-k3y"}""", "access_key_id")]
    [InlineData("""{"name":"p","mode":"AK","access_key_id":"","access_key_secret":"s3cr3t-0f-th3-k3y"}""", "access_key_id")]
    [InlineData("""{"name":"p","mode":"AK","access_key_id":"k","access_key_secret":["s3cr3t-0f-th3-k3y"]}""", "access_key_secret")]
    [InlineData("""{"name":"p","mode":"StsToken","access_key_id":"k","access_key_secret":"s3cr3t-0f-th3-k3y"}""", "sts_token")]
    [InlineData("""{"name":"p","mode":"RamRoleArn","access_key_id":"k","access_key_secret":"s3cr3t-0f-th3-k3y"}""", "ram_role_arn")]
    [InlineData("""{"name":"p","mode":"ChainableRamRoleArn","ram_role_arn":"r"}""", "source_profile")]
    [InlineData("""{"name":"p","mode":"OIDC","ram_role_arn":"r"}""", "oidc_provider_arn")]
    [InlineData("""{"name":"p","mode":"External"}""", "process_command")]
    [InlineData("""{"name":"p","mode":"CredentialsURI"}""", "credentials_uri")]
    public async Task A_missing_key_is_an_error_that_names_file_profile_and_key(string profile, string key)
    {
        string file = WriteProfiles(profile);
        RdsBackupException error = await _machine.FailureAsync("p");
        Assert.Equal("AliyunProfileKeyMissing", error.ErrorId);
        Assert.Equal($"Profile 'p' of '{file}' lacks {key}.", error.Message);
        AssertNoSecret(error);
    }

    [Theory]
    [InlineData("expired_seconds", "\"s3cr3t-0f-th3-k3y\"")]
    [InlineData("enable_vpc", "\"s3cr3t-0f-th3-k3y\"")]
    public async Task A_value_that_cannot_be_used_is_not_shown(string key, string value)
    {
        WriteProfiles($$"""{"name":"p","mode":"RamRoleArn","access_key_id":"k","access_key_secret":"x","ram_role_arn":"r","{{key}}":{{value}}}""");
        RdsBackupException error = await _machine.FailureAsync("p");
        Assert.Equal("AliyunProfileKeyInvalid", error.ErrorId);
        Assert.Contains(key, error.Message);
        AssertNoSecret(error);
    }

    [Fact]
    public async Task A_file_that_is_no_JSON_names_file_and_line()
    {
        string file = _machine.WriteConfig($"{{\n\"current\": \"p\",\n\"profiles\": {Secret}\n}}");
        RdsBackupException error = await _machine.FailureAsync("p");
        Assert.Equal("AliyunCredentialFileMalformed", error.ErrorId);
        Assert.Equal($"'{file}' is malformed at line 3.", error.Message);
        AssertNoSecret(error);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"profiles":{"p":1}}""")]
    [InlineData("""{"profiles":[1,"p",null,{"name":"other"}]}""")]
    public async Task A_profile_that_is_not_there_is_an_error_that_names_it(string json)
    {
        _machine.WriteConfig(json);
        RdsBackupException error = await _machine.FailureAsync("p");
        Assert.Equal("AliyunProfileNotFound", error.ErrorId);
        Assert.Contains("'p'", error.Message);
    }

    [Theory]
    [InlineData("""{"name":"p","mode":"External","process_command":"/bin/true"}""")]
    [InlineData("""{"name":"p","mode":"CredentialsURI","credentials_uri":"http://127.0.0.1:1/"}""")]
    public async Task The_variable_that_forbids_programs_is_obeyed(string profile)
    {
        WriteProfiles(profile);
        _machine.Variables["ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS"] = "1";
        Assert.Equal("AliyunProfileModeDisabled", (await _machine.FailureAsync("p")).ErrorId);
    }

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private string WriteProfiles(params string[] profiles) =>
        _machine.WriteConfig($$"""{"current":"other","profiles":[{{string.Join(',', profiles)}}]}""");

    // Lends assumed-1, assumed-2 and so on.
    private async Task<CredentialServer> StartStsAsync()
    {
        int count = 0;
        CredentialServer sts = await CredentialServer.StartAsync(
            _ => new ScriptedAnswer(Assumed($"assumed-{Interlocked.Increment(ref count)}", _machine.Expiry(TimeSpan.FromHours(1)))));
        _machine.Sts = sts.Address;
        return sts;
    }
}
