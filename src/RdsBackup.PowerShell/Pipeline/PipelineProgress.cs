using System.Management.Automation;

namespace RdsBackup.PowerShell;

/// <summary>A progress bar. Shows at most two updates a second, whoever reports and however often; disposing it ends the bar.</summary>
internal sealed class PipelineProgress(AsyncPipeline pipeline, int id, string activity, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);
    private readonly object _gate = new();
    private long? _shownAt;

    /// <summary>Shows how far the work is.</summary>
    /// <param name="status">What is being done.</param>
    /// <param name="percent">0 to 100, or -1 when the end is not known.</param>
    /// <param name="remaining">Time left, if it can be told.</param>
    public void Report(string status, int percent = -1, TimeSpan? remaining = null)
    {
        if (IsDue())
        {
            pipeline.WriteProgress(new ProgressRecord(id, activity, status)
            {
                PercentComplete = percent,
                SecondsRemaining = (int)(remaining?.TotalSeconds ?? -1),
            });
        }
    }

    public void Dispose() =>
        pipeline.WriteProgress(new ProgressRecord(id, activity, activity) { RecordType = ProgressRecordType.Completed });

    private bool IsDue()
    {
        lock (_gate)
        {
            if (_shownAt is { } shownAt && clock.GetElapsedTime(shownAt) < Interval)
            {
                return false;
            }

            _shownAt = clock.GetTimestamp();
            return true;
        }
    }
}
