using System.Text.Json;

namespace RdsBackup.Exports;

/// <summary>What is said of an export, from what was found. Pure: asks nobody.</summary>
/// <param name="findings">Takes what is said.</param>
internal sealed class ExportRules(ExportFindings findings)
{
    private readonly HashSet<string> _targets = new(StringComparer.Ordinal);
    private bool _hasAllLists = true;

    /// <summary>Checks the task as the API describes it.</summary>
    /// <returns>Whether there is something in S3 to check.</returns>
    public bool CheckTask(AwsSnapshotExport export)
    {
        if (export.IsComplete && export.PercentProgress is null or 100)
        {
            return true;
        }

        string code = export.Status switch
        {
            "FAILED" => ExportFindingCode.ExportFailed,
            "CANCELED" or "CANCELING" => ExportFindingCode.ExportCanceled,
            _ => ExportFindingCode.ExportUnfinished,
        };
        Error(code, "", export.Status, export.PercentProgress, export.FailureCause);
        return false;
    }

    /// <summary>Checks export_info.</summary>
    /// <param name="name">Name of the file.</param>
    /// <param name="exists">Whether there is one.</param>
    /// <param name="info">What it says; null when it is no JSON.</param>
    /// <param name="taskId">The task it should be of.</param>
    public void CheckInfo(string name, bool exists, ExportInfo? info, string taskId)
    {
        if (!exists)
        {
            Error(ExportFindingCode.ExportInfoMissing, name);
        }
        else if (info?.ExportTaskIdentifier != taskId || info.Status != "COMPLETE" || info.PercentProgress is not (null or 100))
        {
            Error(ExportFindingCode.ExportInfoDiffers, name, info?.ExportTaskIdentifier, info?.Status, info?.PercentProgress);
        }
    }

    /// <summary>Checks that nothing was left out. The form of the warning is documented by example only, so what is not known counts, too.</summary>
    public void CheckWarning(string? warning)
    {
        if (string.IsNullOrWhiteSpace(warning))
        {
            return;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(warning);
            CheckLeftOut("WarningMessage", document.RootElement);
        }
        catch (JsonException)
        {
            Error(ExportFindingCode.ExportPartial, "", "WarningMessage", warning);
        }
    }

    /// <summary>Checks that the export_tables_info files follow each other from entry 1.</summary>
    /// <param name="ranges">The entries that the files' names say they have, in their order.</param>
    public void CheckRanges(IEnumerable<(long From, long To)> ranges)
    {
        long next = 1;
        foreach ((long from, long to) in ranges)
        {
            if (from != next)
            {
                MissList(next);
            }

            next = to + 1;
        }

        if (next == 1)
        {
            MissList(next);
        }
    }

    /// <summary>An export_tables_info file is not what it should be.</summary>
    public void CannotRead(string name, string reason)
    {
        _hasAllLists = false;
        Error(ExportFindingCode.TablesInfoInvalid, name, reason);
    }

    /// <summary>Checks an entry of export_tables_info.</summary>
    /// <returns>Whether it is a table whose files must be there and were not checked yet.</returns>
    public bool CheckTable(ExportedTable table)
    {
        bool isNew = _targets.Add(table.Target);
        if (!isNew)
        {
            Error(ExportFindingCode.TableDuplicate, "", table.Target);
        }
        else if (!table.IsComplete)
        {
            Error(ExportFindingCode.TableIncomplete, "", table.Target, table.Status, table.Warning is null ? "" : " " + table.Warning);
        }
        else if (table.Warning is not null)
        {
            findings.Add(ExportFindingCode.TableWarning, FindingSeverity.Warning, "", table.Target, table.Warning);
        }

        return isNew && table.IsComplete && table.Folders.Any();
    }

    /// <summary>Checks that something was listed. Without all lists nobody knows.</summary>
    public void CheckCount()
    {
        if (_hasAllLists && _targets.Count == 0)
        {
            Error(ExportFindingCode.ExportEmpty, "");
        }
    }

    /// <summary>Checks a table's folders. An empty table has only a marker.</summary>
    /// <param name="table">The table.</param>
    /// <param name="withFiles">Folders, within the export, that have Parquet files.</param>
    /// <param name="marked">Folders that have _SUCCESS.</param>
    public void CheckFolders(ExportedTable table, HashSet<string> withFiles, HashSet<string> marked)
    {
        if (withFiles.Count == 0 && marked.Count == 0)
        {
            Error(ExportFindingCode.TableMissing, table.Folders.First(), table.Target);
        }

        foreach (string folder in withFiles.Except(marked))
        {
            findings.Add(ExportFindingCode.SuccessMarkerMissing, FindingSeverity.Warning, folder, table.Target);
        }
    }

    /// <summary>Checks how a Parquet file begins and ends.</summary>
    /// <param name="name">The file, within the export.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="begins">Whether it begins with the magic.</param>
    /// <param name="ends">Whether it ends with the magic and is long enough to have both.</param>
    /// <returns>Whether both are as they should be.</returns>
    public bool CheckFile(string name, long size, bool begins, bool ends)
    {
        if (!begins)
        {
            Error(ExportFindingCode.ParquetMagicMissing, name, size);
        }
        else if (!ends)
        {
            Error(ExportFindingCode.ParquetTruncated, name, size);
        }

        return begins && ends;
    }

    /// <summary>A Parquet file's footer makes no sense.</summary>
    /// <param name="name">The file, within the export.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="reason">Why.</param>
    public void CannotReadFooter(string name, long size, string reason) => Error(ExportFindingCode.ParquetFooterInvalid, name, size, reason);

    private void MissList(long entry)
    {
        _hasAllLists = false;
        Error(ExportFindingCode.TablesInfoMissing, "", entry);
    }

    private void CheckLeftOut(string kind, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when kind == "WarningMessage":
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    CheckLeftOut(property.Name, property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Error(ExportFindingCode.ExportPartial, "", kind, item.ToString());
                }

                break;
            case JsonValueKind.Null:
                break;
            default:
                Error(ExportFindingCode.ExportPartial, "", kind, value.ToString());
                break;
        }
    }

    private void Error(string code, string name, params object?[] arguments) => findings.Add(code, FindingSeverity.Error, name, arguments);
}
