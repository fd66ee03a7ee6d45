using System.Globalization;
using System.Text.RegularExpressions;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;
using RdsBackup.Exports;
using RdsBackup.Retrieval;
using RdsBackup.Status;
using RdsBackup.Validation;

namespace RdsBackup.Alerting;

/// <summary>
/// Makes alert events of what the commands of this module write. A result that looked at something gives an event for each thing that is
/// wrong, and one of the kind <see cref="AlertEventKind.Recovered"/> for everything it would have found and did not.
/// </summary>
public static partial class AlertEvents
{
    private const string Aliyun = "aliyun";
    private const string Aws = "aws";
    private const string LogBackups = "logs";
    private const string Offsite = "off-site"; // Told apart from a copy that fails, so that a copy that comes too late does not end and begin it again.

    private static readonly string[] FoundByChecksOfExports =
    [
        ExportFindingCode.ExportUnfinished, ExportFindingCode.ExportEmpty, ExportFindingCode.TableIncomplete, ExportFindingCode.TableMissing,
        ExportFindingCode.TableWarning,
    ];

    /// <summary>The events of any object of this module; null when it is of a type that says nothing about success and failure.</summary>
    /// <param name="source">The object.</param>
    /// <param name="environment">The environment it was made for; null takes the one the object names, if it does.</param>
    /// <param name="now">The time, for objects that have none.</param>
    public static IReadOnlyList<AlertEvent>? From(object source, string? environment, DateTimeOffset now) => source switch
    {
        AlertEvent alertEvent => [alertEvent],
        AliyunBackupTestResult result => From(result, environment),
        AwsRdsSnapshotTestResult result => From(result, environment),
        BackupCopyResult result => From(result, environment),
        BackupCopyTestResult result => From(result, environment),
        AwsSnapshotExport export => From(export, environment, now),
        AwsSnapshotExportTestResult result => From(result, environment),
        RdsBackupInstanceStatus status => From(status),
        Exception error => [From(error, command: null, target: null, environment, now)],
        _ => null,
    };

    /// <summary>Of a validation of a backup of ApsaraDB RDS. What is wrong with one that is not the newest concerns that one only.</summary>
    public static IReadOnlyList<AlertEvent> From(AliyunBackupTestResult result, string? environment)
    {
        ArgumentNullException.ThrowIfNull(result);
        AlertEvent about = About(Aliyun, environment, result.RegionId, result.InstanceId, result.CheckedAt) with
        {
            Subject = SubjectOf(result, result.BackupId, result.MaximumAge),
            Facts = Facts(
                (nameof(Messages.AlertFactBackup), result.BackupId), (nameof(Messages.AlertFactFile), result.Backup?.FileName),
                (nameof(Messages.AlertFactAge), Age(result.Age)), (nameof(Messages.AlertFactAllowedAge), Age(result.MaximumAge))),
        };
        return OfValidation(about, result.Findings);
    }

    /// <summary>Of a validation of a snapshot of Amazon RDS. What is wrong with one that is not the newest concerns that one only.</summary>
    public static IReadOnlyList<AlertEvent> From(AwsRdsSnapshotTestResult result, string? environment)
    {
        ArgumentNullException.ThrowIfNull(result);
        AlertEvent about = About(Aws, environment, result.Region, result.InstanceId, result.CheckedAt) with
        {
            Subject = SubjectOf(result, result.SnapshotId, result.MaximumAge),
            Facts = Facts(
                (nameof(Messages.AlertFactSnapshot), result.SnapshotId),
                (nameof(Messages.AlertFactAge), Age(result.Age)), (nameof(Messages.AlertFactAllowedAge), Age(result.MaximumAge))),
        };
        return OfValidation(about, result.Findings);
    }

