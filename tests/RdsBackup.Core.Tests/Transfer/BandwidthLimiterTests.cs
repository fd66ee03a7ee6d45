using Microsoft.Extensions.Time.Testing;
using RdsBackup.Transfer;

namespace RdsBackup.Core.Tests.Transfer;

public sealed class BandwidthLimiterTests
{
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.Zero };

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Ten_seconds_carry_ten_times_the_rate_whatever_the_number_of_workers(int workers)
    {
        const int Rate = 1_000_000, Chunk = 10_000;
        BandwidthLimiter limiter = new(Rate, _time);
        long moved = 0;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task[] all = [.. Enumerable.Range(0, workers).Select(_ => WorkAsync())];

        for (int step = 0; step < 1000; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(Interlocked.Read(ref moved), 0.95 * 10 * Rate, 1.05 * 10 * Rate);
        await stop.CancelAsync();
        await Task.WhenAll(all);

        async Task WorkAsync()
        {
            try
            {
                while (true)
                {
                    await limiter.WaitAsync(Chunk, stop.Token);
                    Interlocked.Add(ref moved, Chunk);
                }
            }
            catch (OperationCanceledException)
            {
                // The end of the test.
            }
        }
    }

    [Fact]
    public async Task Waiting_ends_when_cancelled()
    {
        BandwidthLimiter limiter = new(1, _time);
        using CancellationTokenSource stop = new();
        Task waiting = limiter.WaitAsync(1_000_000, stop.Token).AsTask();
        Assert.False(waiting.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
