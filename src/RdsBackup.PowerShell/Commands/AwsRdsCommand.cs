using System.Management.Automation;
using RdsBackup.Aws;
using RdsBackup.Diagnostics;

namespace RdsBackup.PowerShell;

/// <summary>Base of the cmdlets that list what Amazon RDS holds: where, as whom, and through which endpoint.</summary>
public abstract class AwsRdsCommand : AsyncCmdlet
{
    /// <summary>Creates the cmdlet.</summary>
    protected AwsRdsCommand() => Clients = new AwsRdsClients(this, Pipeline, Clock);

    /// <summary>
    /// Regions to list, such as eu-west-1. Without it the region of the profile, of AWS_REGION or AWS_DEFAULT_REGION, or of the default
    /// profile is taken; where none of them names one, that of the ARN.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AwsRegion")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AwsRegionCompleter))]
    public string[]? Region { get; set; }

    /// <summary>DB instances or DB clusters only. Without it both are listed, unless an ARN says which.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public AwsRdsKind? Kind { get; set; }

    /// <summary>Engines to list, such as mysql, aurora-postgresql or sqlserver-*.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AwsEngineCompleter))]
    public string[]? Engine { get; set; }

    /// <summary>A profile of ~/.aws/config and ~/.aws/credentials. Left out, the AWS SDK's own chain finds credentials.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AwsProfile { get; set; }

    /// <summary>An access key: its id as the user name, its secret as the password.</summary>
    [Parameter]
    [Credential]
    public PSCredential? AwsCredential { get; set; }

    /// <summary>
    /// Address of the RDS API instead of the region's own, such as that of a VPC endpoint. https unless it says otherwise. What was listed
    /// through one is looked up through it again.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RdsEndpointUrl")]
    [EndpointTransformation]
    public Uri? AwsRdsEndpoint { get; set; }

    /// <summary>Uses the endpoints whose cryptography is validated under FIPS 140.</summary>
    [Parameter]
    public SwitchParameter UseFips { get; set; }

    /// <summary>Uses the endpoints that also answer over IPv6.</summary>
    [Parameter]
    public SwitchParameter UseDualStack { get; set; }

    private protected AwsRdsClients Clients { get; }

    private protected WildcardFilter EngineFilter { get; private set; } = null!;

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        EngineFilter = new WildcardFilter(Engine);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Looks for <paramref name="name"/> in every region asked for; each region's failure is an error of its own. A name that is no pattern
    /// and was found in none of them is one error.
    /// </summary>
    /// <param name="name">What to look for.</param>
    /// <param name="list">Writes what one region has; tells whether it knows the name.</param>
    /// <param name="missing">Makes the error from the regions that were asked.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    private protected async Task SearchAsync(
        AwsRdsName name, Func<IAwsRdsClient, Task<bool>> list, Func<string, RdsBackupException> missing, CancellationToken cancellationToken)
    {
        string?[] regions = Region ?? new string?[1]; // null: not said
        List<string> without = [];
        foreach (string? region in regions)
        {
            await AttemptAsync(name.Text, async () =>
            {
                IAwsRdsClient client = await Clients.OfAsync(region, name, cancellationToken);
                bool canBeThere = name.Region is null || name.Region == client.Region;
                if (!canBeThere || !await list(client))
                {
                    without.Add(client.Region);
                }
            });
        }

        if (without.Count == regions.Length && !name.IsPattern)
        {
            RdsBackupException failure = name.Region is { } home && !without.Contains(home)
                ? Errors.Create(nameof(Messages.AwsArnElsewhere), RdsBackupErrorKind.NotFound, name.Text, home, string.Join(", ", without))
                : missing(string.Join(", ", without));
            await Pipeline.WriteErrorAsync(ErrorRecords.Create(failure, name.Text));
        }
    }

    /// <summary>What is to be listed: what both -Kind and <paramref name="named"/>, which an ARN may say, allow.</summary>
    private protected IReadOnlyList<AwsRdsKind> KindsOf(AwsRdsKind? named) =>
        [.. Enum.GetValues<AwsRdsKind>().Where(kind => (Kind ?? kind) == kind && (named ?? kind) == kind)];

    /// <summary>The filter that leaves -Engine to the API, where it names one engine that the API knows.</summary>
    private protected IReadOnlyList<AwsFilter> FiltersOf(AwsRdsKind kind)
    {
        IEnumerable<KnownValue> known = kind == AwsRdsKind.Cluster ? Known.AwsClusterEngines : Known.AwsEngines;
        return EngineFilter.Literal(known) is { } engine ? [new AwsFilter("engine", engine)] : [];
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Clients.Dispose();
        base.Dispose(disposing);
    }
}
