namespace RdsBackup.Core.Tests;

/// <summary>A clock that runs faster than the system's: what takes seconds of patience takes a fraction of that, and nothing else changes.</summary>
/// <param name="factor">How much faster.</param>
/// <param name="origin">When it showed the time of the system, for clocks of several processes that are to agree; null for now.</param>
internal class FastClock(int factor, DateTimeOffset? origin = null) : TimeProvider
{
    private readonly DateTimeOffset _start = origin is { } same ? same + ((System.GetUtcNow() - same) * factor) : System.GetUtcNow();
    private readonly long _startedAt = System.GetTimestamp();

    public override long TimestampFrequency => System.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _start + (System.GetElapsedTime(_startedAt) * factor);

    public override long GetTimestamp() => (System.GetTimestamp() - _startedAt) * factor;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(System.CreateTimer(callback, state, Shorten(dueTime), Shorten(period)), this);

    private TimeSpan Shorten(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / factor;

    private sealed class FastTimer(ITimer timer, FastClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.Shorten(dueTime), clock.Shorten(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
