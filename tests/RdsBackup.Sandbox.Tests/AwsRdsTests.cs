using Microsoft.Extensions.Time.Testing;

namespace RdsBackup.Sandbox.Tests;

/// <summary>Tests that speak to the seeded Amazon RDS of an emulated cloud of their own, whose clock they set.</summary>
public abstract class AwsRdsTests : IAsyncLifetime
{
    private protected const string Home = "us-east-1";

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 10, 12, 0, 0, TimeSpan.Zero));

    private protected SandboxCloud Cloud { get; private set; } = null!;

    private protected AwsQueryClient Rds { get; private set; } = null!;

    /// <summary>How long snapshots and exports take.</summary>
    private protected virtual AwsRdsPace Pace { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Cloud = await SandboxCloud.StartAsync(new SandboxOptions { TimeProvider = Clock, AwsPace = Pace }, Cancellation);
        Rds = new AwsQueryClient(Cloud, Clock);
    }

    public async ValueTask DisposeAsync()
    {
        Rds.Dispose();
        await Cloud.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
