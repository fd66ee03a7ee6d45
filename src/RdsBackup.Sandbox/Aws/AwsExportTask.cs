namespace RdsBackup.Sandbox;

/// <summary>An export task. Its state follows the cloud's clock; what it writes is in S3 the moment it is COMPLETE.</summary>
public sealed class AwsExportTask : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly AwsExportTree _tree;
    private readonly DateTimeOffset _exporting;
    private readonly DateTimeOffset _due;
    private readonly TimeSpan _duration;
    private readonly TimeSpan _canceling;
    private readonly ITimer _timer;
    private DateTimeOffset? _canceled;
    private End? _end;

    internal AwsExportTask(AwsExportRequest request, AwsRdsPace pace, AwsExportTree tree, TimeProvider time)
    {
        Request = request;
        _tree = tree;
        _time = time;
        _canceling = pace.Canceling;
        Started = time.GetUtcNow();
        _exporting = Started + (request.Plan.Starting ?? pace.ExportStarting);
        _duration = request.Plan.Exporting ?? pace.Exporting;
        _due = _exporting + (request.Plan.FailureCause is null ? _duration : _duration / 2);
        _timer = time.CreateTimer(_ => Tick(), null, _due - Started, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What it was started with.</summary>
    public AwsExportRequest Request { get; }

    /// <summary>TaskStartTime.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>Status: STARTING, IN_PROGRESS, COMPLETE, CANCELING, CANCELED or FAILED.</summary>
    public string Status => State.Status;

    internal AwsExportState State => Advance();

    internal bool IsRunning => State.Ended is null;

    /// <summary>Ends it well at once, whatever the time; nothing happens when it has ended.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            Finish(_time.GetUtcNow(), failureCause: null);
        }
    }

    /// <summary>Fails it at once; nothing happens when it has ended.</summary>
    /// <param name="cause">FailureCause: one of <see cref="AwsExportFailures"/>, or any text.</param>
    public void Fail(string cause)
    {
        lock (_gate)
        {
            Finish(_time.GetUtcNow(), cause);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Begins to cancel it.</summary>
    internal void Cancel()
    {
        lock (_gate)
        {
            string status = Advance().Status;
            if (status is not ("STARTING" or "IN_PROGRESS"))
            {
                throw new RefusedException(400, "InvalidExportTaskStateFault", $"The export task {Request.Id} can't be canceled because it is {status}.");
            }

            _canceled = _time.GetUtcNow();
            _timer.Change(_canceling, Timeout.InfiniteTimeSpan);
        }
    }

    // Timers keep another clock than the calendar and may be a little early.
    private void Tick()
    {
        if (IsRunning)
        {
            _timer.Change(TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
    }

    // Asked for and called by the timer: whoever comes first at the end writes what is exported.
    private AwsExportState Advance()
    {
        lock (_gate)
        {
            DateTimeOffset now = _time.GetUtcNow();
            if (_end is null && _canceled is { } canceled && now >= canceled + _canceling)
            {
                _end = new End("CANCELED", canceled + _canceling, PercentAt(canceled), null);
            }
            else if (_end is null && _canceled is null && now >= _due)
            {
                Finish(_due, Request.Plan.FailureCause);
            }

            return Describe(now);
        }
    }

    private void Finish(DateTimeOffset at, string? failureCause)
    {
        if (_end is null)
        {
            failureCause ??= _tree.TryWrite(Started, at) ? null : AwsExportFailures.InvalidBucket;
            _end = failureCause is null ? new End("COMPLETE", at, 100, null) : new End("FAILED", at, PercentAt(at), failureCause);
        }
    }

    private AwsExportState Describe(DateTimeOffset now)
    {
        string status = _end?.Status ?? (_canceled is not null ? "CANCELING" : now < _exporting ? "STARTING" : "IN_PROGRESS");
        int percent = _end?.Percent ?? PercentAt(_canceled ?? now);
        return new AwsExportState(status, percent, Request.SizeInGB * percent / 100, _end?.Time, _end?.FailureCause, status == "COMPLETE" ? Request.Plan.WarningMessage : null);
    }

    private int PercentAt(DateTimeOffset time) =>
        time <= _exporting ? 0 : (int)Math.Min(99, 100 * (time - _exporting) / _duration);

    private sealed record End(string Status, DateTimeOffset Time, int Percent, string? FailureCause);
}
