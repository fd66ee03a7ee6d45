namespace RdsBackup;

/// <summary>What an export has of one table, as the footers of its Parquet files say (Test-AwsSnapshotExport -Deep).</summary>
/// <param name="Table">The table, as the export names it: database, schema and table.</param>
/// <param name="RowCount">Rows of all its files.</param>
/// <param name="FileCount">Its Parquet files; 0 for an empty table.</param>
/// <param name="TotalBytes">Bytes of those files.</param>
public sealed record AwsExportTableContent(string Table, long RowCount, int FileCount, long TotalBytes)
{
    /// <summary>Table and rows.</summary>
    public override string ToString() => FormattableString.Invariant($"{Table}: {RowCount:N0}");
}
