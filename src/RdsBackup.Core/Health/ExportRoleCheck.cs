using RdsBackup.Aws;
using RdsBackup.Diagnostics;
using RdsBackup.Exports;

namespace RdsBackup.Health;

/// <summary>The role that writes exports. <see cref="Errors"/> has its texts.</summary>
internal sealed class ExportRoleCheck(string role, AwsClientOptions options) : ExportPartCheck(HealthCheckName.ExportRole, role, options)
{
    /// <inheritdoc/>
    protected override HealthVerdict? Refuse(string region) =>
        ExportPreflight.IsRole(Target, out _) ? null : HealthVerdict.Failed(nameof(Messages.HealthRoleInvalid), Target);

    /// <inheritdoc/>
    protected override bool IsUsedBy(AwsSnapshotExport export) => export.IamRoleArn == Target;
}
