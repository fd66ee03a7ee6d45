using System.Collections.Concurrent;

namespace RdsBackup;

/// <summary>Fetches each value once, however many ask at once, and keeps it. A fetch that fails is not kept.</summary>
internal sealed class AsyncCache<TKey, TValue>(Func<TKey, CancellationToken, Task<TValue>> fetch)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TValue> _values = new();
    private readonly ConcurrentDictionary<TKey, SingleFlight<TValue>> _fetches = new();

    /// <summary>The value of <paramref name="key"/>.</summary>
    public async Task<TValue> GetAsync(TKey key, CancellationToken cancellationToken) =>
        _values.TryGetValue(key, out TValue? value)
            ? value
            : await _fetches.GetOrAdd(key, Fetch).RunAsync(cancellationToken);

    private SingleFlight<TValue> Fetch(TKey key) =>
        new(async cancellationToken => _values.TryGetValue(key, out TValue? value)
            ? value // another fetch ended just before this one began
            : _values.GetOrAdd(key, await fetch(key, cancellationToken)));
}