    /// <summary>Of a copy to S3.</summary>
    public static IReadOnlyList<AlertEvent> From(BackupCopyResult result, string? environment)
    {
        ArgumentNullException.ThrowIfNull(result);
        AlertEvent about = About(Aliyun, environment, result.RegionId, result.InstanceId, result.CompletedAt) with
        {
            Subject = result.BackupId is null ? LogBackups : null,
            Facts = Facts(
                (nameof(Messages.AlertFactBackup), result.BackupId), (nameof(Messages.AlertFactFile), result.FileName),
                (nameof(Messages.AlertFactDestination), result.Key is null ? $"s3://{result.Bucket}" : $"s3://{result.Bucket}/{result.Key}")),
        };
        AlertEvent[] failures = result.Status == BackupCopyStatus.Failed
            ? [Failure(about, AlertEventKind.CopyFailed, AlertSeverity.Error, result.ErrorId ?? "", result.ErrorMessage ?? "") with { Remedy = result.ErrorRemedy }]
            : [];
        return WithRecovery(about, failures, [AlertEventKind.CopyFailed]);
    }

    /// <summary>Of a check of a copy in S3. It concerns this copy only.</summary>
    public static IReadOnlyList<AlertEvent> From(BackupCopyTestResult result, string? environment)
    {
        ArgumentNullException.ThrowIfNull(result);
        AlertEvent about = About(
            result.Copy?.Cloud, environment ?? result.Copy?.Environment, result.Copy?.RegionId, result.InstanceId, result.CheckedAt) with
        {
            Subject = $"s3://{result.Bucket}/{result.Key}",
            Facts = Facts((nameof(Messages.AlertFactBackup), result.BackupId), (nameof(Messages.AlertFactFile), result.Copy?.FileName)),
        };
        return OfFindings(about, result.Findings, _ => AlertEventKind.VerificationFailed, AlertEventKind.VerificationFailed);
    }

    /// <summary>
    /// Of an export task, once it has ended; none before that. Of what an export lacks the task knows only its own warning: it neither finds nor
    /// ends what a check of the export finds.
    /// </summary>
    /// <param name="export">The task.</param>
    /// <param name="environment">The environment it ran in.</param>
    /// <param name="now">The time, if the task does not say when it ended.</param>
    /// <param name="instanceId">The instance whose snapshot it exports; null takes what the snapshot's name says.</param>
    public static IReadOnlyList<AlertEvent> From(AwsSnapshotExport export, string? environment, DateTimeOffset now, string? instanceId = null)
    {
        ArgumentNullException.ThrowIfNull(export);
        AlertEvent about = About(export, environment, export.TaskEndTime ?? now, instanceId);
        AlertEvent[] failures = (ExportFailures.Of(export), export) switch
        {
            ({ } error, _) => [Failure(about, AlertEventKind.ExportFailed, error)],
            (_, { IsComplete: true, WarningMessage.Length: > 0 }) =>
                [Failure(about, AlertEventKind.ExportPartial, AlertSeverity.Warning, ExportFindingCode.ExportPartial, export.WarningMessage)],
            _ => [],
        };
        AlertEventKind[] looksFor = export.IsComplete ? [AlertEventKind.ExportFailed, AlertEventKind.ExportPartial] : [AlertEventKind.ExportFailed];
        return export.IsFinished ? WithRecovery(about, failures, looksFor, FoundByChecksOfExports) : [];
    }

    /// <summary>Of a check of an export in S3.</summary>
    /// <param name="result">What it found.</param>
    /// <param name="environment">The environment the export is of.</param>
    /// <param name="instanceId">The instance whose snapshot was exported; null takes what the snapshot's name says.</param>
    public static IReadOnlyList<AlertEvent> From(AwsSnapshotExportTestResult result, string? environment, string? instanceId = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        AlertEvent about = result.Export is { } export
            ? About(export, environment, result.CheckedAt, instanceId)
            : About(Aws, environment, regionId: null, instanceId, result.CheckedAt) with { Subject = $"s3://{result.Bucket}/{result.Prefix}{result.ExportTaskId}" };
        return OfFindings(
            about, result.Findings.Where(finding => finding.Code != ExportFindingCode.MoreFindings), KindOfExportFinding,
            AlertEventKind.ExportFailed, AlertEventKind.ExportPartial, AlertEventKind.VerificationFailed);
    }

