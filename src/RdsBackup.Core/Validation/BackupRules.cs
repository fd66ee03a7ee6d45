namespace RdsBackup.Validation;

/// <summary>What can be said of a backup by its description alone. Pure functions of description, history and time.</summary>
internal static class BackupRules
{
    private const string Success = "Success";
    private const string Snapshot = "Snapshot";

    /// <summary>Whether the backup ended well.</summary>
    public static bool IsSuccessful(AliyunBackup backup) => string.Equals(backup.Status, Success, StringComparison.OrdinalIgnoreCase);

    /// <summary>The newest successful backup, or null.</summary>
    public static AliyunBackup? NewestSuccessful(IEnumerable<AliyunBackup> history) =>
        history.Where(IsSuccessful).MaxBy(backup => backup.EndTime ?? backup.StartTime);

    /// <summary>Findings about one backup. Of one that failed nothing else is worth saying.</summary>
    public static IEnumerable<BackupFinding> Check(
        AliyunBackup backup, IReadOnlyList<AliyunBackup> history, AliyunValidationOptions options, DateTimeOffset now) =>
        IsSuccessful(backup)
            ? CheckState(backup, now).Concat(CheckFile(backup, now)).Concat(CheckSize(backup, history, options))
            : [Finding(BackupFindingCode.BackupFailed, FindingSeverity.Error, backup, backup.Status ?? "-")];

    /// <summary>The age of an instance's newest successful backup against what is allowed.</summary>
    public static IEnumerable<BackupFinding> CheckAge(AliyunBackup newest, TimeSpan? allowed, DateTimeOffset now)
    {
        if (now - newest.EndTime is { } age && age > allowed)
        {
            yield return Finding(BackupFindingCode.BackupTooOld, FindingSeverity.Error, newest, age, allowed);
        }
    }

    /// <summary>Attempts that failed since an instance's newest successful backup.</summary>
    public static IEnumerable<BackupFinding> CheckNewerAttempts(AliyunBackup newest, IEnumerable<AliyunBackup> history)
    {
        AliyunBackup? failed = history.Where(other => !IsSuccessful(other) && other.StartTime > newest.StartTime).MaxBy(other => other.StartTime);
        if (failed is not null)
        {
            yield return Finding(BackupFindingCode.NewerBackupFailed, FindingSeverity.Warning, failed, failed.Status ?? "-", newest.BackupId);
        }
    }

    /// <summary>An instance without a successful backup.</summary>
    public static BackupFinding Missing(string instanceId, bool isReadOnly, TimeSpan window) => isReadOnly
        ? Findings.Create(BackupFindingCode.BackupNotExpected, FindingSeverity.Information, instanceId)
        : Findings.Create(BackupFindingCode.BackupMissing, FindingSeverity.Error, instanceId, window.TotalDays);

    /// <summary>A finding about a backup; its text is filled in with the backup, then <paramref name="arguments"/>.</summary>
    public static BackupFinding Finding(string code, FindingSeverity severity, AliyunBackup backup, params object?[] arguments) =>
        Findings.Create(code, severity, [backup, .. arguments]);

    private static IEnumerable<BackupFinding> CheckState(AliyunBackup backup, DateTimeOffset now)
    {
        if (backup.IsAvailable == false)
        {
            yield return Finding(BackupFindingCode.BackupUnavailable, FindingSeverity.Error, backup);
        }

        if (backup.EndTime is not { } end || end > now)
        {
            yield return Finding(BackupFindingCode.BackupStillRunning, FindingSeverity.Error, backup);
        }
    }

    private static IEnumerable<BackupFinding> CheckFile(AliyunBackup backup, DateTimeOffset now)
    {
        bool isSnapshot = string.Equals(backup.Method, Snapshot, StringComparison.OrdinalIgnoreCase);
        if (backup.Size <= 0 && !isSnapshot)
        {
            yield return Finding(BackupFindingCode.BackupEmpty, FindingSeverity.Error, backup);
        }

        if (!backup.HasDownloadLink)
        {
            yield return Finding(
                BackupFindingCode.BackupNotDownloadable, isSnapshot ? FindingSeverity.Warning : FindingSeverity.Error, backup, backup.Method ?? "-");
            yield break;
        }

        if ((backup.DownloadLink ?? backup.InternalDownloadLink)!.ExpiresAt is { } expiry && expiry <= now)
        {
            yield return Finding(BackupFindingCode.LinkExpired, FindingSeverity.Information, backup, expiry);
        }

        if (backup.Checksum is null)
        {
            yield return Finding(BackupFindingCode.ChecksumMissing, FindingSeverity.Information, backup);
        }
    }

    private static IEnumerable<BackupFinding> CheckSize(
        AliyunBackup backup, IReadOnlyList<AliyunBackup> history, AliyunValidationOptions options)
    {
        if (backup.Size > 0 && backup.Size < options.MinimumSize)
        {
            yield return Finding(BackupFindingCode.BackupTooSmall, FindingSeverity.Error, backup, backup.Size, options.MinimumSize);
        }

        if (backup.Size > 0
            && UsualSize.Of(history.Where(other => IsPredecessor(other, backup)).Select(other => (other.StartTime, other.Size))) is { } usual
            && options.IsUnusual(backup.Size, usual))
        {
            yield return Finding(BackupFindingCode.BackupSizeUnusual, FindingSeverity.Warning, backup, backup.Size, usual);
        }
    }

    private static bool IsPredecessor(AliyunBackup other, AliyunBackup backup) =>
        IsSuccessful(other) && other.StartTime < backup.StartTime && other.BackupId != backup.BackupId
        && other.Type == backup.Type && other.Method == backup.Method;
}
