namespace RdsBackup.Network;

/// <summary>
/// Cancels work that waits for the other side for too long. Armed while it waits for that side, at rest while it waits for anything else,
/// such as a source or a rate.
/// </summary>
internal sealed class StallWatch : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _stall;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;

    /// <summary>Starts at rest.</summary>
    public StallWatch(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        _limit = limit;
        _caller = cancellationToken;
        _stall = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stall.Token);
    }

    /// <summary>Cancelled by the caller or by a stall.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>From now on the other side has to make progress.</summary>
    public void Arm() => _stall.CancelAfter(_limit);

    /// <summary>From now on it need not.</summary>
    public void Rest() => _stall.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>Does <paramref name="work"/> under watch.</summary>
    /// <param name="work">Given <see cref="Token"/>.</param>
    /// <param name="stalled">What to say when the other side made no progress.</param>
    /// <exception cref="TimeoutException">The other side made no progress for too long.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, string stalled)
    {
        try
        {
            return await work(Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!_caller.IsCancellationRequested)
        {
            throw new TimeoutException(stalled, exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _either.Dispose();
        _stall.Dispose();
    }
}
