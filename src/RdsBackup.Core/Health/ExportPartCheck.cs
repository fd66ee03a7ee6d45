using RdsBackup.Aws;
using RdsBackup.Diagnostics;

namespace RdsBackup.Health;

/// <summary>
/// What an export is made with, a role or a key. Whether it exists and suffices is said only when an export is started; the exports there were
/// (DescribeExportTasks, which the nightly run needs as well) are the next best: the newest that used it and has ended. <see cref="Errors"/> has its texts.
/// </summary>
/// <param name="name">One of <see cref="HealthCheckName"/>.</param>
/// <param name="part">The role or key.</param>
/// <param name="options">The region that exports.</param>
internal abstract class ExportPartCheck(string name, string part, AwsClientOptions options) : HealthCheck(name, part)
{
    /// <inheritdoc/>
    public sealed override async Task<HealthVerdict> RunAsync(CancellationToken cancellationToken)
    {
        using AwsRdsClient client = await AwsRdsClient.ConnectAsync(
            options, HealthPatience.Aws, () => CredentialChain.FindAsync(options), cancellationToken).ConfigureAwait(false);
        if (Refuse(client.Region) is { } refusal)
        {
            return refusal;
        }

        try
        {
            return Judge(await NewestAsync(client, cancellationToken).ConfigureAwait(false));
        }
        catch (AwsApiException denied) when (denied.Kind == RdsBackupErrorKind.PermissionDenied)
        {
            return HealthVerdict.Unknown(nameof(Messages.HealthExportsUnseen));
        }
    }

    /// <summary>What is wrong with its form; null when nothing is.</summary>
    protected abstract HealthVerdict? Refuse(string region);

    /// <summary>Whether an export used it.</summary>
    protected abstract bool IsUsedBy(AwsSnapshotExport export);

    private async Task<AwsSnapshotExport?> NewestAsync(AwsRdsClient client, CancellationToken cancellationToken)
    {
        AwsSnapshotExport? newest = null;
        await foreach (AwsSnapshotExport export in client.FindExportsAsync(new AwsExportQuery(), cancellationToken).ConfigureAwait(false))
        {
            if (export.Status is "COMPLETE" or "FAILED" && IsUsedBy(export) && !(export.TaskEndTime <= newest?.TaskEndTime))
            {
                newest = export;
            }
        }

        return newest;
    }

    private static HealthVerdict Judge(AwsSnapshotExport? newest) => newest switch
    {
        null => HealthVerdict.Unknown(nameof(Messages.HealthExportNone)),
        { IsComplete: true } => HealthVerdict.Healthy(nameof(Messages.HealthExportComplete), newest.ExportTaskId, newest.TaskEndTime),
        _ => HealthVerdict.Warning(nameof(Messages.HealthExportFailed), newest.ExportTaskId, newest.FailureCause),
    };
}
