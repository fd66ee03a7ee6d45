namespace RdsBackup.Configuration;

/// <summary>One thing that is wrong with a configuration. An error keeps it from being used; a warning does not.</summary>
public sealed record ConfigurationFinding
{
    /// <summary>Stable PascalCase code, such as ConfigurationKeyUnknown.</summary>
    public required string Code { get; init; }

    /// <summary>Whether it keeps the configuration from being used.</summary>
    public FindingSeverity Severity { get; init; } = FindingSeverity.Error;

    /// <summary>The setting it is about, such as environments:prod:regions; null when it is about a whole file.</summary>
    public string? Key { get; init; }

    /// <summary>The file or environment variable; null for what stands nowhere.</summary>
    public string? Source { get; init; }

    /// <summary>Line of the file, from 1 on; null when there is none.</summary>
    public int? Line { get; init; }

    /// <summary>A sentence that names the input. Never shows the value of a secret setting.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Remedy { get; init; }

    /// <summary>What keeps a configuration from being read at all.</summary>
    public static ConfigurationFinding Of(RdsBackupException failure) =>
        new() { Code = failure.ErrorId, Message = failure.Message, Remedy = failure.Recommendation };

    /// <summary>Place and message.</summary>
    public override string ToString() => Source is null ? Message : $"{Source}{(Line is { } line ? $":{line}" : "")}: {Message}";
}
