using System.Management.Automation;
using RdsBackup.Aws;

namespace RdsBackup.PowerShell;

/// <summary>Base of the cmdlets that list instances, clusters and their snapshots.</summary>
public abstract class AwsRdsCommand : AwsRdsKindCommand
{
    /// <summary>Engines to list, such as mysql, aurora-postgresql or sqlserver-*.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AwsEngineCompleter))]
    public string[]? Engine { get; set; }

    private protected WildcardFilter EngineFilter { get; private set; } = null!;

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        EngineFilter = new WildcardFilter(Engine);
        return Task.CompletedTask;
    }

    /// <summary>The filter that leaves -Engine to the API, where it names one engine that the API knows.</summary>
    private protected IReadOnlyList<AwsFilter> FiltersOf(AwsRdsKind kind)
    {
        IEnumerable<KnownValue> known = kind == AwsRdsKind.Cluster ? Known.AwsClusterEngines : Known.AwsEngines;
        return EngineFilter.Literal(known) is { } engine ? [new AwsFilter("engine", engine)] : [];
    }
}