    /// <summary>Of a row of the status.</summary>
    public static IReadOnlyList<AlertEvent> From(RdsBackupInstanceStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        AlertEvent about = About(NameOf(status.Cloud), status.Environment, status.RegionId, status.InstanceId, status.CheckedAt) with
        {
            Facts = Facts((nameof(Messages.AlertFactBackup), status.BackupId), (nameof(Messages.AlertFactAge), Age(status.BackupAge)), (nameof(Messages.AlertFactDestination), status.Offsite)),
        };
        if (status.ErrorId is { } code)
        {
            return [Failure(about, AlertEventKind.OperationFailed, AlertSeverity.Error, code, status.Summary)];
        }

        BackupFinding[] offsite = [.. status.Findings.Where(finding => finding.Code is OffsiteFindingCode.OffsiteMissing or OffsiteFindingCode.OffsiteLate)];
        return [.. OfValidation(about, status.Findings.Except(offsite)), .. OfOffsite(status.Cloud, status.Environment, status.RegionId, status.InstanceId, offsite, status.CheckedAt)];
    }

    /// <summary>Of what lies off-site, or came there too late.</summary>
    internal static IReadOnlyList<AlertEvent> OfOffsite(
        CloudProvider cloud, string? environment, string? regionId, string? instanceId, IEnumerable<BackupFinding> findings, DateTimeOffset now)
    {
        AlertEventKind kind = cloud == CloudProvider.Aws ? AlertEventKind.ExportFailed : AlertEventKind.CopyFailed;
        return OfFindings(About(NameOf(cloud), environment, regionId, instanceId, now) with { Subject = Offsite }, findings, _ => kind, kind);
    }

    /// <summary>Of an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="command">The command that wrote it, such as Send-AliyunBackupToS3; its kind depends on it.</param>
    /// <param name="target">The object it was written for.</param>
    /// <param name="environment">The environment it happened in.</param>
    /// <param name="now">When it happened.</param>
    public static AlertEvent From(Exception error, string? command, object? target, string? environment, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(error);
        AlertEvent about = AboutTarget(command, target, environment, now);
        return Failure(about, KindOfError(command, CodeOf(error)), error);
    }

    /// <summary>Of an error of a run, which knows what it is about; the kind depends on <paramref name="command"/>.</summary>
    internal static AlertEvent OfError(
        Exception error, string? command, CloudProvider cloud, string? environment, string? regionId, string? instanceId, DateTimeOffset now) =>
        Failure(About(NameOf(cloud), environment, regionId, instanceId, now), KindOfError(command, CodeOf(error)), error);

    /// <summary>The end of the failures of a kind that are about an instance as such, or, without one, about the environment.</summary>
    internal static AlertEvent EndOf(
        AlertEventKind kind, CloudProvider cloud, string? environment, string? regionId, string? instanceId, DateTimeOffset now) =>
        WithRecovery(About(NameOf(cloud), environment, regionId, instanceId, now), [], [kind]).Single();

    private static AlertEventKind KindOfBackupFinding(string code) => code switch
    {
        BackupFindingCode.BackupMissing or SnapshotFindingCode.SnapshotMissing => AlertEventKind.BackupMissing,
        BackupFindingCode.BackupTooOld or SnapshotFindingCode.SnapshotTooOld => AlertEventKind.BackupStale,
        _ => AlertEventKind.BackupInvalid,
    };

    private static AlertEventKind KindOfExportFinding(string code) => code switch
    {
        ExportFindingCode.ExportFailed or ExportFindingCode.ExportCanceled or ExportFindingCode.ExportUnfinished => AlertEventKind.ExportFailed,
        ExportFindingCode.ExportPartial or ExportFindingCode.ExportEmpty or ExportFindingCode.TableIncomplete or ExportFindingCode.TableMissing
            or ExportFindingCode.TableWarning => AlertEventKind.ExportPartial,
        _ => AlertEventKind.VerificationFailed,
    };

