namespace RdsBackup;

/// <summary>
/// Which alert events are told to whom, and how often. An empty condition lets everything through. Names and patterns match whatever
/// their case; patterns know <c>*</c> and <c>?</c>.
/// </summary>
public sealed record AlertRule
{
    /// <summary>Its name, unique within the configuration. What was told is remembered by it.</summary>
    public required string Name { get; init; }

    /// <summary>Condition: the kinds of event.</summary>
    public IReadOnlyList<AlertEventKind> Events { get; init; } = [];

    /// <summary>Condition: events that matter at least this much.</summary>
    public AlertSeverity MinimumSeverity { get; init; }

    /// <summary>Condition: the clouds, aliyun or aws.</summary>
    public IReadOnlyList<string> Clouds { get; init; } = [];

    /// <summary>Condition: patterns for the name of the environment.</summary>
    public IReadOnlyList<string> Environments { get; init; } = [];

    /// <summary>Condition: patterns for the instance.</summary>
    public IReadOnlyList<string> Instances { get; init; } = [];

    /// <summary>Condition: when it is in force; null means always.</summary>
    public AlertSchedule? Schedule { get; init; }

    /// <summary>Names of the channels that are told.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Whom each notice calls.</summary>
    public AlertMentions Mentions { get; init; } = AlertMentions.None;

    /// <summary>How long the same cause is not told again to the same channel; zero tells it every time.</summary>
    public TimeSpan SuppressFor { get; init; } = TimeSpan.FromHours(20);

    /// <summary>Who is told in addition when a failure lasts; null tells nobody.</summary>
    public AlertEscalation? Escalation { get; init; }

    /// <summary>Whether those who were told of a failure are told of its end.</summary>
    public bool NotifiesRecovery { get; init; } = true;

    /// <summary>Whether the rules after it get their turn with an event that it matches.</summary>
    public bool Continues { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
