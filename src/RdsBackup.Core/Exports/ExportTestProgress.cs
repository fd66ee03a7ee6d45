namespace RdsBackup.Exports;

/// <summary>How far the check of an export is.</summary>
/// <param name="Tables">Tables that were gone through.</param>
/// <param name="AllTables">Entries of the lists of tables.</param>
/// <param name="Files">Parquet files that were read.</param>
public sealed record ExportTestProgress(int Tables, long AllTables, int Files);
