using RdsBackup.Transfer;

namespace RdsBackup.PowerShell;

/// <summary>Shows how far a copy is: bytes, rate and time left.</summary>
internal sealed class CopyProgressBar(PipelineProgress bar, TimeProvider clock, Action? onChange = null) : IProgress<BackupCopyProgress>, IDisposable
{
    private readonly object _gate = new(); // parts of a copy report from several threads
    private readonly long _startedAt = clock.GetTimestamp();
    private BackupCopyProgress _progress;
    private bool _hasEnded;

    /// <summary>How far the copy is, how much of that this run moved, and whether it has ended: what it came to is all there is then.</summary>
    public (BackupCopyProgress Progress, long Moved, bool HasEnded) State
    {
        get
        {
            lock (_gate)
            {
                return (_progress, _progress.Bytes - _progress.ResumedBytes, _hasEnded);
            }
        }
    }

    public void Report(BackupCopyProgress value)
    {
        lock (_gate)
        {
            _progress = value;
        }

        bar.Report(() => ProgressUpdate.Of(value, Rate(State.Moved, clock.GetElapsedTime(_startedAt))));
        onChange?.Invoke();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _hasEnded = true;
            _progress = _progress with { TotalBytes = _progress.Bytes };
        }

        bar.Dispose();
        onChange?.Invoke();
    }

    /// <summary>Bytes per second.</summary>
    public static double Rate(long bytes, TimeSpan time) => time > TimeSpan.Zero ? bytes / time.TotalSeconds : 0;
}
