namespace RdsBackup;

/// <summary>Something that alert rules decide on: a failure, the end of one, or the end of a run.</summary>
public sealed record AlertEvent
{
    /// <summary>What it is about.</summary>
    public required AlertEventKind Kind { get; init; }

    /// <summary>How much it matters.</summary>
    public AlertSeverity Severity { get; init; } = AlertSeverity.Error;

    /// <summary>aliyun or aws; null when it concerns neither or it is not known.</summary>
    public string? Cloud { get; init; }

    /// <summary>Name of the environment in the configuration, if there is one.</summary>
    public string? Environment { get; init; }

    /// <summary>Region id.</summary>
    public string? RegionId { get; init; }

    /// <summary>The instance or cluster.</summary>
    public string? InstanceId { get; init; }

    /// <summary>
    /// The one thing of the instance that it is bound to, such as the address of a copy; null when it is about the instance as such,
    /// so that tomorrow's backup may end what today's began.
    /// </summary>
    public string? Subject { get; init; }

    /// <summary>Stable code of what is wrong: that of a finding, or an error's id.</summary>
    public string Code { get; init; } = "";

    /// <summary>One line that says what happened to what.</summary>
    public required string Title { get; init; }

    /// <summary>A sentence or more that name the cause. Free of secrets.</summary>
    public string Detail { get; init; } = "";

    /// <summary>What to do about it, where that is known and <see cref="Detail"/> does not say so.</summary>
    public string? Remedy { get; init; }

    /// <summary>When it was found (UTC).</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>A page to open, such as the instance's in the cloud's console. Never an address with a signature.</summary>
    public Uri? Url { get; init; }

    /// <summary>More that is worth knowing, in the order it is to be shown.</summary>
    public IReadOnlyList<AlertFact> Facts { get; init; } = [];

    /// <summary>Of an event of the kind <see cref="AlertEventKind.Recovered"/>: what it puts an end to. Null means all there is.</summary>
    public AlertRecovery? Recovery { get; init; }

    /// <summary>
    /// What suppression, counting and recovery go by: equal for two events exactly when they are the same failure of the same thing.
    /// </summary>
    public string Cause =>
        string.Join('|', new[] { Kind.ToString(), Cloud, Environment, RegionId, InstanceId, Subject, Code }.Select(Escape));

    /// <summary>Kind and title.</summary>
    public override string ToString() => $"{Kind}: {Title}";

    private static string Escape(string? part) =>
        (part ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
}
