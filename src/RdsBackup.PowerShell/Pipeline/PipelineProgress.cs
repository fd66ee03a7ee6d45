using System.Management.Automation;

namespace RdsBackup.PowerShell;

/// <summary>A progress bar. Shows at most two updates a second, whoever reports and however often; disposing it ends the bar.</summary>
internal sealed class PipelineProgress(AsyncPipeline pipeline, int id, int? parentId, string activity, TimeProvider clock) : IDisposable
{
    private const int NoParent = -1;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);
    private readonly object _gate = new();
    private long? _shownAt;

    /// <summary>Tells the bars of one command apart.</summary>
    public int Id => id;

    /// <summary>Shows how far the work is. <paramref name="describe"/> is asked only when an update is due.</summary>
    public void Report(Func<ProgressUpdate> describe)
    {
        if (IsDue())
        {
            ProgressUpdate update = describe();
            pipeline.WriteProgress(new ProgressRecord(id, activity, update.Status)
            {
                PercentComplete = update.Percent,
                ParentActivityId = parentId ?? NoParent,
                SecondsRemaining = (int)(update.Remaining?.TotalSeconds ?? -1),
            });
        }
    }

    public void Dispose() =>
        pipeline.WriteProgress(new ProgressRecord(id, activity, activity)
        {
            ParentActivityId = parentId ?? NoParent,
            RecordType = ProgressRecordType.Completed,
        });

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
