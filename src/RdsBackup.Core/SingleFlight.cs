namespace RdsBackup;

/// <summary>
/// Many callers, one run: whoever asks while a run is under way waits for that one. The run is cancelled when the last caller that
/// waits for it has given up; one caller that gives up disturbs no other.
/// </summary>
internal sealed class SingleFlight<T>(Func<CancellationToken, Task<T>> run)
{
    private readonly object _gate = new();
    private Flight? _current;

    /// <summary>The result of the run under way, or of a new one.</summary>
    public async Task<T> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Flight flight = Board();
        try
        {
            return await flight.Result.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(flight);
        }
    }

    private Flight Board()
    {
        lock (_gate)
        {
            if (_current is null || _current.Result.IsCompleted)
            {
                _current = Start();
            }

            _current.Waiting++;
            return _current;
        }
    }

    private void Leave(Flight flight)
    {
        lock (_gate)
        {
            if (--flight.Waiting > 0)
            {
                return;
            }

            if (_current == flight)
            {
                _current = null;
            }
        }

        flight.End();
    }

    // Task.Run: the run begins on a thread of its own, never inside the lock or on the first caller's.
    private Flight Start()
    {
        var cancellation = new CancellationTokenSource();
        CancellationToken token = cancellation.Token; // taken now: the source may be disposed before the run begins
        return new Flight(Task.Run(() => run(token), CancellationToken.None), cancellation);
    }

    private sealed class Flight(Task<T> result, CancellationTokenSource cancellation)
    {
        public Task<T> Result => result;

        public int Waiting { get; set; }

        public void End()
        {
            cancellation.Cancel();
            cancellation.Dispose();
        }
    }
}
