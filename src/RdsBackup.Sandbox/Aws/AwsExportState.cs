namespace RdsBackup.Sandbox;

/// <summary>How far an export task is: the members of ExportTask that change.</summary>
internal sealed record AwsExportState(string Status, int PercentProgress, int ExtractedGB, DateTimeOffset? Ended, string? FailureCause, string? WarningMessage);
