namespace RdsBackup.Configuration;

/// <summary>A configuration as it is in force: all files and environment variables merged.</summary>
public sealed class RdsBackupConfiguration
{
    /// <summary>The files it was read from, the ones that count more last.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The options. Those that are wrong have their defaults.</summary>
    public required RdsBackupOptions Options { get; init; }

    /// <summary>Every setting with its value and where it came from.</summary>
    public required IReadOnlyList<ConfigurationSetting> Settings { get; init; }

    /// <summary>What is wrong with it.</summary>
    public required IReadOnlyList<ConfigurationFinding> Findings { get; init; }

    /// <summary>Whether it can be used.</summary>
    public bool IsValid => Findings.All(finding => finding.Severity != FindingSeverity.Error);

    /// <summary>The environments.</summary>
    public IReadOnlyCollection<EnvironmentOptions> Environments => [.. Options.Environments.Values];

    /// <summary>The files.</summary>
    public override string ToString() => string.Join(", ", Files);
}
