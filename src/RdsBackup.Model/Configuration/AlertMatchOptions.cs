namespace RdsBackup.Configuration;

/// <summary>The conditions of an alert rule.</summary>
public sealed class AlertMatchOptions
{
    /// <summary>The kinds of event.</summary>
    public IReadOnlyList<AlertEventKind> Events { get; init; } = [];

    /// <summary>Events that matter at least this much.</summary>
    public AlertSeverity? Severity { get; init; }

    /// <summary>The clouds.</summary>
    public IReadOnlyList<CloudProvider> Clouds { get; init; } = [];

    /// <summary>Environments, or patterns with * and ?.</summary>
    public IReadOnlyList<string> Environments { get; init; } = [];

    /// <summary>Instances, or patterns with * and ?.</summary>
    public IReadOnlyList<string> Instances { get; init; } = [];

    /// <summary>When it applies; always, unless this says otherwise.</summary>
    public ScheduleOptions? When { get; init; }
}