    private static AlertEventKind KindOfError(string? command, string code) => (command, code) switch
    {
        (_, "BackupInvalid") => AlertEventKind.BackupInvalid, // Test-… -PassThru
        ("Send-AliyunBackupToS3", _) => AlertEventKind.CopyFailed,
        ("Start-AwsSnapshotExport" or "Wait-AwsSnapshotExport", _) => AlertEventKind.ExportFailed,
        ("Test-RdsBackupCopy" or "Test-AwsSnapshotExport" or "Save-RdsBackupCopy", _) => AlertEventKind.VerificationFailed,
        _ => AlertEventKind.OperationFailed,
    };

    // Nothing to restore from, or safe once and no longer.
    private static AlertSeverity SeverityOf(BackupFinding finding) => finding switch
    {
        { Severity: FindingSeverity.Warning } => AlertSeverity.Warning,
        { Code: BackupFindingCode.BackupMissing or SnapshotFindingCode.SnapshotMissing } => AlertSeverity.Critical,
        { Code: CopyFindingCode.CopyMissing or CopyFindingCode.CopySizeDiffers or CopyFindingCode.CopyChecksumDiffers } => AlertSeverity.Critical,
        _ => AlertSeverity.Error,
    };

    private static AlertEvent AboutTarget(string? command, object? target, string? environment, DateTimeOffset now) => target switch
    {
        AliyunBackup backup => About(Aliyun, environment, backup.RegionId, backup.InstanceId, now),
        AliyunBackupFile log => About(Aliyun, environment, log.RegionId, log.InstanceId, now) with { Subject = LogBackups },
        AliyunRdsInstance instance => About(Aliyun, environment, instance.RegionId, instance.InstanceId, now),
        AwsRdsInstance instance => About(Aws, environment, instance.Region, instance.InstanceId, now),
        AwsRdsSnapshot snapshot => About(Aws, environment, snapshot.Region, snapshot.InstanceId, now),
        AwsSnapshotExport export => About(export, environment, now),
        BackupCopy copy => About(copy.Cloud, environment ?? copy.Environment, copy.RegionId, copy.InstanceId, now) with { Subject = copy.ToString() },
        string instanceId when command?.Contains("Rds", StringComparison.Ordinal) == true && CloudOf(command) is { } cloud =>
            About(cloud, environment, regionId: null, instanceId, now),
        _ => About(CloudOf(command), environment, regionId: null, instanceId: null, now) with { Subject = target?.ToString() },
    };

    private static string NameOf(CloudProvider cloud) => cloud == CloudProvider.Aws ? Aws : Aliyun;

    private static string? CloudOf(string? command) => command switch
    {
        not null when command.Contains("-Aliyun", StringComparison.OrdinalIgnoreCase) => Aliyun,
        not null when command.Contains("-Aws", StringComparison.OrdinalIgnoreCase) => Aws,
        _ => null,
    };

    // The task does not name its instance. Names of automated snapshots hold it; of others only the snapshot is known.
    private static AlertEvent About(AwsSnapshotExport export, string? environment, DateTimeOffset time, string? instanceId = null)
    {
        instanceId ??= AutomatedSnapshot().Match(export.SnapshotId ?? "") is { Success: true } match ? match.Groups["instance"].Value : null;
        return About(Aws, environment, export.Region, instanceId, time) with
        {
            Subject = instanceId is null ? export.SnapshotId ?? export.SourceArn : null,
            Facts = Facts((nameof(Messages.AlertFactExportTask), export.ExportTaskId), (nameof(Messages.AlertFactDestination), export.ExportLocation)),
        };
    }

