namespace RdsBackup.Sandbox;

/// <summary>What can be broken in an export that ended well. Damage to a file is to the first one of the first table.</summary>
[Flags]
public enum AwsExportDamage
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The first table's folders lack _SUCCESS.</summary>
    NoSuccessMarker = 1,

    /// <summary>A Parquet file ends half-way.</summary>
    TruncatedFile = 2,

    /// <summary>A Parquet file does not begin with its magic.</summary>
    WrongMagic = 4,

    /// <summary>export_info is missing.</summary>
    NoExportInfo = 8,

    /// <summary>The first export_tables_info file is missing.</summary>
    GapInTablesInfo = 16,

    /// <summary>The first table is FAILED.</summary>
    FailedTable = 32,

    /// <summary>The first table is listed twice.</summary>
    DuplicateTable = 64,

    /// <summary>export_info is of another task.</summary>
    ForeignExportInfo = 128,

    /// <summary>The first table has no files although it is complete.</summary>
    NoFiles = 256,
}
