using System.Text.Json;
using System.Text.Json.Serialization;
using RdsBackup.Diagnostics;

namespace RdsBackup.Runs;

/// <summary>Writes reports as JSON: names in camelCase, enums by name, times in ISO 8601, durations as hh:mm:ss.</summary>
internal static class RunReportFile
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Writes the report to the file it names; a reader sees the old one or this one, whole.</summary>
    /// <exception cref="RdsBackupException">RunReportNotWritten.</exception>
    public static async Task WriteAsync(RdsBackupRunReport report, CancellationToken cancellationToken)
    {
        string path = Path.GetFullPath(report.ReportPath!);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path + ".new", JsonSerializer.Serialize(report, Layout), cancellationToken).ConfigureAwait(false);
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Errors.Create(nameof(Messages.RunReportNotWritten), RdsBackupErrorKind.PermissionDenied, exception, path, exception.Message);
        }
    }
}
