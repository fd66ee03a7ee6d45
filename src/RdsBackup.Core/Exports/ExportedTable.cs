namespace RdsBackup.Exports;

/// <summary>An entry of an export_tables_info file.</summary>
/// <param name="Target"><c>database.schema.table</c>, or a database alone when the warning is about all of it.</param>
/// <param name="Status">COMPLETE when it was exported.</param>
/// <param name="Warning">What AWS says about it, or null.</param>
internal sealed record ExportedTable(string Target, string? Status, string? Warning)
{
    /// <summary>Whether AWS says that it was exported.</summary>
    public bool IsComplete => Status == "COMPLETE";

    /// <summary>
    /// The folders within the export that may be its own, with a slash at their ends; empty for what is no table. Any dot may be the one that ends
    /// the database's name, which may have dots itself; mostly it is the first. Source: "File naming convention", RDS User Guide.
    /// </summary>
    public IEnumerable<string> Folders
    {
        get
        {
            for (int dot = Target.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = Target.IndexOf('.', dot + 1))
            {
                yield return $"{Target[..dot]}/{Target[(dot + 1)..]}/";
            }
        }
    }
}
