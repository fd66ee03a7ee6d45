namespace RdsBackup;

/// <summary>Who is told in addition when a failure lasts.</summary>
public sealed class AlertEscalation
{
    /// <summary>At every so many occurrences of the same cause, suppressed or not: with 3 at the third, the sixth, … At least 1.</summary>
    public required int After { get; init; }

    /// <summary>Channels to tell; empty means those of the rule.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Whom to call.</summary>
    public AlertMentions Mentions { get; init; } = AlertMentions.None;

    /// <summary>Number and channels.</summary>
    public override string ToString() => Channels.Count == 0 ? $"{After}" : $"{After}: {string.Join(", ", Channels)}";
}
