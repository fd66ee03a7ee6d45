using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>One bar above those of several exports: how many run, and how much they have extracted. It appears with the first that is seen.</summary>
internal sealed class ExportsProgressBar(AsyncPipeline pipeline, TimeProvider clock) : IDisposable
{
    private const int Done = 100;
    private readonly object _gate = new();
    private readonly Dictionary<string, AwsSnapshotExport> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PipelineProgress> _bars = new(StringComparer.Ordinal);
    private PipelineProgress? _bar;

    /// <summary>Shows how far an export is.</summary>
    public void Report(AwsSnapshotExport export)
    {
        lock (_gate)
        {
            _seen[KeyOf(export)] = export;
            _bar ??= pipeline.StartProgress(Errors.Text(nameof(Messages.ExportsActivity)), clock);
            if (!_bars.TryGetValue(KeyOf(export), out PipelineProgress? bar))
            {
                _bars[KeyOf(export)] = bar = pipeline.StartProgress(export.ExportTaskId, clock, _bar);
            }

            bar.Report(() => new ProgressUpdate(
                Errors.Text(nameof(Messages.ExportProgress), export.Status, export.PercentProgress ?? 0, export.ExtractedGB ?? 0), export.PercentProgress ?? -1));
            ReportAll();
        }
    }

    /// <summary>Ends the bar of an export.</summary>
    public void End(AwsSnapshotExport export)
    {
        lock (_gate)
        {
            _seen[KeyOf(export)] = export;
            if (_bars.Remove(KeyOf(export), out PipelineProgress? bar))
            {
                bar.Dispose();
                ReportAll();
            }
        }
    }

    public void Dispose()
    {
        foreach (PipelineProgress bar in _bars.Values)
        {
            bar.Dispose();
        }

        _bar?.Dispose();
    }

    private static string KeyOf(AwsSnapshotExport export) => $"{export.Region}/{export.ExportTaskId}";

    private void ReportAll() => _bar!.Report(() => new ProgressUpdate(
        Errors.Text(nameof(Messages.ExportsProgress), _bars.Count, _seen.Count - _bars.Count, _seen.Values.Sum(export => export.ExtractedGB ?? 0)),
        (int)_seen.Values.Average(export => export.IsFinished ? Done : export.PercentProgress ?? 0)));
}
