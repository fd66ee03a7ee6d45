using System.Management.Automation;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;
using RdsBackup.S3;

namespace RdsBackup.PowerShell;

/// <summary>Base of the cmdlets that work on one S3 bucket.</summary>
public abstract class S3Command : AwsCommand
{
    private bool? _pathStyle;

    /// <summary>The bucket. It is needed, unless an environment supplies it.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("BucketName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BucketCompleter))]
    public string Bucket { get; set; } = "";

    /// <summary>
    /// Region of the bucket. Left out, it is taken from the profile or from AWS_REGION; with -EndpointUrl it is us-east-1.
    /// </summary>
    [Parameter]
    [Alias("S3Region")]
    [ArgumentCompleter(typeof(AwsRegionCompleter))]
    [AwsRegionTransformation]
    public string? BucketRegion { get; set; }

    /// <summary>An S3-compatible endpoint instead of Amazon's, such as https://minio.example.com:9000.</summary>
    [Parameter]
    [Alias("S3EndpointUrl")]
    [EndpointTransformation]
    public Uri? EndpointUrl { get; set; }

    /// <summary>Puts the bucket into the path instead of the host name. The default with -EndpointUrl; -PathStyle:$false turns it off.</summary>
    [Parameter]
    public SwitchParameter PathStyle { get; set; }

    /// <summary>Id of the account that must own the bucket; anyone else's bucket of that name is refused.</summary>
    [Parameter]
    [ValidatePattern(@"^\d{12}$")]
    public string? ExpectedBucketOwner { get; set; }

    private protected override void Apply(EnvironmentOptions environment)
    {
        BucketOptions place = environment.Cloud == CloudProvider.Aws ? environment.Export : environment.Destination;
        Bucket = IsGiven(nameof(Bucket)) ? Bucket : place.Bucket ?? "";
        BucketRegion ??= place.Region;
        AwsProfile ??= AwsCredential is null ? place.Profile ?? (environment.Cloud == CloudProvider.Aws ? environment.Profile : null) : null;
        EndpointUrl ??= place.Endpoint;
        ExpectedBucketOwner ??= place.ExpectedBucketOwner;
        _pathStyle = place.PathStyle;
    }

    /// <summary>How to reach the bucket.</summary>
    /// <param name="knownRegion">Where the bucket is known to be, unless -BucketRegion says otherwise.</param>
    /// <exception cref="RdsBackupException">BucketRequired.</exception>
    private protected S3ConnectionOptions CreateConnection(string? knownRegion = null) => new()
    {
        Bucket = Bucket.Length > 0 ? Bucket : throw Errors.Create(nameof(Messages.BucketRequired), RdsBackupErrorKind.InvalidInput),
        Region = BucketRegion ?? knownRegion,
        Profile = AwsProfile,
        AccessKeyId = AwsCredential?.UserName,
        SecretAccessKey = AwsCredential?.GetNetworkCredential().Password,
        SessionToken = SessionToken,
        EndpointUrl = EndpointUrl,
        PathStyle = IsGiven(nameof(PathStyle)) ? PathStyle.IsPresent : _pathStyle,
        ExpectedBucketOwner = ExpectedBucketOwner,
    };
}
