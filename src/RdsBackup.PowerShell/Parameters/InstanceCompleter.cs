using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using Engine = System.Management.Automation.PowerShell;

namespace RdsBackup.PowerShell;

/// <summary>
/// Completes ids of instances with those that there are, listed as the rest of the command line says. What has come within two seconds is
/// offered, and again for a minute without asking; a failure shows nothing, since the command itself will say what is wrong.
/// </summary>
/// <param name="lister">The cmdlet that lists them.</param>
/// <param name="connection">Its parameters that say where and as whom.</param>
internal abstract class InstanceCompleter<TInstance>(string lister, params string[] connection) : ValueCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    // Completers live for one Tab only. Each session has its own: another one may be someone else in the cloud.
    private static readonly ConditionalWeakTable<Runspace, Dictionary<string, Listing>> Sessions = [];

    protected sealed override IEnumerable<KnownValue> ValuesWith(IDictionary boundParameters)
    {
        Dictionary<string, object?> given = connection.Where(boundParameters.Contains).ToDictionary(name => name, name => boundParameters[name]);
        string key = PSSerializer.Serialize(given.Prepend(new(lister, null)), depth: 2);
        Dictionary<string, Listing> listings = Sessions.GetOrCreateValue(Runspace.DefaultRunspace);
        if (!listings.TryGetValue(key, out Listing? listing) || TimeProvider.System.GetElapsedTime(listing.At) > Freshness)
        {
            listings[key] = listing = new Listing([.. List(given).Select(item => item.BaseObject).OfType<TInstance>().Select(Describe)], TimeProvider.System.GetTimestamp());
        }

        return listing.Values;
    }

    /// <summary>The id of an instance, and what it is.</summary>
    protected abstract KnownValue Describe(TInstance instance);

    private List<PSObject> List(Dictionary<string, object?> given)
    {
        using var engine = Engine.Create(RunspaceMode.CurrentRunspace);
        engine.AddCommand($"RdsBackup\\{lister}").AddParameters(given);
        foreach (string stream in (string[])["ErrorAction", "WarningAction", "InformationAction", "ProgressAction"])
        {
            engine.AddParameter(stream, ActionPreference.Ignore);
        }

        List<PSObject> found = [];
        using CancellationTokenSource timeout = new(Patience);
        using CancellationTokenRegistration stop = timeout.Token.Register(() => engine.BeginStop(null, null));
        try
        {
            engine.Invoke(null, found);
        }
        catch (RuntimeException)
        {
            // Stopped, not allowed, no region: what has come until then is what there is to offer.
        }

        return found;
    }

    private sealed record Listing(IReadOnlyList<KnownValue> Values, long At);
}

/// <summary>Instances of ApsaraDB RDS, with engine and description.</summary>
internal sealed class AliyunInstanceCompleter() : InstanceCompleter<AliyunRdsInstance>(
    "Get-AliyunRdsInstance", "ConfigurationPath", "Environment", "RegionId", "AliyunProfile", "AliyunCredential", "AliyunEndpoint")
{
    protected override KnownValue Describe(AliyunRdsInstance instance) =>
        new(instance.InstanceId, $"{instance.Engine} {instance.EngineVersion} {instance.Description}".TrimEnd());
}

/// <summary>Instances and clusters of Amazon RDS, with engine and status.</summary>
internal sealed class AwsInstanceCompleter() : InstanceCompleter<AwsRdsInstance>(
    "Get-AwsRdsInstance", "ConfigurationPath", "Environment", "Region", "AwsProfile", "AwsCredential", "AwsSessionToken", "AwsRdsEndpoint",
    "UseFips", "UseDualStack")
{
    protected override KnownValue Describe(AwsRdsInstance instance) =>
        new(instance.InstanceId, $"{instance.Kind} {instance.Engine} {instance.EngineVersion}, {instance.Status}");
}
