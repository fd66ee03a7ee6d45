namespace RdsBackup.Configuration;

/// <summary>What an alert rule does about an event. Without channels nobody is told: the rule silences what it matches.</summary>
public sealed class AlertActionOptions
{
    /// <summary>Names of the channels that are told.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Whom the message calls, beside those of the channel.</summary>
    public MentionOptions Mentions { get; init; } = new();

    /// <summary>How long the same failure is not told again, such as 20h: less than a day, so that a nightly run that ends earlier tells it again; 0h tells it every time.</summary>
    public TimeSpan SuppressFor { get; init; } = TimeSpan.FromHours(20);

    /// <summary>Who is told in addition when a failure lasts.</summary>
    public AlertEscalationOptions? Escalate { get; init; }

    /// <summary>Whether those who were told of a failure are told of its end.</summary>
    public bool NotifyRecovery { get; init; } = true;

    /// <summary>Whether the rules after it get their turn with an event that it matches.</summary>
    public bool Continue { get; init; }
}
