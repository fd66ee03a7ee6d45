namespace RdsBackup.Sandbox;

/// <summary>A table of an export.</summary>
/// <param name="Database">Its database.</param>
/// <param name="Schema">Its schema; the database again with MySQL.</param>
/// <param name="Name">Its name.</param>
public sealed record AwsExportedTable(string Database, string Schema, string Name)
{
    /// <summary>Parquet files in every batch; 0 for an empty table.</summary>
    public int Files { get; init; } = 1;

    /// <summary>Folders of batches, at least 1.</summary>
    public int Batches { get; init; } = 1;

    /// <summary>Its status in export_tables_info.</summary>
    public string Status { get; init; } = "COMPLETE";

    internal string Target => $"{Database}.{Schema}.{Name}";

    /// <summary>Whether an entry of ExportOnly covers it: its database, schema or table.</summary>
    internal bool IsNamed(string entry) => entry == Database || entry == $"{Database}.{Schema}" || entry == $"{Database}.{Name}" || entry == Target;
}
