using System.Net;
using RdsBackup.Aliyun.Credentials;
using static RdsBackup.Core.Tests.Aliyun.Credentials.CredentialTexts;

namespace RdsBackup.Core.Tests.Aliyun.Credentials;

public sealed class EcsMetadataTests : IDisposable
{
    private const string TokenPath = "/latest/api/token";
    private const string RolePath = "/latest/meta-data/ram/security-credentials/";
    private const string TokenHeader = "X-aliyun-ecs-metadata-token";
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Asks_with_a_token_for_the_role_and_then_for_its_credentials()
    {
        await using CredentialServer metadata = await StartAsync(tokenStatus: 200);
        Assert.Equal(new AliyunCredentials("ecs", Secret, Token, _machine.Time.GetUtcNow().AddHours(6)), await _machine.GetAsync());

        ReceivedRequest[] requests = [.. metadata.Requests];
        Assert.Equal([TokenPath, RolePath, RolePath + "backup-role"], requests.Select(request => request.Path));
        Assert.Equal("PUT", requests[0].Method);
        Assert.Equal("21600", requests[0].Headers["X-aliyun-ecs-metadata-token-ttl-seconds"]);
        Assert.All(requests[1..], request => Assert.Equal("the-token", request.Headers[TokenHeader]));
        AssertNoSecret(_machine.Log);
    }

    [Fact]
    public async Task Asks_without_a_token_where_none_is_granted()
    {
        await using CredentialServer metadata = await StartAsync(tokenStatus: 404);
        Assert.Equal("ecs", (await _machine.GetAsync()).AccessKeyId);
        Assert.DoesNotContain(metadata.Requests, request => request.Headers.ContainsKey(TokenHeader));
    }

    [Fact]
    public async Task Does_not_ask_without_a_token_where_that_is_forbidden()
    {
        await using CredentialServer metadata = await StartAsync(tokenStatus: 404);
        _machine.Variables["ALIBABA_CLOUD_IMDSV1_DISABLED"] = "true";
        Assert.Contains("answered HTTP 404", (await _machine.FailureAsync()).Message);
        Assert.Equal(TokenPath, Assert.Single(metadata.Requests).Path);
    }

    [Fact]
    public async Task An_instance_without_a_role_says_so()
    {
        await using CredentialServer metadata = await CredentialServer.StartAsync(request =>
            request.Path == TokenPath ? new ScriptedAnswer("the-token") : new ScriptedAnswer("", 404));
        _machine.Metadata = metadata.Address;
        RdsBackupException error = await _machine.FailureAsync();
        Assert.Equal("AliyunCredentialsNotFound", error.ErrorId);
        Assert.Contains($"{metadata.Address} answered HTTP 404", error.Message);
        Assert.Contains("RAM role", error.Recommendation);
    }

    [Fact]
    public async Task Never_goes_through_a_proxy()
    {
        await using CredentialServer proxy = await CredentialServer.StartAsync(_ => new ScriptedAnswer("", 500));
        await using CredentialServer metadata = await StartAsync(tokenStatus: 200);
        IWebProxy before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new ProxyOf(metadata.Address.Port, proxy.Address);
        try
        {
            Assert.Equal("ecs", (await _machine.GetAsync()).AccessKeyId);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }

        Assert.Empty(proxy.Requests);
    }

    // The default proxy is the process's: this one takes nothing but the test's own address.
    private sealed class ProxyOf(int port, Uri proxy) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : proxy;

        public bool IsBypassed(Uri host) => host.Port != port;
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_given_up_after_ten_seconds()
    {
        var asked = new SemaphoreSlim(0);
        var never = new TaskCompletionSource<ScriptedAnswer>();
        await using CredentialServer metadata = await CredentialServer.StartAsync(_ =>
        {
            asked.Release();
            return never.Task;
        });
        _machine.Metadata = metadata.Address;
        _machine.Variables["ALIBABA_CLOUD_ECS_METADATA"] = "backup-role";
        Task<AliyunCredentials> call = _machine.GetAsync();
        await asked.WaitAsync(TestContext.Current.CancellationToken);
        _machine.Time.Advance(TimeSpan.FromSeconds(10));
        await asked.WaitAsync(TestContext.Current.CancellationToken); // asking again, without a token
        _machine.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("AliyunCredentialSourceUnreachable", (await Assert.ThrowsAsync<RdsBackupException>(() => call)).ErrorId);
        never.SetResult(new ScriptedAnswer(""));
    }

    private async Task<CredentialServer> StartAsync(int tokenStatus)
    {
        CredentialServer metadata = await CredentialServer.StartAsync(request => request.Path switch
        {
            TokenPath => new ScriptedAnswer("the-token", tokenStatus),
            RolePath => new ScriptedAnswer("backup-role\n"),
            _ => new ScriptedAnswer(Lent("ecs", _machine.Expiry(TimeSpan.FromHours(6)))),
        });
        _machine.Metadata = metadata.Address;
        return metadata;
    }
}
