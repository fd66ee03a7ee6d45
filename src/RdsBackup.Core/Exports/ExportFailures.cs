using System.Text.RegularExpressions;
using RdsBackup.Diagnostics;

namespace RdsBackup.Exports;

/// <summary>
/// Says of a task that did not end well why, and what to do. The API has no codes for causes; their texts are told apart by what they name.
/// Source: "Troubleshooting ... export" of "Exporting DB snapshot data to Amazon S3", RDS guide.
/// </summary>
public static partial class ExportFailures
{
    /// <summary>The error of a task that failed or was canceled; null for any other.</summary>
    /// <param name="export">The task.</param>
    /// <returns>
    /// ExportFailedTrust, ExportFailedMetadata, ExportFailedRole, ExportFailedKey, ExportFailedBucket, ExportFailedData, ExportFailedInternal,
    /// ExportFailedUnknown or ExportCanceled.
    /// </returns>
    public static RdsBackupException? Of(AwsSnapshotExport export)
    {
        ArgumentNullException.ThrowIfNull(export);
        return export.Status switch
        {
            "CANCELED" => Errors.Create(nameof(Messages.ExportCanceled), RdsBackupErrorKind.Service, export.ExportTaskId, export.SourceArn, export.ExportLocation),
            "FAILED" => Errors.Create(
                IdOf(export.FailureCause ?? ""), RdsBackupErrorKind.Service, export.ExportTaskId, export.SourceArn, export.FailureCause, export.IamRoleArn,
                export.KmsKeyId, export.Bucket),
            _ => null,
        };
    }

    // The most telling first: a text on metadata names role and key, one on the role names the bucket.
    private static string IdOf(string cause) => cause switch
    {
        _ when Internal().IsMatch(cause) => nameof(Messages.ExportFailedInternal),
        _ when Trust().IsMatch(cause) => nameof(Messages.ExportFailedTrust),
        _ when Metadata().IsMatch(cause) => nameof(Messages.ExportFailedMetadata),
        _ when Key().IsMatch(cause) => nameof(Messages.ExportFailedKey),
        _ when Role().IsMatch(cause) => nameof(Messages.ExportFailedRole),
        _ when Bucket().IsMatch(cause) => nameof(Messages.ExportFailedBucket),
        _ when Data().IsMatch(cause) => nameof(Messages.ExportFailedData),
        _ => nameof(Messages.ExportFailedUnknown),
    };

    [GeneratedRegex("internal error", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Internal();

    [GeneratedRegex("assume", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Trust();

    [GeneratedRegex("metadata", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Metadata();

    [GeneratedRegex("KMS|encryption key", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Key();

    [GeneratedRegex("not authorized|isn't authorized|permission|credential check", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Role();

    [GeneratedRegex("bucket", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Bucket();

    [GeneratedRegex(@"\b(LOB|large object|row|column|table)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Data();
}
