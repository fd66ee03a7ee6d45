using System.Management.Automation;
using RdsBackup.Configuration;

namespace RdsBackup.PowerShell;

/// <summary>
/// Checks the configuration without calling any cloud, and writes everything that is wrong with it at once: what, where, and what to do.
/// Nothing is written when nothing is wrong.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "RdsBackupConfiguration")]
[OutputType(typeof(ConfigurationFinding), typeof(bool))]
public sealed class TestRdsBackupConfigurationCommand : ConfigurationCommand
{
    /// <summary>Fetches every secret that the configuration names, too, and says which cannot be had. None is shown or kept.</summary>
    [Parameter]
    public SwitchParameter ResolveSecret { get; set; }

    /// <summary>Writes only whether the configuration can be used.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ConfigurationFinding> findings = await FindAsync(cancellationToken);
        if (Quiet)
        {
            await Pipeline.WriteObjectAsync(findings.All(finding => finding.Severity != FindingSeverity.Error));
            return;
        }

        foreach (ConfigurationFinding finding in findings)
        {
            await Pipeline.WriteObjectAsync(finding);
        }
    }

    private async Task<IReadOnlyList<ConfigurationFinding>> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            RdsBackupConfiguration configuration = ConfigurationLoader.Load(await SourcesAsync());
            return ResolveSecret
                ? [.. configuration.Findings, .. await Secrets.TryAllAsync(configuration, cancellationToken)]
                : configuration.Findings;
        }
        catch (RdsBackupException failure)
        {
            return [ConfigurationFinding.Of(failure)];
        }
    }
}
