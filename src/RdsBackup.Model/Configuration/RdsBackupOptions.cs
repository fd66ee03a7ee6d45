namespace RdsBackup.Configuration;

/// <summary>The configuration of RdsBackup: what is to be safe, where it is to be safe, and who is told when it is not.</summary>
public sealed class RdsBackupOptions
{
    /// <summary>Settings of every environment that does not say otherwise.</summary>
    public EnvironmentOptions Defaults { get; init; } = new();

    /// <summary>The environments by name. Names are compared without regard to case, and have no colon.</summary>
    public IReadOnlyDictionary<string, EnvironmentOptions> Environments { get; init; } = new Dictionary<string, EnvironmentOptions>();

    /// <summary>Who is told of what.</summary>
    public AlertOptions Alerts { get; init; } = new();

    /// <summary>The log file.</summary>
    public LoggingOptions Logging { get; init; } = new();

    /// <summary>The nightly run.</summary>
    public RunOptions Run { get; init; } = new();
}
