namespace RdsBackup.PowerShell;

/// <summary>
/// Pieces of work that go on, a few at once, while the cmdlet takes its next input object. Only the cmdlet's own work calls this,
/// one call at a time. A piece deals with the failures it knows; an unexpected one ends the cmdlet, once the others are over.
/// </summary>
internal sealed class ParallelWork(int limit)
{
    private readonly List<Task> _underWay = [];

    /// <summary>
    /// Starts <paramref name="piece"/> and waits until another may be started: with a limit of one, until it is over. While this waits,
    /// the pipeline thread emits what the pieces write.
    /// </summary>
    public async Task StartAsync(Func<Task> piece)
    {
        _underWay.Add(Task.Run(piece));
        while (_underWay.Count >= limit)
        {
            Task finished = await Task.WhenAny(_underWay);
            _underWay.Remove(finished);
            await finished;
        }
    }

    /// <summary>Waits for all of them.</summary>
    public Task WhenAllAsync() => Task.WhenAll(_underWay);
}
