using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>One bar above those of several copies: how many are under way and how many have ended. It appears with the first copy.</summary>
internal sealed class CopiesProgressBar(AsyncPipeline pipeline, TimeProvider clock) : IDisposable
{
    private readonly object _gate = new();
    private PipelineProgress? _bar;
    private int _started;
    private int _ended;

    /// <summary>Starts the bar of one copy of <paramref name="name"/>; disposing it counts the copy as ended.</summary>
    public CopyProgressBar Start(string name)
    {
        lock (_gate)
        {
            _started++;
            _bar ??= pipeline.StartProgress(Errors.Text(nameof(Messages.CopiesActivity)), clock);
            Report(_bar);
            return new CopyProgressBar(pipeline.StartProgress(Errors.Text(nameof(Messages.CopyActivity), name), clock, _bar), clock, End);
        }
    }

    public void Dispose() => _bar?.Dispose();

    private void End()
    {
        lock (_gate)
        {
            _ended++;
            Report(_bar!);
        }
    }

    private void Report(PipelineProgress bar) =>
        bar.Report(() => new ProgressUpdate(Errors.Text(nameof(Messages.CopiesProgress), _started - _ended, _ended)));
}
