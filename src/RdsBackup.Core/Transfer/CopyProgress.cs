namespace RdsBackup.Transfer;

/// <summary>Counts bytes for everyone who works on a copy. A try that failed gives its bytes back.</summary>
internal sealed class CopyProgress
{
    private readonly IProgress<BackupCopyProgress>? _listener;
    private readonly BandwidthLimiter? _limiter;
    private readonly long? _total;
    private long _bytes;
    private long _resumed;

    /// <summary>Counts towards <paramref name="total"/> and holds the rate of <paramref name="limiter"/>.</summary>
    public CopyProgress(long? total, BandwidthLimiter? limiter, IProgress<BackupCopyProgress>? listener)
    {
        _total = total;
        _limiter = limiter;
        _listener = listener;
    }

    /// <summary>Bytes counted so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Another count, of <paramref name="total"/> bytes to be read back, at the same rate; nobody is told of it.</summary>
    public CopyProgress ForReadingBack(long total) => new(total, _limiter, listener: null);

    /// <summary>Counts <paramref name="bytes"/>, negative to give them back.</summary>
    public void Add(long bytes)
    {
        long counted = Interlocked.Add(ref _bytes, bytes);
        _listener?.Report(new BackupCopyProgress(counted, _total, Interlocked.Read(ref _resumed)));
    }

    /// <summary>Counts bytes that an earlier run had sent.</summary>
    public void Resume(long bytes)
    {
        Interlocked.Add(ref _resumed, bytes);
        Add(bytes);
    }

    /// <summary>Starts from nothing again.</summary>
    public void Restart()
    {
        Interlocked.Exchange(ref _resumed, 0);
        Add(-Interlocked.Read(ref _bytes));
    }

    /// <summary>Waits until the rate allows a chunk.</summary>
    public ValueTask WaitAsync(int bytes, CancellationToken cancellationToken) =>
        _limiter is null ? ValueTask.CompletedTask : _limiter.WaitAsync(bytes, cancellationToken);

    /// <summary>Counts a chunk that is about to be sent, and waits until the rate allows that.</summary>
    public ValueTask AddChunkAsync(int bytes, CancellationToken cancellationToken)
    {
        Add(bytes);
        return WaitAsync(bytes, cancellationToken);
    }
}
