using System.Management.Automation;
using RdsBackup.Aliyun;

namespace RdsBackup.PowerShell;

/// <summary>Lists the backup sets of ApsaraDB RDS instances, page by page as they are wanted; of the last 30 days unless -Since says otherwise.</summary>
[Cmdlet(VerbsCommon.Get, "AliyunRdsBackup")]
[OutputType(typeof(AliyunBackup))]
public sealed class GetAliyunRdsBackupCommand : AliyunBackupFileCommand
{
    private WildcardFilter _backupId = null!;
    private WildcardFilter _status = null!;
    private WildcardFilter _type = null!;
    private WildcardFilter _method = null!;
    private WildcardFilter _mode = null!;

    /// <summary>Ids of the backup sets, or patterns of them. For an id the time window does not count.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? BackupId { get; set; }

    /// <summary>Of each instance only the newest set that can be used (Success, available); with -Status the newest of that status.</summary>
    [Parameter]
    public SwitchParameter Latest { get; set; }

    /// <summary>Success or Failed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BackupStatusCompleter))]
    public string[]? Status { get; set; }

    /// <summary>FullBackup or IncrementalBackup.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BackupTypeCompleter))]
    public string[]? Type { get; set; }

    /// <summary>Physical, Logical or Snapshot.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BackupMethodCompleter))]
    public string[]? Method { get; set; }

    /// <summary>Automated or Manual.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BackupModeCompleter))]
    public string[]? Mode { get; set; }

    private protected override TimeSpan DefaultWindow => TimeSpan.FromDays(30);

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        _status = new WildcardFilter(Status ?? (Latest ? ["Success"] : null));
        _type = new WildcardFilter(Type);
        _method = new WildcardFilter(Method);
        _mode = new WildcardFilter(Mode);
        return base.BeginAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        _backupId = new WildcardFilter(BackupId);
        return base.ProcessAsync(cancellationToken);
    }

    private protected override Task ListAsync(string instanceId, string? regionId, CancellationToken cancellationToken) =>
        BackupId?.Any(WildcardPattern.ContainsWildcardCharacters) == false
            ? FindAsync(instanceId, regionId, BackupId, cancellationToken)
            : ListWindowAsync(instanceId, regionId, cancellationToken);

    private async Task FindAsync(string instanceId, string? regionId, IEnumerable<string> backupIds, CancellationToken cancellationToken)
    {
        foreach (string backupId in backupIds)
        {
            await AttemptAsync(backupId, () => FindAsync(instanceId, regionId, backupId, cancellationToken));
        }
    }

    private async Task FindAsync(string instanceId, string? regionId, string backupId, CancellationToken cancellationToken)
    {
        try
        {
            AliyunBackup backup = await Clients.FindBackupAsync(regionId, instanceId, backupId, cancellationToken);
            if (Passes(backup))
            {
                await Pipeline.WriteObjectAsync(backup);
            }
        }
        catch (RdsBackupException failure) when (failure.Kind == RdsBackupErrorKind.NotFound && !InstanceId.Contains(instanceId))
        {
            // The instance matched a pattern: the backup may be another's.
        }
    }

    private async Task ListWindowAsync(string instanceId, string? regionId, CancellationToken cancellationToken)
    {
        var query = new AliyunBackupQuery(
            instanceId, WindowStart, WindowEnd, BackupId: null,
            _status.Literal(Known.BackupStatuses), _mode.Literal(Known.BackupModes), _type.Literal(Known.BackupTypes));
        AliyunBackup? latest = null;
        await foreach (AliyunBackup backup in Clients.Of(regionId).DescribeBackupsAsync(query, cancellationToken))
        {
            if (!Passes(backup))
            {
                continue;
            }

            if (!Latest)
            {
                await Pipeline.WriteObjectAsync(backup);
            }
            else if (latest is null || backup.EndTime > latest.EndTime)
            {
                latest = backup;
            }
        }

        if (latest is not null)
        {
            await Pipeline.WriteObjectAsync(latest);
        }
    }

    private bool Passes(AliyunBackup backup) =>
        _backupId.Matches(backup.BackupId) && _status.Matches(backup.Status) && _type.Matches(backup.Type)
        && _method.Matches(backup.Method) && _mode.Matches(backup.Mode)
        && !(Latest && Status is null && backup.IsAvailable == false);
}
