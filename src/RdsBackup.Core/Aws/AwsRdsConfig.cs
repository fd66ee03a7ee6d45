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

    private readonly Uri _endpoint;

    /// <summary>Prepares the configuration.</summary>
    /// <param name="region">Region that requests are signed for.</param>
    /// <param name="endpoint">Where they go.</param>
    /// <param name="retries">Tries after the first that the SDK makes.</param>
    public AwsRdsConfig(string region, Uri endpoint, int retries)
        : base(new DefaultConfigurationProvider([new DefaultConfiguration { Name = DefaultConfigurationMode.Standard, RetryMode = RequestRetryMode.Standard }]))
    {
        _endpoint = endpoint;
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
    }

    /// <inheritdoc/>
    public override string ServiceVersion => ApiVersion;

    /// <inheritdoc/>
    public override string UserAgent => "RdsBackup";

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => "rds";

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => new(_endpoint.AbsoluteUri);

    /// <inheritdoc/>
    public Endpoint ResolveEndpoint(EndpointParameters parameters) => new(_endpoint.AbsoluteUri);
}
