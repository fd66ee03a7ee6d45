namespace RdsBackup.Exports;

/// <summary>An entry of an export_tables_info file.</summary>
/// <param name="Target"><c>database.schema.table</c>, or a database alone when the warning is about all of it.</param>
/// <param name="Status">COMPLETE when it was exported.</param>
/// <param name="Warning">What AWS says about it, or null.</param>
internal sealed record ExportedTable(string Target, string? Status, string? Warning)
{
    /// <summary>Whether AWS says that it was exported.</summary>
    public bool IsComplete => Status == "COMPLETE";

    /// <summary>Its folder within the export, with a slash at its end; null for what is no table. Source: "File naming convention", RDS User Guide.</summary>
    public string? Folder => Target.Split('.', 2) is [string database, string table] ? $"{database}/{table}/" : null;
}
