namespace RdsBackup;

/// <summary>What a rule tells a channel about an event.</summary>
public sealed record AlertNotice
{
    /// <summary>Name of the channel.</summary>
    public required string Channel { get; init; }

    /// <summary>The event; of a recovery, the one that put an end to the failure.</summary>
    public required AlertEvent Event { get; init; }

    /// <summary>Whom it calls.</summary>
    public AlertMentions Mentions { get; init; } = AlertMentions.None;

    /// <summary>Whether the failure is told because it lasts.</summary>
    public bool IsEscalation { get; init; }

    /// <summary>When the failure was first seen (UTC). For a failure that is new, when it was seen now.</summary>
    public required DateTimeOffset FailingSince { get; init; }

    /// <summary>How often it was seen until now, this time included.</summary>
    public int Occurrences { get; init; } = 1;

    /// <summary>How often it was seen since this channel was last told, and not told to it; this time not included.</summary>
    public int Suppressed { get; init; }

    /// <summary>Of a recovery: the titles of the failures that ended. Otherwise empty.</summary>
    public IReadOnlyList<string> Recovered { get; init; } = [];

    /// <summary>Channel and event.</summary>
    public override string ToString() => $"{Channel}: {Event}";
}
