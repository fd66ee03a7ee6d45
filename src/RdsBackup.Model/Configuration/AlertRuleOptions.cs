namespace RdsBackup.Configuration;

/// <summary>Which events are told to whom, and how often.</summary>
public sealed class AlertRuleOptions
{
    /// <summary>Name of the rule, unlike that of any other; what was told is remembered by it.</summary>
    public string? Name { get; init; }

    /// <summary>The conditions; all of them must hold, and one that is left out does.</summary>
    public AlertMatchOptions Match { get; init; } = new();

    /// <summary>What is done about an event that matches.</summary>
    public AlertActionOptions Then { get; init; } = new();

    /// <summary>The name.</summary>
    public override string ToString() => Name ?? "";
}
