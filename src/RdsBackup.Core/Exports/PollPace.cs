namespace RdsBackup.Exports;

/// <summary>When to look again. Every wait is up to a sixth longer or shorter, so that many who wait do not ask together.</summary>
/// <param name="fixedInterval">How often to look, come what may; null adapts.</param>
internal sealed class PollPace(TimeSpan? fixedInterval)
{
    private const double Jitter = 1.0 / 6;
    private const double Growth = 1.5;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private TimeSpan _interval = fixedInterval ?? Shortest;

    /// <summary><paramref name="interval"/>, a little more or less.</summary>
    public static TimeSpan Vary(TimeSpan interval) => interval * (1 + (Jitter * ((2 * Random.Shared.NextDouble()) - 1)));

    /// <summary>
    /// The next wait: longer each time, up to five minutes, while nothing can be told; where the tasks' own speed says when the first will be
    /// done, a third of that, so that the last look comes soon after its end.
    /// </summary>
    /// <param name="untilFirstEnd">When the first task will be done; null when that cannot be told.</param>
    public TimeSpan Next(TimeSpan? untilFirstEnd)
    {
        if (fixedInterval is null)
        {
            TimeSpan wanted = untilFirstEnd / 3 ?? _interval * Growth;
            _interval = TimeSpan.FromTicks(Math.Clamp(wanted.Ticks, Shortest.Ticks, Longest.Ticks));
        }

        return Vary(_interval);
    }
}
