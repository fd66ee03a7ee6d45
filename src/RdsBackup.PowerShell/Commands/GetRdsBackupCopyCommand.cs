using System.Management.Automation;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;
using RdsBackup.Retrieval;

namespace RdsBackup.PowerShell;

/// <summary>
/// Lists the finished copies of a bucket, as their manifests describe them. -Environment lists those made for it; with -Bucket it may be a
/// pattern, and no configuration is read.
/// </summary>
[Cmdlet(VerbsCommon.Get, "RdsBackupCopy")]
[OutputType(typeof(BackupCopy))]
public sealed class GetRdsBackupCopyCommand : S3Command
{
    private BackupCopyCatalog? _catalog;

    /// <summary>What the keys start with. The narrower, the fewer manifests are read.</summary>
    [Parameter]
    public string? Prefix { get; set; }

    /// <summary>Instances whose copies to list, or patterns.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("DBInstanceId")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [InstanceIdTransformation]
    [ArgumentCompleter(typeof(AliyunInstanceCompleter))]
    public string[]? InstanceId { get; set; }

    /// <summary>Backup ids whose copies to list, or patterns.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? BackupId { get; set; }

    /// <summary>Regions of the instances, or patterns.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Region")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [RegionTransformation]
    public string[]? RegionId { get; set; }

    /// <summary>Start of the window the backups were started in: a time, or how long ago, such as 7d.</summary>
    [Parameter]
    [TimeTransformation]
    public DateTimeOffset? Since { get; set; }

    /// <summary>End of that window.</summary>
    [Parameter]
    [TimeTransformation]
    public DateTimeOffset? Before { get; set; }

    /// <summary>Lists the newest backup of each instance only.</summary>
    [Parameter]
    public SwitchParameter Latest { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken) => AttemptAsync(Bucket, async () =>
    {
        if (Since > Before)
        {
            throw Errors.Create(nameof(Messages.TimeRangeInvalid), RdsBackupErrorKind.InvalidInput, Since, Before);
        }

        _catalog ??= await BackupCopyCatalog.ConnectAsync(CreateConnection(), Pipeline.Log, cancellationToken);
        Dictionary<string, BackupCopy> latest = [];
        await foreach (BackupCopy copy in MatchesAsync(_catalog, cancellationToken))
        {
            if (!Latest)
            {
                await Pipeline.WriteObjectAsync(copy);
            }
            else if (!latest.TryGetValue(copy.InstanceId, out BackupCopy? newest) || copy.StartTime > newest.StartTime)
            {
                latest[copy.InstanceId] = copy;
            }
        }

        foreach (BackupCopy copy in latest.Values)
        {
            await Pipeline.WriteObjectAsync(copy);
        }
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _catalog?.Dispose();
        base.Dispose(disposing);
    }

    // With a bucket the environment only says which copies are wanted.
    private protected override bool UsesConfiguration => base.UsesConfiguration && !IsGiven(nameof(Bucket)) && !MyInvocation.ExpectingInput;

    private protected override void Apply(EnvironmentOptions environment)
    {
        base.Apply(environment);
        Prefix ??= environment.Destination.Prefix;
    }

    private IAsyncEnumerable<BackupCopy> MatchesAsync(BackupCopyCatalog catalog, CancellationToken cancellationToken)
    {
        WildcardFilter instance = new(InstanceId), backup = new(BackupId), region = new(RegionId), environment = new(Environment is null ? null : [Environment]);
        return Filter(catalog.ListAsync(Prefix, cancellationToken));

        async IAsyncEnumerable<BackupCopy> Filter(IAsyncEnumerable<BackupCopy> copies)
        {
            await foreach (BackupCopy copy in copies)
            {
                bool inWindow = !(copy.StartTime < Since) && !(copy.StartTime >= Before);
                if (inWindow && instance.Matches(copy.InstanceId) && backup.Matches(copy.BackupId)
                    && region.Matches(copy.RegionId) && environment.Matches(copy.Environment))
                {
                    yield return copy;
                }
            }
        }
    }
}
