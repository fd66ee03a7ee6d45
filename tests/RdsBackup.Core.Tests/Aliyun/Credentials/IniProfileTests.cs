using RdsBackup.Aliyun.Credentials;
using static RdsBackup.Core.Tests.Aliyun.Credentials.CredentialTexts;

namespace RdsBackup.Core.Tests.Aliyun.Credentials;

public sealed class IniProfileTests : IDisposable
{
    private const string Role = "acs:ram::1:role/backup";
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Access_key_may_stand_among_comments_and_other_sections()
    {
        _machine.WriteIni($"""
            # made by hand
            [other]
            type = ram_role_arn

            [default]   
            ; the night job
            type=access_key
              access_key_id =  k
            access_key_secret = {Secret}=
            """);
        Assert.Equal(new AliyunCredentials("k", Secret + "="), await _machine.GetAsync());
    }

    [Fact]
    public async Task The_older_file_name_and_a_given_path_are_read_too()
    {
        _machine.WriteFile(".alibabacloud/credentials", Section("older"));
        Assert.Equal("older", (await _machine.GetAsync()).AccessKeyId);
        _machine.Variables["ALIBABA_CLOUD_CREDENTIALS_FILE"] = _machine.WriteFile("keys.ini", Section("given"));
        Assert.Equal("given", (await _machine.GetAsync()).AccessKeyId);
    }

    [Fact]
    public async Task Variable_names_the_section()
    {
        _machine.WriteIni(Section("a") + Section("b").Replace("default", "night", StringComparison.Ordinal));
        _machine.Variables["ALIBABA_CLOUD_PROFILE"] = "night";
        Assert.Equal("b", (await _machine.GetAsync()).AccessKeyId);
        _machine.Variables["ALIBABA_CLOUD_PROFILE"] = "day";
        Assert.Contains("has no profile 'day'", (await _machine.FailureAsync()).Message);
    }

    [Fact]
    public async Task Ram_role_arn_assumes_the_role()
    {
        await using CredentialServer sts = await StartStsAsync();
        _machine.WriteIni($"""
            [default]
            type = ram_role_arn
            access_key_id = base
            access_key_secret = {Secret}
            role_arn = {Role}
            role_session_name = night
            external_id = e-1
            """);
        Assert.Equal("assumed", (await _machine.GetAsync()).AccessKeyId);
        ReceivedRequest request = Assert.Single(sts.Requests);
        Assert.Contains("Credential=base,", request.Headers["Authorization"]);
        Assert.Equal("?ExternalId=e-1&RoleArn=acs%3Aram%3A%3A1%3Arole%2Fbackup&RoleSessionName=night", request.Query);
    }

    [Fact]
    public async Task Oidc_role_arn_proves_itself_by_the_token()
    {
        await using CredentialServer sts = await StartStsAsync();
        _machine.WriteIni($"""
            [default]
            type = oidc_role_arn
            role_arn = {Role}
            oidc_provider_arn = acs:ram::1:oidc-provider/ack
            oidc_token_file_path = {_machine.WriteFile("token", Token)}
            """);
        Assert.Equal("assumed", (await _machine.GetAsync()).AccessKeyId);
        Assert.Contains($"OIDCToken={Token}", Assert.Single(sts.Requests).Body);
    }

    [Fact]
    public async Task Ecs_ram_role_asks_the_metadata_service()
    {
        await using CredentialServer metadata = await CredentialServer.StartAsync(request => new ScriptedAnswer(
            request.Path.EndsWith("/backup-role", StringComparison.Ordinal) ? Lent("ecs", _machine.Expiry(TimeSpan.FromHours(6))) : "the-token"));
        _machine.Metadata = metadata.Address;
        _machine.WriteIni("[default]\ntype = ecs_ram_role\nrole_name = backup-role\n");
        Assert.Equal("ecs", (await _machine.GetAsync()).AccessKeyId);
    }

    [Theory]
    [InlineData("type = rsa_key_pair\nprivate_key_file = s3cr3t-0f-th3-k3y", "AliyunProfileModeUnsupported", "rsa_key_pair")]
    [InlineData("access_key_secret = s3cr3t-0f-th3-k3y", "AliyunProfileKeyMissing", "lacks type")]
    [InlineData("type = access_key\naccess_key_secret = s3cr3t-0f-th3-k3y", "AliyunProfileKeyMissing", "lacks access_key_id")]
    [InlineData("type = access_key\ns3cr3t-0f-th3-k3y", "AliyunCredentialFileMalformed", "line 3")]
    public async Task A_broken_section_is_an_error_that_shows_no_value(string lines, string id, string part)
    {
        string file = _machine.WriteIni("[default]\n" + lines + "\n");
        RdsBackupException error = await _machine.FailureAsync();
        Assert.Equal(id, error.ErrorId);
        Assert.Contains(file, error.Message);
        Assert.Contains(part, error.Message);
        AssertNoSecret(error);
    }

    private static string Section(string keyId) => $"[default]\ntype = access_key\naccess_key_id = {keyId}\naccess_key_secret = {Secret}\n";

    private async Task<CredentialServer> StartStsAsync()
    {
        CredentialServer sts = await CredentialServer.StartAsync(
            _ => new ScriptedAnswer(Assumed("assumed", _machine.Expiry(TimeSpan.FromHours(1)))));
        _machine.Sts = sts.Address;
        return sts;
    }
}
