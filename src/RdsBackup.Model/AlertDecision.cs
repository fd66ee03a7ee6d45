namespace RdsBackup;

/// <summary>What one rule makes of one event, and why.</summary>
public sealed class AlertDecision
{
    /// <summary>Name of the rule.</summary>
    public required string Rule { get; init; }

    /// <summary>The event.</summary>
    public required AlertEvent Event { get; init; }

    /// <summary>What the rule does.</summary>
    public required AlertOutcome Outcome { get; init; }

    /// <summary>Why: the condition that does not hold, with its values and the event's; or what made it tell or keep silent.</summary>
    public required string Reason { get; init; }

    /// <summary>What is told to whom; empty unless <see cref="Outcome"/> is Notified.</summary>
    public IReadOnlyList<AlertNotice> Notices { get; init; } = [];

    /// <summary>When the first of the rule's channels may be told of this cause again (UTC); null when that is at once.</summary>
    public DateTimeOffset? SuppressedUntil { get; init; }

    /// <summary>Whether anybody is told.</summary>
    public bool Fires => Outcome == AlertOutcome.Notified;

    /// <summary>The channels that are told.</summary>
    public IReadOnlyList<string> Channels => [.. Notices.Select(notice => notice.Channel)];

    /// <summary>Rule and outcome.</summary>
    public override string ToString() => $"{Rule}: {Outcome}";
}
