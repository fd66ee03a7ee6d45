using RdsBackup.Aliyun;

namespace RdsBackup.Validation;

/// <summary>
/// Checks backups of ApsaraDB RDS: by their description, by comparison with their predecessors and with the instance's backup policy,
/// and, if asked to, by the first bytes of the file. The codes are those of <see cref="BackupFindingCode"/>. An instance's history and
/// policy are fetched once for all of its backups. Safe for concurrent use.
/// </summary>
public sealed class AliyunBackupValidator
{
    private const string ReadOnlyInstance = "Readonly"; // DBInstanceType
    private static readonly TimeSpan BoundMargin = TimeSpan.FromMinutes(1);

    private readonly IAliyunRdsClient _client;
    private readonly AliyunValidationOptions _options;
    private readonly BackupContentCheck _content;
    private readonly AsyncCache<string, IReadOnlyList<AliyunBackup>> _histories;
    private readonly AsyncCache<string, AliyunBackupPolicy> _policies;

    /// <summary>Prepares the checks; asks for nothing yet.</summary>
    /// <param name="client">The API of the region the backups are in; stays the caller's.</param>
    /// <param name="options">What to expect.</param>
    public AliyunBackupValidator(IAliyunRdsClient client, AliyunValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        _client = client;
        _options = options;
        _content = new BackupContentCheck(client, options);
        _histories = new AsyncCache<string, IReadOnlyList<AliyunBackup>>(ListAsync);
        _policies = new AsyncCache<string, AliyunBackupPolicy>(client.DescribeBackupPolicyAsync);
    }

    /// <summary>Checks one backup. Its age counts only when it is the newest successful one of its instance.</summary>
    /// <exception cref="RdsBackupException">The API refused to list the instance's backups or its policy.</exception>
    public async Task<AliyunBackupTestResult> ValidateAsync(AliyunBackup backup, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(backup);
        IReadOnlyList<AliyunBackup> history = await _histories.GetAsync(backup.InstanceId, cancellationToken);
        return await ValidateAsync(backup, history, [], cancellationToken);
    }

    /// <summary>Checks the newest successful backup of an instance, or says that there is none.</summary>
    /// <exception cref="RdsBackupException">The API refused to list the instance's backups or its policy.</exception>
    public Task<AliyunBackupTestResult> ValidateLatestAsync(AliyunRdsInstance instance, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(instance);
        bool isReadOnly = string.Equals(instance.Type, ReadOnlyInstance, StringComparison.OrdinalIgnoreCase);
        return ValidateLatestAsync(instance.InstanceId, isReadOnly, cancellationToken);
    }

    /// <summary>Checks the newest successful backup of an instance, or says that there is none.</summary>
    /// <exception cref="RdsBackupException">The API refused to list the instance's backups or its policy.</exception>
    public Task<AliyunBackupTestResult> ValidateLatestAsync(string instanceId, CancellationToken cancellationToken) =>
        ValidateLatestAsync(instanceId, isReadOnly: false, cancellationToken);

    /// <summary>The backups that an instance is judged by, fetched once.</summary>
    internal Task<IReadOnlyList<AliyunBackup>> HistoryAsync(string instanceId, CancellationToken cancellationToken) =>
        _histories.GetAsync(instanceId, cancellationToken);

    private async Task<AliyunBackupTestResult> ValidateLatestAsync(string instanceId, bool isReadOnly, CancellationToken cancellationToken)
    {
        IReadOnlyList<AliyunBackup> history = await _histories.GetAsync(instanceId, cancellationToken);
        if (BackupRules.NewestSuccessful(history) is { } newest)
        {
            return await ValidateAsync(newest, history, BackupRules.CheckNewerAttempts(newest, history), cancellationToken);
        }

        BackupFinding missing = BackupRules.Missing(instanceId, isReadOnly, _options.HistoryWindow);
        return history.MaxBy(backup => backup.StartTime) is { } failed
            ? await ValidateAsync(failed, history, [missing], cancellationToken)
            : Result(instanceId, backup: null, [missing], allowedAge: null, isDeep: false, Now());
    }

    private async Task<AliyunBackupTestResult> ValidateAsync(
        AliyunBackup backup, IReadOnlyList<AliyunBackup> history, IEnumerable<BackupFinding> before, CancellationToken cancellationToken)
    {
        DateTimeOffset now = Now();
        List<BackupFinding> findings = [.. before, .. BackupRules.Check(backup, history, _options, now)];
        TimeSpan? allowedAge = null;
        if (IsNewest(backup, history))
        {
            allowedAge = _options.MaximumAge ?? BackupSchedule.AllowedAge(await _policies.GetAsync(backup.InstanceId, cancellationToken));
            findings.AddRange(BackupRules.CheckAge(backup, allowedAge, now));
        }

        bool wasRead = false;
        if (_options.Deep && backup.HasDownloadLink && BackupRules.IsSuccessful(backup))
        {
            (wasRead, IReadOnlyList<BackupFinding> ofContent) = await _content.RunAsync(backup, cancellationToken);
            findings.AddRange(ofContent);
        }

        return Result(backup.InstanceId, backup, findings, allowedAge, wasRead, now);
    }

    private AliyunBackupTestResult Result(
        string instanceId, AliyunBackup? backup, IEnumerable<BackupFinding> findings, TimeSpan? allowedAge, bool isDeep, DateTimeOffset now) => new()
        {
            InstanceId = instanceId,
            RegionId = backup?.RegionId ?? _client.RegionId,
            Backup = backup,
            Findings = [.. findings.OrderByDescending(finding => finding.Severity)],
            Age = now - backup?.EndTime,
            MaximumAge = allowedAge,
            IsDeep = isDeep,
            CheckedAt = now,
        };

    private static bool IsNewest(AliyunBackup backup, IReadOnlyList<AliyunBackup> history) =>
        BackupRules.IsSuccessful(backup)
        && BackupRules.NewestSuccessful(history.Append(backup))?.BackupId == backup.BackupId;

    private async Task<IReadOnlyList<AliyunBackup>> ListAsync(string instanceId, CancellationToken cancellationToken)
    {
        DateTimeOffset now = Now();
        var query = new AliyunBackupQuery(instanceId, now - _options.HistoryWindow, now + BoundMargin);
        var backups = new List<AliyunBackup>();
        await foreach (AliyunBackup backup in _client.DescribeBackupsAsync(query, cancellationToken))
        {
            backups.Add(backup);
        }

        return backups;
    }

    private DateTimeOffset Now() => _options.TimeProvider.GetUtcNow();
}
