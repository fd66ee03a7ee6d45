using System.Management.Automation;
using RdsBackup.Aws;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>Cancels exports of snapshots. What they have written stays in S3.</summary>
[Cmdlet(VerbsLifecycle.Stop, "AwsSnapshotExport", SupportsShouldProcess = true)]
[OutputType(typeof(AwsSnapshotExport))]
public sealed class StopAwsSnapshotExportCommand : AwsExportTaskCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string task in ExportTaskId)
        {
            await AttemptAsync(task, async () =>
            {
                IAwsRdsClient client = await ClientAsync(cancellationToken);
                if (await Pipeline.ShouldProcessAsync($"{task} ({client.Region})", Errors.Text(nameof(Messages.CancelExportAction))))
                {
                    await Pipeline.WriteObjectAsync(await client.CancelExportTaskAsync(task, cancellationToken));
                }
            });
        }
    }
}
