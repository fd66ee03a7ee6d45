using System.Collections.Concurrent;

namespace RdsBackup.PowerShell.Bridge.Tests;

/// <summary>What the work of a test cmdlet tells the test.</summary>
public sealed class Witness
{
    private int _running;

    /// <summary>What happened, in order.</summary>
    public ConcurrentQueue<string> Events { get; } = new();

    /// <summary>Completes when the work waits for something that never comes.</summary>
    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Pieces of work that have begun and not ended.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Address that a test's work may connect to.</summary>
    public Uri? Address { get; init; }

    /// <summary>Counts a piece of work as running until <paramref name="work"/> ends.</summary>
    public async Task DuringAsync(Func<Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        Interlocked.Increment(ref _running);
        try
        {
            await work();
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
