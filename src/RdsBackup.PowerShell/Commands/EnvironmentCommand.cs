using System.Management.Automation;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>Base of the cmdlets that call a cloud: an environment of the configuration supplies what is not given.</summary>
public abstract class EnvironmentCommand : ConfigurationCommand
{
    /// <summary>
    /// Environment of the configuration that supplies whatever is not given: regions, instances, profiles, endpoints, bucket. Without it
    /// no configuration is read.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string? Environment { get; set; }

    /// <summary>The cloud an environment must be of; null takes any.</summary>
    private protected virtual CloudProvider? Cloud => null;

    /// <summary>Whether -Environment is looked up in the configuration.</summary>
    private protected virtual bool UsesConfiguration => Environment is not null;

    private protected sealed override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (!UsesConfiguration)
        {
            return;
        }

        EnvironmentOptions environment = (await LoadConfigurationAsync()).FindEnvironment(Environment!);
        if (Cloud is not null && environment.Cloud != Cloud)
        {
            throw Errors.Create(nameof(Messages.EnvironmentOfOtherCloud), RdsBackupErrorKind.InvalidInput, environment, environment.Cloud, Cloud);
        }

        Apply(environment);
    }

    /// <summary>Takes from <paramref name="environment"/> what was not given. Every class does so for its own parameters.</summary>
    private protected abstract void Apply(EnvironmentOptions environment);

    /// <summary>Whether the user gave a parameter.</summary>
    private protected bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>What -InstanceId is to be: what the user gave, else what the environment names, else what it was.</summary>
    private protected string[] InstancesOf(EnvironmentOptions environment, string[] instanceId) =>
        IsGiven("InstanceId") || environment is { Instances.Count: 0, Clusters.Count: 0 } ? instanceId : [.. environment.Instances, .. environment.Clusters];

    /// <summary>The region for a parameter that takes one; null when the environment says none, or objects from the pipeline will bring theirs.</summary>
    /// <exception cref="RdsBackupException">EnvironmentHasRegions.</exception>
    private protected string? OnlyRegionOf(EnvironmentOptions environment) => environment.Regions switch
    {
        [] => null,
        [string only] => only,
        _ when MyInvocation.ExpectingInput => null,
        _ => throw Errors.Create(
            nameof(Messages.EnvironmentHasRegions), RdsBackupErrorKind.InvalidInput, environment, string.Join(", ", environment.Regions)),
    };
}
