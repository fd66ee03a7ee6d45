namespace RdsBackup.Configuration;

/// <summary>Who is told of what, and where it is remembered what was told.</summary>
public sealed class AlertOptions
{
    /// <summary>The ways to people, by name.</summary>
    public IReadOnlyDictionary<string, AlertChannelOptions> Channels { get; init; } = new Dictionary<string, AlertChannelOptions>();

    /// <summary>The rules, in their order: the first that matches an event decides, unless it says that the next ones get their turn.</summary>
    public IReadOnlyList<AlertRuleOptions> Rules { get; init; } = [];

    /// <summary>Where it is remembered what was told. Without it, a file in the user's own folder.</summary>
    public StateOptions State { get; init; } = new();
}
