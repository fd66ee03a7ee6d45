using RdsBackup.Aliyun.Credentials;
using static RdsBackup.Core.Tests.Aliyun.Credentials.CredentialTexts;

namespace RdsBackup.Core.Tests.Aliyun.Credentials;

public sealed class CredentialRefreshTests : IAsyncDisposable
{
    private readonly FakeMachine _machine = new();
    private readonly List<CredentialServer> _servers = [];
    private TimeSpan _life = TimeSpan.FromHours(1);
    private bool _fails;
    private int _count;

    public async ValueTask DisposeAsync()
    {
        foreach (CredentialServer server in _servers)
        {
            await server.DisposeAsync();
        }

        _machine.Dispose();
    }

    [Fact]
    public async Task Credentials_are_kept_until_fifteen_minutes_before_they_expire()
    {
        IAliyunCredentialProvider provider = await StartAsync();
        Assert.Equal("lent-1", await KeyAsync(provider));
        _machine.Time.Advance(TimeSpan.FromMinutes(45) - TimeSpan.FromSeconds(1));
        Assert.Equal("lent-1", await KeyAsync(provider));
        _machine.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("lent-2", await KeyAsync(provider));
    }

    [Fact]
    public async Task Credentials_that_live_for_fifteen_minutes_are_not_fetched_for_every_request()
    {
        _life = TimeSpan.FromMinutes(15);
        IAliyunCredentialProvider provider = await StartAsync();
        Assert.Equal("lent-1", await KeyAsync(provider));
        _machine.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("lent-1", await KeyAsync(provider));
        _machine.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("lent-2", await KeyAsync(provider));
    }

    [Fact]
    public async Task A_refresh_that_fails_is_tolerated_until_the_credentials_really_expire()
    {
        IAliyunCredentialProvider provider = await StartAsync();
        await KeyAsync(provider);
        _fails = true;
        _machine.Time.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal("lent-1", await KeyAsync(provider));
        Assert.Contains("could not be renewed", _machine.Log);

        _machine.Time.Advance(TimeSpan.FromMinutes(10));
        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(() => KeyAsync(provider));
        Assert.Equal("AliyunCredentialSourceRefused", error.ErrorId);

        _fails = false;
        Assert.Equal("lent-2", await KeyAsync(provider));
    }

    [Fact]
    public async Task A_refresh_that_failed_is_not_repeated_for_a_minute()
    {
        IAliyunCredentialProvider provider = await StartAsync();
        await KeyAsync(provider);
        _fails = true;
        _machine.Time.Advance(TimeSpan.FromMinutes(46));
        await KeyAsync(provider);
        await KeyAsync(provider);
        Assert.Equal(2, _servers[0].Requests.Count);
        _machine.Time.Advance(TimeSpan.FromMinutes(1));
        await KeyAsync(provider);
        Assert.Equal(3, _servers[0].Requests.Count);
    }

    [Fact]
    public async Task Many_callers_at_once_cause_one_fetch()
    {
        var gate = new TaskCompletionSource();
        IAliyunCredentialProvider provider = await StartAsync(() => gate.Task);
        Task<string>[] callers = [.. Enumerable.Range(0, 200).Select(_ => KeyAsync(provider))];
        Assert.All(callers, caller => Assert.False(caller.IsCompleted));
        gate.SetResult();
        Assert.All(await Task.WhenAll(callers), key => Assert.Equal("lent-1", key));
        Assert.Single(_servers[0].Requests);
    }

    [Fact]
    public async Task One_caller_that_gives_up_disturbs_no_other()
    {
        var gate = new TaskCompletionSource();
        IAliyunCredentialProvider provider = await StartAsync(() => gate.Task);
        using var cancellation = new CancellationTokenSource();
        Task<AliyunCredentials> impatient = provider.GetAsync(cancellation.Token).AsTask();
        Task<string> patient = KeyAsync(provider);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        gate.SetResult();
        Assert.Equal("lent-1", await patient);
    }

    [Fact]
    public async Task Credentials_the_API_refused_are_replaced_once_however_many_requests_report_it()
    {
        IAliyunCredentialProvider provider = await StartAsync();
        AliyunCredentials refused = await provider.GetAsync(TestContext.Current.CancellationToken);
        provider.Invalidate(refused);
        Assert.Equal("lent-2", await KeyAsync(provider));
        provider.Invalidate(refused);
        Assert.Equal("lent-2", await KeyAsync(provider));
    }

    [Fact]
    public async Task Refused_credentials_do_not_come_back_when_the_refresh_fails()
    {
        IAliyunCredentialProvider provider = await StartAsync();
        provider.Invalidate(await provider.GetAsync(TestContext.Current.CancellationToken));
        _fails = true;
        Assert.Equal("AliyunCredentialSourceRefused", (await Assert.ThrowsAsync<RdsBackupException>(() => KeyAsync(provider))).ErrorId);
    }

    [Fact]
    public async Task Credentials_refused_while_their_refresh_runs_do_not_come_back_when_it_fails()
    {
        var asked = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        IAliyunCredentialProvider provider = await StartAsync(before: async () =>
        {
            if (_count == 1)
            {
                asked.TrySetResult();
                await gate.Task;
            }
        });
        AliyunCredentials refused = await provider.GetAsync(TestContext.Current.CancellationToken);
        _machine.Time.Advance(TimeSpan.FromMinutes(50));
        Task<string> refresh = KeyAsync(provider);
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        provider.Invalidate(refused);
        _fails = true;
        gate.SetResult();
        await Assert.ThrowsAsync<RdsBackupException>(() => refresh);
    }

    [Fact]
    public async Task Log_lines_name_key_and_source_but_no_secret()
    {
        await KeyAsync(await StartAsync());
        Assert.Contains("lent-1", _machine.Log);
        AssertNoSecret(_machine.Log);
    }

    private static async Task<string> KeyAsync(IAliyunCredentialProvider provider) =>
        (await provider.GetAsync(TestContext.Current.CancellationToken)).AccessKeyId;

    // A credential address that lends lent-1, lent-2 and so on, each after what comes before.
    private async Task<IAliyunCredentialProvider> StartAsync(Func<Task>? before = null)
    {
        CredentialServer server = await CredentialServer.StartAsync(async _ =>
        {
            await (before?.Invoke() ?? Task.CompletedTask);
            return _fails ? new ScriptedAnswer("", 500) : new ScriptedAnswer(Lent($"lent-{++_count}", _machine.Expiry(_life)));
        });
        _servers.Add(server);
        _machine.Variables["ALIBABA_CLOUD_CREDENTIALS_URI"] = new Uri(server.Address, "lend").ToString();
        _machine.Variables["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] = "true";
        return _machine.Chain();
    }
}
