using RdsBackup.Aliyun.Credentials;
using static RdsBackup.Core.Tests.Aliyun.Credentials.CredentialTexts;

namespace RdsBackup.Core.Tests.Aliyun.Credentials;

public sealed class DefaultCredentialChainTests : IDisposable
{
    private const string OneProfile =
        $$"""{"current":"ops","profiles":[{"name":"ops","mode":"AK","access_key_id":"cli","access_key_secret":"{{Secret}}","region_id":"cn-shanghai"}]}""";

    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task An_explicit_AccessKey_beats_everything()
    {
        SetVariables();
        AliyunCredentials credentials = await _machine.Chain(keyId: "given", keySecret: Secret).GetAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new AliyunCredentials("given", Secret), credentials);
    }

    [Theory]
    [InlineData("given", null)]
    [InlineData(null, Secret)]
    [InlineData("given", "")]
    public void Half_an_explicit_AccessKey_is_an_error(string? id, string? secret)
    {
        RdsBackupException error = Assert.Throws<RdsBackupException>(() => _machine.Chain(keyId: id, keySecret: secret));
        Assert.Equal("AliyunAccessKeyIncomplete", error.ErrorId);
        AssertNoSecret(error);
    }

    [Fact]
    public async Task An_explicit_profile_beats_the_variables()
    {
        SetVariables();
        _machine.WriteConfig(OneProfile);
        Assert.Equal("cli", (await _machine.GetAsync("ops")).AccessKeyId);
    }

    [Fact]
    public async Task Each_place_serves_only_when_those_before_it_do_not()
    {
        await using CredentialServer server = await CredentialServer.StartAsync(request => new ScriptedAnswer(
            request.Method == "POST" ? Assumed("oidc", _machine.Expiry(TimeSpan.FromHours(1)))
            : request.Path.EndsWith('/') ? "backup-role"
            : Lent(request.Path == "/lend" ? "uri" : "ecs", _machine.Expiry(TimeSpan.FromHours(1)))));
        SetVariables();
        SetOidc(server);
        _machine.WriteConfig(OneProfile);
        _machine.WriteIni($"[default]\ntype = access_key\naccess_key_id = ini\naccess_key_secret = {Secret}\n");
        _machine.Metadata = server.Address;
        _machine.Variables["ALIBABA_CLOUD_CREDENTIALS_URI"] = new Uri(server.Address, "lend").ToString();

        var served = new List<string>();
        foreach (Action takeAway in new Action[]
        {
            () => { },
            () => Unset("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN"),
            () => Unset("ALIBABA_CLOUD_OIDC_TOKEN_FILE"),
            () => _machine.Variables["ALIBABA_CLOUD_CLI_PROFILE_DISABLED"] = "true",
            () => File.Delete(Path.Combine(_machine.HomeFolder, ".alibabacloud/credentials.ini")),
            () => _machine.Variables["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] = "true",
        })
        {
            takeAway();
            served.Add((await _machine.GetAsync()).AccessKeyId);
        }

        Assert.Equal(["env", "oidc", "cli", "ini", "ecs", "uri"], served);
    }

    [Fact]
    public async Task Variables_bring_their_security_token_and_may_have_their_older_names()
    {
        _machine.Variables["ALICLOUD_ACCESS_KEY_ID"] = "old";
        _machine.Variables["ALICLOUD_ACCESS_KEY_SECRET"] = Secret;
        _machine.Variables["ALICLOUD_SECURITY_TOKEN"] = Token;
        Assert.Equal(new AliyunCredentials("old", Secret, Token), await _machine.GetAsync());
    }

    [Fact]
    public async Task Half_a_pair_of_variables_is_an_error_that_names_both()
    {
        _machine.Variables["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = Secret;
        RdsBackupException error = await _machine.FailureAsync();
        Assert.Equal("AliyunAccessKeyIncomplete", error.ErrorId);
        Assert.Contains("ALIBABA_CLOUD_ACCESS_KEY_SECRET is given without ALIBABA_CLOUD_ACCESS_KEY_ID", error.Message);
        AssertNoSecret(error);
    }

    [Fact]
    public async Task Nothing_found_is_one_error_that_says_of_each_place_why()
    {
        RdsBackupException error = await _machine.FailureAsync();

        Assert.Equal("AliyunCredentialsNotFound", error.ErrorId);
        Assert.Equal(RdsBackupErrorKind.Authentication, error.Kind);
        Assert.Contains("not set: ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET", error.Message);
        Assert.Contains("not set: ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN, ALIBABA_CLOUD_OIDC_TOKEN_FILE", error.Message);
        Assert.Contains(Path.Combine(_machine.HomeFolder, ".aliyun", "config.json") + " does not exist", error.Message);
        Assert.Contains(Path.Combine(_machine.HomeFolder, ".alibabacloud", "credentials.ini") + " does not exist", error.Message);
        Assert.Contains("http://127.0.0.1:1/ did not answer", error.Message);
        Assert.Contains("not set: ALIBABA_CLOUD_CREDENTIALS_URI", error.Message);
        Assert.Contains("aliyun configure", error.Recommendation);
    }

    [Fact]
    public async Task A_place_that_was_turned_off_is_listed_with_the_switch()
    {
        _machine.Variables["ALIBABA_CLOUD_IGNORE_PROFILE"] = "TRUE";
        _machine.Variables["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] = "true";
        string message = (await _machine.FailureAsync()).Message;
        Assert.Contains("is turned off by ALIBABA_CLOUD_IGNORE_PROFILE", message);
        Assert.Contains("is turned off by ALIBABA_CLOUD_ECS_METADATA_DISABLED", message);
    }

    [Fact]
    public async Task The_winner_is_remembered()
    {
        SetVariables();
        IAliyunCredentialProvider chain = _machine.Chain();
        await chain.GetAsync(TestContext.Current.CancellationToken);
        _machine.Variables.Clear();
        Assert.Equal("env", (await chain.GetAsync(TestContext.Current.CancellationToken)).AccessKeyId);
        Assert.Equal("ALIBABA_CLOUD_ACCESS_KEY_ID", chain.Name);
    }

    [Fact]
    public async Task A_place_that_was_set_up_but_fails_ends_the_walk()
    {
        _machine.WriteConfig($$"""{"current":"ops","profiles":[{"name":"ops","mode":"AK","access_key_secret":"{{Secret}}"}]}""");
        _machine.WriteIni($"[default]\ntype = access_key\naccess_key_id = ini\naccess_key_secret = {Secret}\n");
        RdsBackupException error = await _machine.FailureAsync();
        Assert.Equal("AliyunProfileKeyMissing", error.ErrorId);
        AssertNoSecret(error);
    }

    [Fact]
    public async Task A_metadata_role_that_was_named_must_answer()
    {
        _machine.Variables["ALIBABA_CLOUD_ECS_METADATA"] = "backup-role";
        Assert.Equal("AliyunCredentialSourceUnreachable", (await _machine.FailureAsync()).ErrorId);
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("file:///etc/passwd")]
    public async Task A_credential_address_that_is_none_is_an_error(string address)
    {
        _machine.Variables["ALIBABA_CLOUD_CREDENTIALS_URI"] = address;
        Assert.Equal("AliyunCredentialsUriInvalid", (await _machine.FailureAsync()).ErrorId);
    }

    [Fact]
    public async Task Variable_names_the_profile_in_use()
    {
        _machine.WriteConfig($$"""
            {"current":"a","profiles":[
              {"name":"a","mode":"AK","access_key_id":"ka","access_key_secret":"{{Secret}}"},
              {"name":"b","mode":"AK","access_key_id":"kb","access_key_secret":"{{Secret}}"}]}
            """);
        _machine.Variables["ALIBABA_CLOUD_PROFILE"] = "b";
        Assert.Equal("kb", (await _machine.GetAsync()).AccessKeyId);
    }

    [Fact]
    public void Region_comes_from_the_named_profile_then_the_variable_then_the_profile_in_use_then_the_ini_file()
    {
        Assert.Null(_machine.Region());
        _machine.WriteIni("[default]\ntype = access_key\nregion_id = eu-central-1\n");
        Assert.Equal("eu-central-1", _machine.Region());
        _machine.WriteConfig(OneProfile);
        Assert.Equal("cn-shanghai", _machine.Region());
        _machine.Variables["ALIBABA_CLOUD_REGION_ID"] = "cn-beijing";
        Assert.Equal("cn-beijing", _machine.Region());
        Assert.Equal("cn-shanghai", _machine.Region("ops"));
    }

    private void SetVariables()
    {
        _machine.Variables["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "env";
        _machine.Variables["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = Secret;
    }

    private void SetOidc(CredentialServer server)
    {
        _machine.Sts = server.Address;
        _machine.Variables["ALIBABA_CLOUD_ROLE_ARN"] = "acs:ram::1:role/backup";
        _machine.Variables["ALIBABA_CLOUD_OIDC_PROVIDER_ARN"] = "acs:ram::1:oidc-provider/ack";
        _machine.Variables["ALIBABA_CLOUD_OIDC_TOKEN_FILE"] = _machine.WriteFile("token", Token);
    }

    private void Unset(params string[] names) => Array.ForEach(names, name => _machine.Variables.Remove(name));
}
