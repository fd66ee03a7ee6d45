namespace RdsBackup.Transfer;

/// <summary>
/// Holds all workers together below a rate. Each transfer of bytes books the line for as long as it takes at that rate and
/// waits for its turn, so the sum is exact whatever the number of workers; an idle line saves up at most a fifth of a second.
/// </summary>
internal sealed class BandwidthLimiter
{
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(0.2);
    private readonly TimeProvider _time;
    private readonly double _ticksPerByte;
    private readonly object _gate = new();
    private long _freeAt;

    /// <summary>Limits to <paramref name="bytesPerSecond"/>, above 0.</summary>
    public BandwidthLimiter(long bytesPerSecond, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytesPerSecond, 1);
        _time = time;
        _ticksPerByte = (double)TimeSpan.TicksPerSecond / bytesPerSecond;
        _freeAt = Now();
    }

    /// <summary>Waits until <paramref name="bytes"/> more may be moved.</summary>
    public ValueTask WaitAsync(int bytes, CancellationToken cancellationToken)
    {
        TimeSpan wait = Book(bytes);
        return wait <= TimeSpan.Zero ? ValueTask.CompletedTask : new ValueTask(Task.Delay(wait, _time, cancellationToken));
    }

    private TimeSpan Book(int bytes)
    {
        lock (_gate)
        {
            long now = Now();
            long start = Math.Max(_freeAt, now - Burst.Ticks);
            _freeAt = start + (long)(bytes * _ticksPerByte);
            return TimeSpan.FromTicks(_freeAt - now);
        }
    }

    private long Now() => _time.GetElapsedTime(0).Ticks;
}
