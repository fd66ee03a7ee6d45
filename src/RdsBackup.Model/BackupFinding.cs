namespace RdsBackup;

/// <summary>One observation of a validation.</summary>
/// <param name="Code">Stable PascalCase code for scripts and alert rules, such as <c>BackupTooOld</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">A sentence in the user's language that names the cause and says what to do.</param>
public sealed record BackupFinding(string Code, FindingSeverity Severity, string Message)
{
    /// <summary>Severity, code and sentence.</summary>
    public override string ToString() => $"{Severity} {Code}: {Message}";
}
