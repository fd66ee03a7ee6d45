namespace RdsBackup.Exports;

/// <summary>The members of export_info_TASK.json that are checked.</summary>
internal sealed record ExportInfo
{
    /// <summary>The task it is of.</summary>
    public string? ExportTaskIdentifier { get; init; }

    /// <summary>COMPLETE.</summary>
    public string? Status { get; init; }

    /// <summary>100.</summary>
    public int? PercentProgress { get; init; }

    /// <summary>What was left out, as the task's own.</summary>
    public string? WarningMessage { get; init; }
}
