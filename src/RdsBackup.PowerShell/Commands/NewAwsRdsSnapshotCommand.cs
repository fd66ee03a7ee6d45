using System.Management.Automation;
using RdsBackup.Aws;
using RdsBackup.Diagnostics;
using RdsBackup.Snapshots;

namespace RdsBackup.PowerShell;

/// <summary>
/// Takes snapshots of DB instances and DB clusters of Amazon RDS. They stay until they are deleted, whatever becomes of the instance.
/// </summary>
[Cmdlet(VerbsCommon.New, "AwsRdsSnapshot", SupportsShouldProcess = true)]
[OutputType(typeof(AwsRdsSnapshot))]
public sealed class NewAwsRdsSnapshotCommand : AwsSnapshotMakingCommand
{
    /// <summary>Instances or clusters: identifiers or ARNs. Instances are looked for first, then clusters.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("DBInstanceIdentifier", "DBClusterIdentifier")]
    [ValidateNotNullOrEmpty]
    [InstanceIdTransformation]
    [ArgumentCompleter(typeof(AwsInstanceCompleter))]
    public string[] InstanceId { get; set; } = [];

    /// <summary>
    /// Identifier of the snapshot, or a template of it with {instanceId}, {engine}, {yyyy}, {MM}, {dd}, {HH} and {mm} (now, UTC). The default is
    /// {instanceId}-{yyyy}-{MM}-{dd}-{HH}-{mm}. Where a snapshot of the same instance has that name, one with a time in it is the one that is
    /// wanted and is not taken again; another is an error.
    /// </summary>
    [Parameter]
    [Alias("DBSnapshotIdentifier", "DBClusterSnapshotIdentifier")]
    [ValidateNotNullOrEmpty]
    public string? SnapshotId { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string text in InstanceId)
        {
            await AttemptAsync(text, () => TakeAsync(AwsRdsName.OfInstance(text), cancellationToken));
        }
    }

    private Task TakeAsync(AwsRdsName name, CancellationToken cancellationToken)
    {
        // A pattern would take snapshots of what nobody thought of.
        return name.IsPattern
            ? throw Errors.Create(nameof(Messages.AwsPatternRefused), RdsBackupErrorKind.InvalidInput, name.Text)
            : SearchAsync(
                name,
                async client =>
                {
                    AwsRdsInstance? instance = await FindInstanceAsync(client, name, cancellationToken);
                    await (instance is null ? Task.CompletedTask : TakeAsync(client, instance, cancellationToken));
                    return instance is not null;
                },
                regions => Errors.Create(nameof(Messages.AwsInstanceNotFound), RdsBackupErrorKind.NotFound, name.Text, regions),
                cancellationToken);
    }

    private async Task TakeAsync(IAwsRdsClient client, AwsRdsInstance instance, CancellationToken cancellationToken)
    {
        SnapshotPlan plan = await new SnapshotMaker(client, Clock).PlanAsync(instance, SnapshotId, Tags.From(Tag), cancellationToken);
        string source = $"{instance.InstanceId} ({AllocatedStorage.Describe(instance.Region, instance.AllocatedStorage)})";
        await MakeAsync(client, plan, source, Errors.Text(nameof(Messages.SnapshotAction)), cancellationToken);
    }
}
