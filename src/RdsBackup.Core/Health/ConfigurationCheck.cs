using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.Health;

/// <summary>The configuration can be read, and nothing is wrong with it; its secrets can be had. <see cref="Errors"/> has its texts.</summary>
/// <param name="target">The files.</param>
/// <param name="findAsync">Finds what is wrong.</param>
internal sealed class ConfigurationCheck(string target, Func<CancellationToken, Task<IReadOnlyList<ConfigurationFinding>>> findAsync)
    : HealthCheck(HealthCheckName.Configuration, target)
{
    /// <summary>The check of a configuration that was read.</summary>
    public static ConfigurationCheck Of(RdsBackupConfiguration configuration, ISecretSource? vault) => new(
        configuration.Files.Count > 0 ? string.Join(", ", configuration.Files) : "RDSBACKUP__*",
        async cancellationToken => vault is null
            ? configuration.Findings
            : [.. configuration.Findings, .. await new SecretResolver(vault).TryAllAsync(configuration, cancellationToken).ConfigureAwait(false)]);

    /// <inheritdoc/>
    public override async Task<HealthVerdict> RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ConfigurationFinding> findings = await findAsync(cancellationToken).ConfigureAwait(false);
        int errors = findings.Count(finding => finding.Severity == FindingSeverity.Error);
        string all = string.Join(" ", findings.OrderByDescending(finding => finding.Severity).Select(finding => $"{finding} {finding.Remedy}".TrimEnd()));
        return findings.Count == 0
            ? HealthVerdict.Healthy(nameof(Messages.HealthConfigurationRight))
            : HealthVerdict.Of(
                errors > 0 ? RdsBackupHealthStatus.Failed : RdsBackupHealthStatus.Warning,
                nameof(Messages.HealthConfigurationWrong), errors, findings.Count - errors, all);
    }
}
