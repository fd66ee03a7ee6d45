namespace RdsBackup.Transfer;

/// <summary>
/// How many parts to send at once, found by trying. More are tried as long as that is rewarded with throughput; a try that was not is
/// taken back and repeated after a while, since networks change. A service that asks to slow down halves the number. Nothing but what
/// <see cref="Observe"/> is told goes in, so the same observations always lead to the same numbers.
/// </summary>
internal sealed class AdaptiveConcurrency
{
    /// <summary>Parts sent at once to begin with.</summary>
    public const int Initial = 8;

    /// <summary>Most parts sent at once, by all copies of a command together.</summary>
    public const int Maximum = 32;

    /// <summary>How long a number is kept before it is judged, and so how often to observe.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private const double RewardingShare = 0.2; // Half as many parts again must bring a tenth more; less is noise.
    private const int WindowsOfRest = 15;
    private readonly int _maximum;
    private TimeSpan _windowStart;
    private long _bytes;
    private long _slowDowns;
    private double _rateBefore;
    private int _limitBefore;
    private int _rest;

    /// <summary>Starts to observe.</summary>
    /// <param name="now">The time, from any origin.</param>
    /// <param name="bytes">Bytes sent so far.</param>
    /// <param name="slowDowns">How often a service asked to slow down so far.</param>
    /// <param name="maximum">Most parts to try, 1 to <see cref="Maximum"/>.</param>
    public AdaptiveConcurrency(TimeSpan now, long bytes, long slowDowns, int maximum = Maximum)
    {
        (_windowStart, _bytes, _slowDowns, _maximum) = (now, bytes, slowDowns, maximum);
        Limit = _limitBefore = Math.Min(Initial, maximum);
    }

    /// <summary>Parts to send at once now, 1 to the maximum.</summary>
    public int Limit { get; private set; }

    private double RewardingFactor => 1 + (RewardingShare * (((double)Limit / _limitBefore) - 1));

    private bool IsTrying => Limit > _limitBefore;

    /// <summary>Takes note of the totals so far; nothing changes before a window is over.</summary>
    public void Observe(TimeSpan now, long bytes, long slowDowns)
    {
        TimeSpan elapsed = now - _windowStart;
        if (elapsed < Window)
        {
            return;
        }

        Judge((bytes - _bytes) / elapsed.TotalSeconds, slowDowns > _slowDowns);
        (_windowStart, _bytes, _slowDowns) = (now, bytes, slowDowns);
    }

    private void Judge(double rate, bool isTooFast)
    {
        if (isTooFast)
        {
            Settle(Math.Max(1, Limit / 2));
        }
        else if (IsTrying && rate < _rateBefore * RewardingFactor)
        {
            Settle(_limitBefore);
        }
        else if (_rest > 0)
        {
            _rest--;
        }
        else
        {
            (_limitBefore, _rateBefore) = (Limit, rate);
            Limit = Math.Min(_maximum, Limit + ((Limit + 1) / 2));
        }
    }

    private void Settle(int limit)
    {
        Limit = _limitBefore = limit;
        _rest = WindowsOfRest;
    }
}
