using System.Management.Automation;
using RdsBackup.Alerting;
using RdsBackup.Configuration;

namespace RdsBackup.PowerShell;

/// <summary>Lists the alert rules of the configuration, in the order they are asked.</summary>
[Cmdlet(VerbsCommon.Get, "RdsBackupAlertRule")]
[OutputType(typeof(AlertRule))]
public sealed class GetRdsBackupAlertRuleCommand : ConfigurationCommand
{
    /// <summary>Names of rules, or patterns.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AlertRuleCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        RdsBackupConfiguration configuration = await LoadConfigurationAsync();
        WildcardFilter names = new(Name);
        foreach (AlertRule rule in ConfiguredAlertRules.Of(configuration.Options.Alerts).Where(rule => names.Matches(rule.Name)))
        {
            await Pipeline.WriteObjectAsync(rule);
        }
    }
}
