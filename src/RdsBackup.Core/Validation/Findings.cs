using RdsBackup.Diagnostics;

namespace RdsBackup.Validation;

/// <summary>Makes every finding of Core. The text of a finding is the one named <c>Finding{code}</c> in <c>Resources/Messages.resx</c>.</summary>
internal static class Findings
{
    /// <summary>A finding in the user's language; <see cref="Errors"/> has the texts.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="severity">How much it matters.</param>
    /// <param name="arguments">What its text names.</param>
    public static BackupFinding Create(string code, FindingSeverity severity, params object?[] arguments) =>
        new(code, severity, Errors.Text("Finding" + code, arguments).TrimEnd());
}
