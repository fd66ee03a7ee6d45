using System.ComponentModel.DataAnnotations;

namespace RdsBackup.Configuration;

/// <summary>Who is told in addition when a failure lasts.</summary>
public sealed class AlertEscalationOptions
{
    /// <summary>At every so many occurrences of the same failure, suppressed or not: with 3 at the third, the sixth and so on. 1 to 1000000.</summary>
    [Range(1, 1_000_000)]
    public int? After { get; init; }

    /// <summary>Names of the channels; empty means those of the rule.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Whom the message calls.</summary>
    public MentionOptions Mentions { get; init; } = new();
}
