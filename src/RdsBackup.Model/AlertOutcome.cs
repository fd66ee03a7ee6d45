namespace RdsBackup;

/// <summary>What a rule does about an event.</summary>
public enum AlertOutcome
{
    /// <summary>Nothing: a condition does not hold, or a rule before it has dealt with the event.</summary>
    NotMatched,

    /// <summary>It matches, but nobody is told: the same cause was told a short while ago. It is counted.</summary>
    Suppressed,

    /// <summary>Channels are told.</summary>
    Notified,
}
