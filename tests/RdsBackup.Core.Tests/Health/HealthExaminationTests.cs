using Microsoft.Extensions.Time.Testing;
using RdsBackup.Configuration;
using RdsBackup.Health;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Health;

/// <summary>Health by clocks that tests set: services that hang, and machines whose time is wrong.</summary>
public sealed class HealthExaminationTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private SandboxCloud _cloud = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cloud = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false }, Cancellation);
        _cloud.S3.CreateBucket("offsite", new S3BucketOptions { ObjectLock = true, AbortsUploadsAfterDays = 7 });
    }

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Theory]
    [InlineData("ListObjectsV2", HealthCheckName.Bucket, RdsBackupHealthStatus.Failed)]
    [InlineData("GetBucketVersioning", HealthCheckName.BucketVersioning, RdsBackupHealthStatus.Failed)]
    [InlineData("PutObject", HealthCheckName.BucketWrite, RdsBackupHealthStatus.Failed)]
    [InlineData("DeleteObject", HealthCheckName.BucketWrite, RdsBackupHealthStatus.Failed)]
    [InlineData("ListBuckets", HealthCheckName.Clock, RdsBackupHealthStatus.Unknown)]
    public async Task A_service_that_hangs_is_a_result_when_the_time_is_over(string operation, string check, RdsBackupHealthStatus status)
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        TaskCompletionSource hangs = new();
        _cloud.S3.Faults.Inject(
            new Fault { Before = token => { hangs.TrySetResult(); return Task.Delay(Timeout.InfiniteTimeSpan, token); } }, request => request.Operation == operation);

        Task<List<RdsBackupHealthResult>> running = RunAsync(Settings(clock, check));
        await hangs.Task.WaitAsync(Cancellation);
        Assert.False(running.IsCompleted);
        clock.Advance(Limit);

        RdsBackupHealthResult late = Assert.Single(await running);
        Assert.Equal((check, status, Limit), (late.Check, late.Status, late.Duration));
        Assert.Contains("10 seconds", late.Detail, StringComparison.Ordinal);
        Assert.NotNull(late.Remedy);
        Assert.Equal(check == HealthCheckName.BucketWrite, late.Remedy.Contains("s3://offsite/.rdsbackup-health-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, RdsBackupHealthStatus.Healthy)]
    [InlineData(3, RdsBackupHealthStatus.Warning)]
    [InlineData(-3, RdsBackupHealthStatus.Warning)]
    [InlineData(40, RdsBackupHealthStatus.Failed)]
    [InlineData(-40, RdsBackupHealthStatus.Failed)]
    public async Task A_clock_that_is_wrong_is_told_by_how_much(int minutes, RdsBackupHealthStatus status)
    {
        ShiftedClock clock = new() { Offset = TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(30 * Math.Sign(minutes)) };

        RdsBackupHealthResult result = Assert.Single(await RunAsync(Settings(clock, HealthCheckName.Clock)));

        Assert.Equal(status, result.Status);
        Assert.Contains($"{(minutes < 0 ? "-" : "")}00:{Math.Abs(minutes):D2}:", result.Detail, StringComparison.Ordinal);
        Assert.Equal(minutes != 0, result.Remedy is not null);
    }

    [Fact]
    public async Task A_lost_answer_to_the_write_leaves_nothing_behind()
    {
        _cloud.S3.Faults.Inject(new Fault { CutAfter = 0 }, request => request.Operation == "PutObject", times: 1);

        RdsBackupHealthResult result = Assert.Single(await RunAsync(Settings(TimeProvider.System, HealthCheckName.BucketWrite)));

        Assert.Equal(RdsBackupHealthStatus.Healthy, result.Status);
        Assert.Empty(_cloud.S3.Objects("offsite"));
    }

    [Fact]
    public async Task Who_stops_it_waits_for_no_check()
    {
        using CancellationTokenSource stopping = new();
        _cloud.S3.Faults.Inject(
            new Fault { Before = token => { stopping.Cancel(); return Task.Delay(Timeout.InfiniteTimeSpan, token); } }, request => request.Operation == "ListObjectsV2");
        HealthExamination examination = HealthExamination.Of(Environments(), Settings(new FakeTimeProvider(), HealthCheckName.Bucket));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (RdsBackupHealthResult result in examination.RunAsync(stopping.Token))
            {
                Assert.Fail($"{result}");
            }
        });
    }

    private async Task<List<RdsBackupHealthResult>> RunAsync(HealthSettings settings)
    {
        List<RdsBackupHealthResult> results = [];
        await foreach (RdsBackupHealthResult result in HealthExamination.Of(Environments(), settings).RunAsync(Cancellation))
        {
            results.Add(result);
        }

        return results;
    }

    private IEnumerable<EnvironmentOptions> Environments() =>
        [new EnvironmentOptions { Destination = new DestinationOptions { Bucket = "offsite", Endpoint = _cloud.S3Endpoint } }];

    private HealthSettings Settings(TimeProvider clock, string check) => new()
    {
        AwsAccessKeyId = _cloud.S3.AccessKeyId,
        AwsSecretAccessKey = _cloud.S3.SecretAccessKey,
        IsWanted = name => name == check,
        Limit = Limit,
        TimeProvider = clock,
    };
}
