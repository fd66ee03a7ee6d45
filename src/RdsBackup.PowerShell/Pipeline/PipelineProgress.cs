using System.Management.Automation;

namespace RdsBackup.PowerShell;

/// <summary>
/// A progress bar. Shows at most two updates a second, whoever reports and however often; disposing it ends the bar. Where nobody looks on it is
/// a line a minute on the information stream instead, which bars below another have not.
/// </summary>
internal sealed class PipelineProgress : IDisposable
{
    private const int NoParent = -1;
    private static readonly TimeSpan BarInterval = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LineInterval = TimeSpan.FromMinutes(1);
    private readonly object _gate = new();
    private readonly AsyncPipeline _pipeline;
    private readonly int? _parentId;
    private readonly string _activity;
    private readonly TimeProvider _clock;
    private readonly bool _isBar;
    private long? _shownAt;

    public PipelineProgress(AsyncPipeline pipeline, int id, int? parentId, string activity, TimeProvider clock)
    {
        (_pipeline, Id, _parentId, _activity, _clock) = (pipeline, id, parentId, activity, clock);
        _isBar = pipeline.IsAttended;
        _shownAt = _isBar ? null : clock.GetTimestamp();
    }

    /// <summary>Tells the bars of one command apart.</summary>
    public int Id { get; }

    /// <summary>Shows how far the work is. <paramref name="describe"/> is asked only when an update is due.</summary>
    public void Report(Func<ProgressUpdate> describe)
    {
        if ((_isBar || _parentId is null) && IsDue())
        {
            Show(describe());
        }
    }

    public void Dispose()
    {
        if (_isBar)
        {
            _pipeline.WriteProgress(Record(_activity, ProgressRecordType.Completed));
        }
    }

    private void Show(ProgressUpdate update)
    {
        if (!_isBar)
        {
            _pipeline.WriteProgressLine($"{_activity}: {update}");
            return;
        }

        ProgressRecord record = Record(update.Status, ProgressRecordType.Processing);
        record.PercentComplete = update.Percent;
        record.SecondsRemaining = (int)(update.Remaining?.TotalSeconds ?? -1);
        _pipeline.WriteProgress(record);
    }

    private ProgressRecord Record(string status, ProgressRecordType type) => new(Id, _activity, status)
    {
        ParentActivityId = _parentId ?? NoParent,
        RecordType = type,
    };

    private bool IsDue()
    {
        lock (_gate)
        {
            if (_shownAt is { } shownAt && _clock.GetElapsedTime(shownAt) < (_isBar ? BarInterval : LineInterval))
            {
                return false;
            }

            _shownAt = _clock.GetTimestamp();
            return true;
        }
    }
}
