using RdsBackup.Diagnostics;
using RdsBackup.Transfer;

namespace RdsBackup.PowerShell;

/// <summary>
/// One bar above those of several copies: how many are under way and how many have ended, their bytes, rate and time left. It appears with the
/// first copy. What the pipeline has still to bring is not known, so the end is that of the copies begun.
/// </summary>
internal sealed class CopiesProgressBar(AsyncPipeline pipeline, TimeProvider clock) : IDisposable
{
    private readonly object _gate = new();
    private readonly List<CopyProgressBar> _copies = [];
    private PipelineProgress? _bar;
    private long _startedAt;

    /// <summary>Starts the bar of one copy of <paramref name="name"/>; disposing it counts the copy as ended.</summary>
    public CopyProgressBar Start(string name)
    {
        lock (_gate)
        {
            if (_bar is null)
            {
                _bar = pipeline.StartProgress(Errors.Text(nameof(Messages.CopiesActivity)), clock);
                _startedAt = clock.GetTimestamp();
            }

            CopyProgressBar copy = new(pipeline.StartProgress(Errors.Text(nameof(Messages.CopyActivity), name), clock, _bar), clock, Report);
            _copies.Add(copy);
            Report();
            return copy;
        }
    }

    public void Dispose() => _bar?.Dispose();

    private void Report()
    {
        lock (_gate)
        {
            _bar!.Report(Describe);
        }
    }

    private ProgressUpdate Describe()
    {
        (BackupCopyProgress Progress, long Moved, bool HasEnded)[] copies = [.. _copies.Select(copy => copy.State)];
        BackupCopyProgress all = new(
            copies.Sum(copy => copy.Progress.Bytes),
            copies.All(copy => copy.Progress.TotalBytes is not null) ? copies.Sum(copy => copy.Progress.TotalBytes) : null);
        ProgressUpdate bytes = ProgressUpdate.Of(all, CopyProgressBar.Rate(copies.Sum(copy => copy.Moved), clock.GetElapsedTime(_startedAt)));
        int ended = copies.Count(copy => copy.HasEnded);
        return bytes with { Status = $"{Errors.Text(nameof(Messages.CopiesProgress), copies.Length - ended, ended)}, {bytes.Status}" };
    }
}
