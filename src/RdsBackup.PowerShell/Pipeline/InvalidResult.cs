using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>What -PassThru of the Test cmdlets makes of a result that is not valid: an error that names every finding.</summary>
internal static class InvalidResult
{
    public static RdsBackupException OfBackup(string subject, BackupTestResult result) => Create(nameof(Messages.BackupInvalid), subject, result);

    public static RdsBackupException OfCopy(string subject, BackupTestResult result) => Create(nameof(Messages.CopyInvalid), subject, result);

    public static RdsBackupException OfExport(string subject, BackupTestResult result) => Create(nameof(Messages.ExportInvalid), subject, result);

    private static RdsBackupException Create(string id, string subject, BackupTestResult result) => Errors.Create(
        id, RdsBackupErrorKind.CorruptData, subject, string.Join(" ", result.Findings.Select(finding => $"{finding.Code}: {finding.Message}")));
}
