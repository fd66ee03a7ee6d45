using RdsBackup.Aws;

namespace RdsBackup.Exports;

/// <summary>An export that can be started, or one that needs no start.</summary>
public sealed class SnapshotExportPlan
{
    internal SnapshotExportPlan(ExportSource source, AwsExportRequest request, bool skipPreflight, AwsSnapshotExport? existing)
    {
        Source = source;
        Request = request;
        SkipPreflight = skipPreflight;
        Existing = existing;
    }

    /// <summary>The task that exports, or has exported, the same to the same place; null when there is none.</summary>
    public AwsSnapshotExport? Existing { get; }

    /// <summary>What is exported.</summary>
    public ExportSource Source { get; }

    /// <summary>Identifier of the task.</summary>
    public string ExportTaskId => Request.ExportTaskId;

    /// <summary>Where the objects will lie: <c>s3://bucket/prefix/task/</c>.</summary>
    public string Location => $"s3://{Request.Bucket}/{(Request.Prefix is null ? "" : $"{Request.Prefix}/")}{ExportTaskId}/";

    internal AwsExportRequest Request { get; }

    internal bool SkipPreflight { get; }
}
