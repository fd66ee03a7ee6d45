namespace RdsBackup.Diagnostics;

/// <summary>How much a log line matters.</summary>
public enum OperationLogLevel
{
    /// <summary>One line per request: for finding out what went over the wire.</summary>
    Debug,

    /// <summary>Decisions and steps: what is being done and why.</summary>
    Verbose,

    /// <summary>Something a person may want to know without asking.</summary>
    Information,

    /// <summary>Something that needs a person.</summary>
    Warning,
}

/// <summary>Receives log lines, already redacted. May be called from any thread.</summary>
/// <param name="level">How much the line matters.</param>
/// <param name="message">The line.</param>
public delegate void OperationLog(OperationLogLevel level, string message);
