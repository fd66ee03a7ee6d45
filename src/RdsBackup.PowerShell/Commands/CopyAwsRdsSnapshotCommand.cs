using System.Management.Automation;
using RdsBackup.Aws;
using RdsBackup.Diagnostics;
using RdsBackup.Snapshots;

namespace RdsBackup.PowerShell;

/// <summary>
/// Copies snapshots of Amazon RDS: into another region, into this account, with a key of one's own, or to keep an automated one. Such a copy can be
/// restored to RDS, which a Parquet export (Start-AwsSnapshotExport) cannot.
/// </summary>
[Cmdlet(VerbsCommon.Copy, "AwsRdsSnapshot", SupportsShouldProcess = true, DefaultParameterSetName = BySnapshot)]
[OutputType(typeof(AwsRdsSnapshot))]
public sealed class CopyAwsRdsSnapshotCommand : AwsSnapshotMakingCommand
{
    private const string ById = "Id";
    private const string BySnapshot = "Snapshot";

    /// <summary>The snapshots: identifiers, or ARNs, which those that another account shares need.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [Alias("DBSnapshotArn", "DBClusterSnapshotArn", "DBSnapshotIdentifier", "DBClusterSnapshotIdentifier")]
    [ValidateNotNullOrEmpty]
    public string[] SnapshotId { get; set; } = [];

    /// <summary>Snapshots to copy, from Get-AwsRdsSnapshot or Test-AwsRdsSnapshot -PassThru.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = BySnapshot)]
    [ValidateNotNull]
    public AwsRdsSnapshot Snapshot { get; set; } = null!;

    /// <summary>Region to copy into. Without it the copy lies in the region of the snapshot.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AwsRegionCompleter))]
    [AwsRegionTransformation]
    public string? DestinationRegion { get; set; }

    /// <summary>
    /// Identifier of the copy, or a template of it with {snapshotId}, {instanceId}, {engine}, {region} (of the snapshot), {yyyy}, {MM}, {dd}, {HH}
    /// and {mm} (when the data was taken, UTC). The default is {snapshotId}-copy. What is a copy of the same snapshot already is not copied again.
    /// </summary>
    [Parameter]
    [Alias("TargetDBSnapshotIdentifier", "TargetDBClusterSnapshotIdentifier")]
    [ValidateNotNullOrEmpty]
    public string? TargetSnapshotId { get; set; }

    /// <summary>
    /// KMS key to encrypt the copy with: id, alias or ARN of a key of the region that is copied into. Needed for an encrypted snapshot of another
    /// region or account; otherwise the copy keeps the snapshot's.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KmsKeyCompleter))]
    public string? KmsKeyId { get; set; }

    /// <summary>Gives the copy the tags of the snapshot.</summary>
    [Parameter]
    public SwitchParameter CopyTags { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (ParameterSetName == BySnapshot)
        {
            await AttemptAsync(Snapshot, () => CopyAsync(Snapshot, cancellationToken));
            return;
        }

        foreach (string text in SnapshotId)
        {
            await AttemptAsync(text, () => CopyAsync(AwsRdsName.OfSnapshot(text), cancellationToken));
        }
    }

    private Task CopyAsync(AwsRdsName name, CancellationToken cancellationToken) => name.IsPattern
        ? throw Errors.Create(nameof(Messages.AwsPatternRefused), RdsBackupErrorKind.InvalidInput, name.Text)
        : SearchAsync(
            name,
            async client =>
            {
                AwsRdsSnapshot? snapshot = await FindSnapshotAsync(client, name, cancellationToken);
                await (snapshot is null ? Task.CompletedTask : CopyAsync(snapshot, cancellationToken));
                return snapshot is not null;
            },
            regions => Errors.Create(nameof(Messages.AwsSnapshotNotFound), RdsBackupErrorKind.NotFound, name.Text, regions),
            cancellationToken);

    private async Task CopyAsync(AwsRdsSnapshot snapshot, CancellationToken cancellationToken)
    {
        IAwsRdsClient destination = await Clients.OfAsync(DestinationRegion ?? snapshot.Region, name: null, cancellationToken);
        SnapshotCopyOptions options = new() { Template = TargetSnapshotId, KmsKeyId = KmsKeyId, CopyTags = CopyTags, Tags = Tags.From(Tag) };
        SnapshotPlan plan = await new SnapshotMaker(destination, Clock).PlanCopyAsync(snapshot, options, cancellationToken);
        string source = $"{snapshot.SnapshotId} ({AllocatedStorage.Describe(snapshot.Region, snapshot.AllocatedStorage)})";
        await MakeAsync(destination, plan, source, Errors.Text(nameof(Messages.SnapshotCopyAction)), cancellationToken);
    }
}
