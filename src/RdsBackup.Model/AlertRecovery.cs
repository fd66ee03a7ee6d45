namespace RdsBackup;

/// <summary>Which failures a check that went well puts an end to. They are those of the same environment, instance and subject.</summary>
public sealed class AlertRecovery
{
    /// <summary>The kinds of failure the check would have found. Empty means all.</summary>
    public IReadOnlyList<AlertEventKind> Kinds { get; init; } = [];

    /// <summary>Causes (<see cref="AlertEvent.Cause"/>) that the same check found to last.</summary>
    public IReadOnlyList<string> StillFailing { get; init; } = [];
}
