namespace RdsBackup.Configuration;

/// <summary>How much is logged; each level includes the ones after it.</summary>
public enum LogDetail
{
    /// <summary>Every request.</summary>
    Debug,

    /// <summary>Decisions and steps.</summary>
    Verbose,

    /// <summary>What a person may want to know without asking.</summary>
    Information,

    /// <summary>What needs a person.</summary>
    Warning,

    /// <summary>Failures only.</summary>
    Error,
}
