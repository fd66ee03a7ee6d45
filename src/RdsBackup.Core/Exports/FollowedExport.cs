namespace RdsBackup.Exports;

/// <summary>One task that is being followed: how it was last seen, and how fast it gets on.</summary>
/// <param name="export">As it is first known.</param>
/// <param name="time">The clock.</param>
internal sealed class FollowedExport(AwsSnapshotExport export, TimeProvider time)
{
    private const int Done = 100;
    private readonly long _since = time.GetTimestamp();
    private (int Percent, long At)? _firstProgress;

    /// <summary>As it was seen last.</summary>
    public AwsSnapshotExport Export { get; private set; } = export;

    /// <summary>Since when the API has not named it.</summary>
    public Absence Absence { get; } = new(time);

    /// <summary>Whether it has been said that it takes long to start.</summary>
    public bool IsWarnedOf { get; set; }

    /// <summary>How long it has been STARTING; null when it is not.</summary>
    public TimeSpan? Starting => Export.Status != "STARTING" ? null
        : Export.TaskStartTime is { } started ? time.GetUtcNow() - started
        : time.GetElapsedTime(_since);

    /// <summary>Takes note of what the API says now; null when it does not name the task.</summary>
    public void See(AwsSnapshotExport? now)
    {
        Absence.Note(isThere: now is not null);
        Export = now ?? Export;
        if (Export.PercentProgress is > 0 and int percent)
        {
            _firstProgress ??= (percent, time.GetTimestamp());
        }
    }

    /// <summary>When it will be done, if it goes on as it did; null when that cannot be told.</summary>
    public TimeSpan? UntilEnd()
    {
        if (_firstProgress is not { } first || Export.PercentProgress is not { } percent || percent <= first.Percent)
        {
            return null;
        }

        return time.GetElapsedTime(first.At) * ((double)(Done - percent) / (percent - first.Percent));
    }
}
