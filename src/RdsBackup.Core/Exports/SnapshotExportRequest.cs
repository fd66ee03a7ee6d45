using RdsBackup.S3;

namespace RdsBackup.Exports;

/// <summary>Where and how to export.</summary>
public sealed record SnapshotExportRequest
{
    /// <summary>The bucket, in the region of the source.</summary>
    public required S3ConnectionOptions Target { get; init; }

    /// <summary>Prefix within the bucket; empty for none.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>ARN of the role that export.rds.amazonaws.com assumes to write to the bucket.</summary>
    public required string IamRoleArn { get; init; }

    /// <summary>Key that the exported objects are encrypted with: ARN, id or alias.</summary>
    public required string KmsKeyId { get; init; }

    /// <summary>Databases, schemas and tables to export; empty for everything.</summary>
    public IReadOnlyList<string> ExportOnly { get; init; } = [];

    /// <summary>Template of the task's identifier, as <see cref="ExportTaskName"/> knows it; null takes its default.</summary>
    public string? TaskIdTemplate { get; init; }

    /// <summary>Whether to make another export of what was exported there already.</summary>
    public bool Force { get; init; }

    /// <summary>Whether to leave it to the API to refuse what cannot work.</summary>
    public bool SkipPreflight { get; init; }
}
