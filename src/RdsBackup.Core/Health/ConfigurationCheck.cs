using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.Health;

/// <summary>The configuration can be read, and nothing is wrong with it. <see cref="Errors"/> has its texts.</summary>
/// <param name="target">The files.</param>
/// <param name="findings">What is wrong.</param>
internal sealed class ConfigurationCheck(string target, IReadOnlyList<ConfigurationFinding> findings) : HealthCheck(HealthCheckName.Configuration, target)
{
    /// <inheritdoc/>
    public override Task<HealthVerdict> RunAsync(CancellationToken cancellationToken) => Task.FromResult(Judge());

    private HealthVerdict Judge()
    {
        int errors = findings.Count(finding => finding.Severity == FindingSeverity.Error);
        string all = string.Join(" ", findings.OrderByDescending(finding => finding.Severity).Select(finding => $"{finding} {finding.Remedy}".TrimEnd()));
        return findings.Count == 0
            ? HealthVerdict.Healthy(nameof(Messages.HealthConfigurationRight))
            : HealthVerdict.Of(
                errors > 0 ? RdsBackupHealthStatus.Failed : RdsBackupHealthStatus.Warning,
                nameof(Messages.HealthConfigurationWrong), errors, findings.Count - errors, all);
    }
}
