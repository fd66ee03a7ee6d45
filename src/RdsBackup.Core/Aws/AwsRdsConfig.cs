using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using RdsBackup.Network;

namespace RdsBackup.Aws;

/// <summary>What the SDK's runtime has to know of Amazon RDS and of one endpoint of it.</summary>
internal sealed class AwsRdsConfig : ClientConfig, IEndpointProvider
{
    /// <summary>The version of the API, which every request names.</summary>
    public const string ApiVersion = "2014-10-31";

    /// <summary>Prepares the configuration.</summary>
    /// <param name="region">Region that requests are signed for.</param>
    /// <param name="options">Where they go.</param>
    /// <param name="retries">Tries after the first that the SDK makes.</param>
    /// <exception cref="RdsBackupException">AwsRegionInvalid, AwsEndpointInvalid.</exception>
    public AwsRdsConfig(string region, AwsClientOptions options, int retries)
        : base(new DefaultConfigurationProvider([new DefaultConfiguration { Name = DefaultConfigurationMode.Standard, RetryMode = RequestRetryMode.Standard }]))
    {
        DefaultConfigurationMode = DefaultConfigurationMode.Standard; // whatever AWS_DEFAULTS_MODE says
        RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        AuthenticationRegion = region;
        AuthenticationServiceName = "rds";
        EndpointProvider = this;
        HttpClientFactory = new SdkConnections();
        RetryMode = RequestRetryMode.Standard;
        MaxErrorRetry = retries;
        MaxStaleConnectionRetries = retries;
        Timeout = TimeSpan.FromSeconds(60);
        Profile = options.Profile is null ? Profile : new Profile(options.Profile);
        ServiceId = "RDS"; // by which the SDK finds AWS_ENDPOINT_URL_RDS, AWS_ENDPOINT_URL and the endpoints that a profile names
        GivenEndpoint = options.EndpointUrl ?? (ServiceURL is { } configured ? new Uri(configured, UriKind.RelativeOrAbsolute) : null);
        Endpoint = AwsRdsEndpoints.Resolve(region, GivenEndpoint, options);
    }

    /// <summary>Where requests go.</summary>
    public Uri Endpoint { get; }

    /// <summary>The endpoint that the options, the environment or the profile give; null where requests go to Amazon's own.</summary>
    public Uri? GivenEndpoint { get; }

    /// <inheritdoc/>
    public override string ServiceVersion => ApiVersion;

    /// <inheritdoc/>
    public override string UserAgent => "RdsBackup";

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => "rds";

    /// <inheritdoc/>
    public override Amazon.Runtime.Endpoints.Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => new(Endpoint.AbsoluteUri);

    /// <inheritdoc/>
    public Amazon.Runtime.Endpoints.Endpoint ResolveEndpoint(EndpointParameters parameters) => new(Endpoint.AbsoluteUri);
}
