using System.Collections.Concurrent;
using RdsBackup.Alerting;
using RdsBackup.Core.Tests.Transfer;
using RdsBackup.Diagnostics;
using RdsBackup.S3;
using RdsBackup.Sandbox;
using static RdsBackup.Core.Tests.Alerting.AlertScene;

namespace RdsBackup.Core.Tests.Alerting;

public sealed class AlertStateObjectTests : IAsyncLifetime
{
    private const string Key = "alerts/state.json";
    private readonly ConcurrentQueue<string> _log = new();
    private SandboxCloud _cloud = null!;
    private BackupBucket _bucket = null!;
    private AlertStateObject _state = null!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false }, CopyScene.Token);
        _cloud.S3.CreateBucket(CopyScene.Bucket);
        S3ConnectionOptions connection = new()
        {
            Bucket = CopyScene.Bucket,
            EndpointUrl = _cloud.S3Endpoint,
            Region = "us-east-1",
            AccessKeyId = _cloud.S3.AccessKeyId,
            SecretAccessKey = _cloud.S3.SecretAccessKey,
        };
        _bucket = await BackupBucket.ConnectAsync(connection, CopyScene.Token);
        _state = new AlertStateObject(connection, Key, new FastClock(100), OperationLogger.For((_, line) => _log.Enqueue(line)));
    }

    public async ValueTask DisposeAsync()
    {
        _state.Dispose();
        _bucket.Dispose();
        await _cloud.DisposeAsync();
    }

    [Fact]
    public async Task What_one_machine_wrote_another_reads()
    {
        Assert.Empty((await _state.ReadAsync(CopyScene.Token)).Causes);
        await CountAsync("rm-a");

        Assert.Equal("rm-a", Assert.Single((await _state.ReadAsync(CopyScene.Token)).Causes).InstanceId);
    }

    [Fact]
    public async Task Machines_that_write_at_once_lose_nothing_of_each_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(number => CountAsync($"rm-{number}")));

        Assert.Equal(6, (await _state.ReadAsync(CopyScene.Token)).Causes.Count());
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_counts_once()
    {
        await CountAsync("rm-a");
        _cloud.S3.Faults.Inject(new Fault { CutAfter = 0 }, request => request.Operation == "PutObject", times: 1);

        await CountAsync("rm-a");

        Assert.Equal(2, Assert.Single((await _state.ReadAsync(CopyScene.Token)).Causes).Occurrences);
    }

    [Fact]
    public async Task An_object_that_is_no_state_is_kept_aside_and_a_new_one_begun()
    {
        await _bucket.TryWriteTextAsync(Key, "half a sta", eTag: null, CopyScene.Token);

        Assert.Empty((await _state.ReadAsync(CopyScene.Token)).Causes);
        await CountAsync("rm-a");

        Assert.Single((await _state.ReadAsync(CopyScene.Token)).Causes);
        string aside = Assert.Single(_cloud.S3.Objects(CopyScene.Bucket), item => item.Key.StartsWith(Key + ".corrupt-", StringComparison.Ordinal)).Key;
        Assert.Equal("half a sta", await _bucket.ReadTextAsync(aside, CopyScene.Token));
        Assert.Contains(_log, line => line.Contains(aside, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_object_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        await _bucket.TryWriteTextAsync(Key, """{"schema":7}""", eTag: null, CopyScene.Token);

        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(() => CountAsync("rm-a"));

        Assert.Equal("AlertStateNewer", error.ErrorId);
        Assert.Contains($"s3://{CopyScene.Bucket}/{Key}", error.Message, StringComparison.Ordinal);
        Assert.Equal("""{"schema":7}""", await _bucket.ReadTextAsync(Key, CopyScene.Token));
    }

    [Fact]
    public async Task A_place_where_others_are_always_first_is_an_error_in_the_end()
    {
        _cloud.S3.Faults.Inject(Fault.Error(409, "ConditionalRequestConflict"), request => request.Operation == "PutObject");

        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(() => CountAsync("rm-a"));

        Assert.Equal("AlertStateContended", error.ErrorId);
        Assert.NotNull(error.Recommendation);
    }

    [Fact]
    public async Task Another_failure_of_S3_is_that_failure()
    {
        _cloud.S3.Faults.Inject(Fault.Error(403, "AccessDenied"), request => request.Operation == "PutObject");

        Assert.Equal("S3AccessDenied", (await Assert.ThrowsAsync<RdsBackupException>(() => CountAsync("rm-a"))).ErrorId);
    }

    private Task CountAsync(string instanceId) => _state.UpdateAsync(before => before.Tell(Rule(), Failure(instanceId)).State, CopyScene.Token);
}