    private static AlertEvent About(string? cloud, string? environment, string? regionId, string? instanceId, DateTimeOffset time) => new()
    {
        Kind = AlertEventKind.Recovered,
        Severity = AlertSeverity.Information,
        Title = "",
        Cloud = cloud,
        Environment = environment,
        RegionId = regionId,
        InstanceId = instanceId,
        Time = time,
    };

    // Only the newest has an age that is judged; an instance that lacks a good one, or the schedule for it, is judged by that.
    private static string? SubjectOf(BackupTestResult result, string? id, TimeSpan? maximumAge) =>
        maximumAge is not null || result.Findings.Any(finding =>
            finding.Code is BackupFindingCode.BackupMissing or SnapshotFindingCode.SnapshotMissing or SnapshotFindingCode.BackupsSwitchedOff)
            ? null
            : id;

    private static IReadOnlyList<AlertEvent> OfValidation(AlertEvent about, IEnumerable<BackupFinding> findings) => OfFindings(
        about, findings, KindOfBackupFinding,
        AlertEventKind.BackupMissing, AlertEventKind.BackupStale, AlertEventKind.BackupInvalid, AlertEventKind.OperationFailed);

    // What several findings with the same code say is one failure.
    private static IReadOnlyList<AlertEvent> OfFindings(
        AlertEvent about, IEnumerable<BackupFinding> findings, Func<string, AlertEventKind> kindOf, params AlertEventKind[] looksFor) =>
        WithRecovery(
            about,
            [
                .. findings.Where(finding => finding.Severity != FindingSeverity.Information)
                    .GroupBy(finding => finding.Code)
                    .Select(same => Failure(
                        about, kindOf(same.Key), same.Max(SeverityOf), same.Key, string.Join('\n', same.Select(finding => finding.Message)))),
            ],
            looksFor);

    // Codes of the same kinds that are not looked for last, too.
    private static IReadOnlyList<AlertEvent> WithRecovery(
        AlertEvent about, AlertEvent[] failures, AlertEventKind[] looksFor, params IEnumerable<string> unseen) =>
    [
        .. failures,
        about with
        {
            Title = Errors.Text(nameof(Messages.AlertTitleRecovered), Name(about)),
            Recovery = new AlertRecovery { Kinds = looksFor, StillFailing = [.. failures.Select(failure => failure.Code).Concat(unseen)] },
        },
    ];

    // The title is the text named AlertTitle{kind} in Messages.resx.
    private static AlertEvent Failure(AlertEvent about, AlertEventKind kind, AlertSeverity severity, string code, string detail) => about with
    {
        Kind = kind,
        Severity = severity,
        Code = code,
        Title = Errors.Text("AlertTitle" + kind, Name(about), code),
        Detail = detail,
    };

    private static AlertEvent Failure(AlertEvent about, AlertEventKind kind, Exception error) =>
        Failure(about, kind, AlertSeverity.Error, CodeOf(error), Redaction.Redact(error.Message)) with { Remedy = (error as RdsBackupException)?.Recommendation };

    private static string CodeOf(Exception error) => (error as RdsBackupException)?.ErrorId ?? error.GetType().Name;

    private static string Name(AlertEvent about)
    {
        string?[] parts = about.Subject?.StartsWith("s3://", StringComparison.Ordinal) == true
            ? [about.Subject]
            : [about.Environment, about.InstanceId, about.Subject];
        string name = string.Join('/', parts.Where(part => !string.IsNullOrEmpty(part)));
        return name.Length > 0 ? name : "-";
    }

    private static IReadOnlyList<AlertFact> Facts(params (string Id, string? Value)[] facts) =>
        [.. facts.Where(fact => !string.IsNullOrEmpty(fact.Value)).Select(fact => new AlertFact(Errors.Text(fact.Id), fact.Value!))];

    private static string? Age(TimeSpan? age) => age?.TotalHours.ToString("0.# h", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^rds:(?<instance>.+)-\d{4}-\d{2}-\d{2}-\d{2}-\d{2}$")]
    private static partial Regex AutomatedSnapshot();
}
