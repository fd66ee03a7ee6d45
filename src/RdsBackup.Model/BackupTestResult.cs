namespace RdsBackup;

/// <summary>What every check of this module says alike: what it found, and whether that can be lived with.</summary>
public abstract class BackupTestResult
{
    /// <summary>True when no finding is an error.</summary>
    public bool IsValid => Findings.All(finding => finding.Severity != FindingSeverity.Error);

    /// <summary>What was found, the gravest first. Empty when all is well.</summary>
    public required IReadOnlyList<BackupFinding> Findings { get; init; }

    /// <summary>OK, or the gravest finding's code.</summary>
    public string Summary => Findings.Count == 0 ? "OK" : Findings[0].Code;

    /// <summary>When it was checked (UTC).</summary>
    public required DateTimeOffset CheckedAt { get; init; }
}
