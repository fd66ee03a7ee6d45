namespace RdsBackup.Configuration;

/// <summary>A place for a small state between runs: a file for one machine, or an object of S3 for several.</summary>
public sealed class StateOptions
{
    /// <summary>The file.</summary>
    [LocalPath]
    public string? File { get; init; }

    /// <summary>The object.</summary>
    public StateObjectOptions? S3 { get; init; }
}
