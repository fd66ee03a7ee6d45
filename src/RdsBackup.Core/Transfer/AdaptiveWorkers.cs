namespace RdsBackup.Transfer;

/// <summary>Does numbered pieces of work, several at once: as many as asked for, or as many as <see cref="AdaptiveConcurrency"/> finds best.</summary>
/// <param name="concurrency">Pieces under way at once; null finds out what is best.</param>
/// <param name="bytes">Bytes moved so far.</param>
/// <param name="slowDowns">How often a service asked to slow down so far.</param>
/// <param name="time">The clock.</param>
/// <param name="maximum">Most pieces at once when the best number is to be found.</param>
internal sealed class AdaptiveWorkers(
    int? concurrency, Func<long> bytes, Func<long> slowDowns, TimeProvider time, int maximum = AdaptiveConcurrency.Maximum)
{
    /// <summary>Does <paramref name="work"/> for every number; the first failure stops them all.</summary>
    public async Task RunAsync(IEnumerable<int> numbers, Func<int, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        Queue<int> missing = new(numbers);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        AdaptiveConcurrency adaptive = new(Now(), bytes(), slowDowns(), maximum);
        List<Task> underWay = [];
        Task window = NextWindow();
        try
        {
            while (underWay.Count > 0 || missing.Count > 0)
            {
                while (underWay.Count < (concurrency ?? adaptive.Limit) && missing.TryDequeue(out int number))
                {
                    underWay.Add(Task.Run(() => work(number, stop.Token), CancellationToken.None));
                }

                Task ended = await Task.WhenAny([window, .. underWay]).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                await ended.ConfigureAwait(false);
                if (ended == window)
                {
                    adaptive.Observe(Now(), bytes(), slowDowns());
                    window = NextWindow();
                }
                else
                {
                    underWay.Remove(ended);
                }
            }
        }
        finally
        {
            // Nobody is left behind: what is under way after a failure has ended before its traces are removed.
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll([window, .. underWay]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task NextWindow() => Task.Delay(AdaptiveConcurrency.Window, time, stop.Token);
    }

    private TimeSpan Now() => time.GetElapsedTime(0);
}
