using System.Management.Automation;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;
using RdsBackup.Health;

namespace RdsBackup.PowerShell;

/// <summary>
/// Really tries everything that backups depend on, side by side and each thing once, with the least intrusive call there is: what a configuration
/// names, or what the parameters name. Writes one result each as it is ready; what fails is a result, never an error.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "RdsBackupHealth")]
[OutputType(typeof(RdsBackupHealthResult), typeof(bool))]
public sealed class TestRdsBackupHealthCommand : S3Command, IAliyunConnection
{
    private static readonly string[] ConfigurationParameters = [nameof(ConfigurationPath), nameof(Environment)];
    private static readonly string[] ScopeParameters = [nameof(Bucket), nameof(RegionId), nameof(Region)];

    // How to reach what those name; a configuration says that itself.
    private static readonly (string Parameter, string[] Scopes)[] Companions =
    [
        (nameof(AliyunEndpoint), [nameof(RegionId)]),
        (nameof(AliyunProfile), [nameof(RegionId)]),
        (nameof(AwsProfile), [nameof(Region), nameof(Bucket)]),
        (nameof(AwsRdsEndpoint), [nameof(Region)]),
        (nameof(BucketRegion), [nameof(Bucket)]),
        (nameof(EndpointUrl), [nameof(Bucket)]),
        (nameof(ExpectedBucketOwner), [nameof(Bucket)]),
        (nameof(PathStyle), [nameof(Bucket)]),
        (nameof(Prefix), [nameof(Bucket)]),
    ];

    /// <summary>Checks to make, by name or pattern. Without it all of them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(HealthCheckCompleter))]
    public string[]? Check { get; set; }

    /// <summary>What the keys of copies begin with; an object is written there and deleted.</summary>
    [Parameter]
    public string? Prefix { get; set; }

    /// <summary>Region of Alibaba Cloud to check.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [RegionTransformation]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? RegionId { get; set; }

    /// <inheritdoc/>
    [Parameter]
    [Credential]
    public PSCredential? AliyunCredential { get; set; }

    /// <inheritdoc/>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AliyunProfileCompleter))]
    public string? AliyunProfile { get; set; }

    /// <inheritdoc/>
    [Parameter]
    [EndpointTransformation]
    public Uri? AliyunEndpoint { get; set; }

    /// <summary>Address of Alibaba Cloud's STS instead of its own, such as that of a VPC.</summary>
    [Parameter]
    [EndpointTransformation]
    public Uri? AliyunStsEndpoint { get; set; }

    /// <summary>Region of Amazon RDS to check.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AwsRegionCompleter))]
    public string? Region { get; set; }

    /// <summary>Address of the Amazon RDS API instead of the region's own.</summary>
    [Parameter]
    [EndpointTransformation]
    public Uri? AwsRdsEndpoint { get; set; }

    /// <summary>Address of the STS of AWS instead of the region's own, such as that of a VPC endpoint.</summary>
    [Parameter]
    [EndpointTransformation]
    public Uri? AwsStsEndpoint { get; set; }

    /// <summary>Tries robots by a message to their groups. Without it their keys are tried without telling anyone anything.</summary>
    [Parameter]
    public SwitchParameter SendTestMessage { get; set; }

    /// <summary>Writes only whether nothing failed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    // The configuration is part of what is examined: that it cannot be read is a result.
    private protected override bool UsesConfiguration => false;

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        HealthExamination examination = await CreateAsync();
        using PipelineProgress progress = Pipeline.StartProgress(Errors.Text(nameof(Messages.HealthActivity)), Clock);
        int done = 0;
        bool isWell = true;
        await foreach (RdsBackupHealthResult result in examination.RunAsync(cancellationToken))
        {
            done++;
            isWell &= result.Status != RdsBackupHealthStatus.Failed;
            progress.Report(() => new ProgressUpdate(Errors.Text(nameof(Messages.HealthProgress), done, examination.Count), 100 * done / examination.Count));
            if (!Quiet)
            {
                await Pipeline.WriteObjectAsync(result);
            }
        }

        if (Quiet)
        {
            await Pipeline.WriteObjectAsync(isWell);
        }
    }

    private async Task<HealthExamination> CreateAsync()
    {
        NoteUnused();
        string[] scope = [.. ScopeParameters.Where(IsGiven)];
        if (scope.Length > 0)
        {
            return ConfigurationParameters.Any(IsGiven)
                ? throw Errors.Create(nameof(Messages.HealthScopeAmbiguous), RdsBackupErrorKind.InvalidInput, string.Join(", ", scope.Select(name => "-" + name)))
                : HealthExamination.Of(Given(), CreateSettings());
        }

        try
        {
            RdsBackupConfiguration configuration = ConfigurationLoader.Load(await SourcesAsync());
            return HealthExamination.Of(configuration, Choose(configuration, Environment is null ? null : [Environment]), CreateSettings());
        }
        catch (RdsBackupException failure)
        {
            return HealthExamination.Of(failure, CreateSettings());
        }
    }

    // No warning: defaults of a session ($PSDefaultParameterValues) are given to every command.
    private void NoteUnused()
    {
        foreach ((string parameter, string[] scopes) in Companions.Where(companion => IsGiven(companion.Parameter) && !companion.Scopes.Any(IsGiven)))
        {
            Pipeline.Log(OperationLogLevel.Verbose, Errors.Text(nameof(Messages.HealthParameterUnused), parameter, string.Join(", ", scopes.Select(name => "-" + name))));
        }
    }

    // What the parameters name, as a configuration would.
    private IEnumerable<EnvironmentOptions> Given()
    {
        if (RegionId is not null)
        {
            yield return new EnvironmentOptions { Cloud = CloudProvider.Aliyun, Regions = [RegionId], Profile = AliyunProfile, Endpoint = AliyunEndpoint };
        }

        if (Region is not null)
        {
            yield return new EnvironmentOptions { Cloud = CloudProvider.Aws, Regions = [Region], Profile = AwsProfile, Endpoint = AwsRdsEndpoint };
        }

        if (Bucket.Length > 0)
        {
            yield return new EnvironmentOptions
            {
                Destination = new DestinationOptions
                {
                    Bucket = Bucket,
                    Region = BucketRegion,
                    Prefix = Prefix,
                    Profile = AwsProfile,
                    Endpoint = EndpointUrl,
                    PathStyle = IsGiven(nameof(PathStyle)) ? PathStyle.IsPresent : null,
                    ExpectedBucketOwner = ExpectedBucketOwner,
                },
            };
        }
    }

    private HealthSettings CreateSettings()
    {
        WildcardFilter checks = new(Check);
        return new HealthSettings
        {
            AliyunAccessKeyId = AliyunCredential?.UserName,
            AliyunAccessKeySecret = AliyunCredential?.GetNetworkCredential().Password,
            AliyunStsEndpoint = AliyunStsEndpoint,
            AwsAccessKeyId = AwsCredential?.UserName,
            AwsSecretAccessKey = AwsCredential?.GetNetworkCredential().Password,
            AwsSessionToken = SessionToken,
            AwsStsEndpoint = AwsStsEndpoint,
            IsWanted = checks.Matches,
            Secrets = Secrets,
            SendTestMessage = SendTestMessage,
            TimeProvider = Clock,
            Log = Pipeline.Log,
        };
    }
}
