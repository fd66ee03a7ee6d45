namespace RdsBackup.Exports;

/// <summary>The codes of findings on exports of snapshots. They are stable: scripts and alert rules match on them.</summary>
public static class ExportFindingCode
{
    /// <summary>Error: the task failed; its FailureCause says why.</summary>
    public const string ExportFailed = nameof(ExportFailed);

    /// <summary>Error: the task was canceled, or is about to be.</summary>
    public const string ExportCanceled = nameof(ExportCanceled);

    /// <summary>Error: the task is not complete, or not at 100 percent.</summary>
    public const string ExportUnfinished = nameof(ExportUnfinished);

    /// <summary>Error: the task's warning names something that was left out.</summary>
    public const string ExportPartial = nameof(ExportPartial);

    /// <summary>Error: the export lists no table at all.</summary>
    public const string ExportEmpty = nameof(ExportEmpty);

    /// <summary>Error: there is no export_info file.</summary>
    public const string ExportInfoMissing = nameof(ExportInfoMissing);

    /// <summary>Error: export_info is of another task, not of a complete export, or no JSON.</summary>
    public const string ExportInfoDiffers = nameof(ExportInfoDiffers);

    /// <summary>Error: the export_tables_info files leave a gap, or there is none of them.</summary>
    public const string TablesInfoMissing = nameof(TablesInfoMissing);

    /// <summary>Error: an export_tables_info file cannot be read as what it should be.</summary>
    public const string TablesInfoInvalid = nameof(TablesInfoInvalid);

    /// <summary>Error: a table's own status is not COMPLETE.</summary>
    public const string TableIncomplete = nameof(TableIncomplete);

    /// <summary>Warning: a complete table, or what holds it, has a warning of its own.</summary>
    public const string TableWarning = nameof(TableWarning);

    /// <summary>Error: a table is listed more than once.</summary>
    public const string TableDuplicate = nameof(TableDuplicate);

    /// <summary>Error: a complete table has neither a file nor a marker.</summary>
    public const string TableMissing = nameof(TableMissing);

    /// <summary>Warning: a folder with files has no _SUCCESS. AWS does not document that marker.</summary>
    public const string SuccessMarkerMissing = nameof(SuccessMarkerMissing);

    /// <summary>Error: a file does not begin as Parquet files do.</summary>
    public const string ParquetMagicMissing = nameof(ParquetMagicMissing);

    /// <summary>Error: a file does not end as Parquet files do.</summary>
    public const string ParquetTruncated = nameof(ParquetTruncated);

    /// <summary>Error, deep only: a file's footer cannot be read, or contradicts itself.</summary>
    public const string ParquetFooterInvalid = nameof(ParquetFooterInvalid);

    /// <summary>Says how many more findings of one kind there are, with their severity.</summary>
    public const string MoreFindings = nameof(MoreFindings);
}
