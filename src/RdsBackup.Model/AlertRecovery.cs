namespace RdsBackup;

/// <summary>Which failures a check that went well puts an end to. They are those of the same environment, instance and subject.</summary>
public sealed class AlertRecovery
{
    /// <summary>The kinds of failure the check would have found. Empty means all.</summary>
    public IReadOnlyList<AlertEventKind> Kinds { get; init; } = [];

    /// <summary>Codes (<see cref="AlertEvent.Code"/>) of what the same check found to be wrong, or could not have found: those failures last.</summary>
    public IReadOnlyList<string> StillFailing { get; init; } = [];
}
