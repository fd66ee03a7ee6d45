namespace RdsBackup;

/// <summary>What checking an export of a snapshot in S3 found; of findings of one kind the first ten, and how many more.</summary>
public sealed class AwsSnapshotExportTestResult : BackupTestResult
{
    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>Prefix within the bucket; empty when none.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Identifier of the task, the name of its folder.</summary>
    public required string ExportTaskId { get; init; }

    /// <summary>The task as the API described it; null when only its objects were looked at.</summary>
    public AwsSnapshotExport? Export { get; init; }

    /// <summary>Exported tables whose files were looked at.</summary>
    public int TableCount { get; init; }

    /// <summary>Parquet files of those tables.</summary>
    public int FileCount { get; init; }

    /// <summary>Bytes of those files.</summary>
    public long TotalBytes { get; init; }

    /// <summary>Whether the footers of the files were read (-Deep).</summary>
    public bool IsDeep { get; init; }

    /// <summary>Rows, files and bytes of each table, by name; empty unless the footers were read.</summary>
    public IReadOnlyList<AwsExportTableContent> Tables { get; init; } = [];

    /// <summary>Rows of all tables; null unless the footers were read.</summary>
    public long? RowCount => IsDeep ? Tables.Sum(table => table.RowCount) : null;

    /// <summary>Wall time of the check.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Export and summary.</summary>
    public override string ToString() => $"{ExportTaskId}: {Summary}";
}
