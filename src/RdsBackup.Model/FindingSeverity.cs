namespace RdsBackup;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; nothing to do.</summary>
    Information,

    /// <summary>Worth a look; the backup can still be used.</summary>
    Warning,

    /// <summary>The backup cannot be relied on.</summary>
    Error,
}
