namespace RdsBackup;

/// <summary>What checking an export of a snapshot in S3 found.</summary>
public sealed class AwsSnapshotExportTestResult
{
    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>Prefix within the bucket; empty when none.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Identifier of the task, the name of its folder.</summary>
    public required string ExportTaskId { get; init; }

    /// <summary>The task as the API described it; null when only its objects were looked at.</summary>
    public AwsSnapshotExport? Export { get; init; }

    /// <summary>True when no finding is an error.</summary>
    public bool IsValid => Findings.All(finding => finding.Severity != FindingSeverity.Error);

    /// <summary>What was found, the gravest first: of one kind the first ten, and how many more. Empty when all is well.</summary>
    public required IReadOnlyList<BackupFinding> Findings { get; init; }

    /// <summary>OK, or the gravest finding's code.</summary>
    public string Summary => Findings.Count == 0 ? "OK" : Findings[0].Code;

    /// <summary>Exported tables whose files were looked at.</summary>
    public int TableCount { get; init; }

    /// <summary>Parquet files of those tables.</summary>
    public int FileCount { get; init; }

    /// <summary>Bytes of those files.</summary>
    public long TotalBytes { get; init; }

    /// <summary>Wall time of the check.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>When it was checked (UTC).</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>Export and summary.</summary>
    public override string ToString() => $"{ExportTaskId}: {Summary}";
}
