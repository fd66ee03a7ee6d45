using RdsBackup.Aws;
using RdsBackup.Diagnostics;
using RdsBackup.Exports;

namespace RdsBackup.Health;

/// <summary>The KMS key that encrypts exports. Tasks name it by its ARN, whatever it was named by; an alias is not resolved. <see cref="Errors"/> has its texts.</summary>
internal sealed class ExportKeyCheck(string key, AwsClientOptions options) : ExportPartCheck(HealthCheckName.ExportKey, key, options)
{
    /// <inheritdoc/>
    protected override HealthVerdict? Refuse(string region) =>
        ExportPreflight.IsKey(Target, region) ? null : HealthVerdict.Failed(nameof(Messages.HealthKeyInvalid), Target, region);

    /// <inheritdoc/>
    protected override bool IsUsedBy(AwsSnapshotExport export) =>
        export.KmsKeyId == Target || export.KmsKeyId?.EndsWith($":key/{Target}", StringComparison.Ordinal) == true;
}
