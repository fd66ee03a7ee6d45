using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using RdsBackup.Network;

namespace RdsBackup.Aws;

/// <summary>The Security Token Service of AWS, as far as this module asks it itself. It has no use for retries: who asks wants to know how it is now.</summary>
internal static class AwsSts
{
    private const string DefaultRegion = "us-east-1"; // Identities are the same in all regions of a partition.

    /// <summary>GetCallerIdentity: whose the credentials are. Takes no permission.</summary>
    /// <param name="options">Whose credentials; the endpoint is that of STS.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RdsBackupException">There are no credentials, or they are refused; or STS cannot be reached.</exception>
    public static async Task<AwsCallerIdentity> GetCallerIdentityAsync(AwsConnectionOptions options, CancellationToken cancellationToken)
    {
        AmazonSecurityTokenServiceConfig config = Configure(options);
        using RenewableCredentials credentials = await RenewableCredentials.FindAsync(() => CredentialChain.FindAsync(options)).ConfigureAwait(false);
        using AmazonSecurityTokenServiceClient client = new(credentials, config);
        try
        {
            GetCallerIdentityResponse identity = await credentials.UseAsync(
                () => client.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken), cancellationToken).ConfigureAwait(false);
            return new AwsCallerIdentity(identity.Arn, identity.Account);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Uri endpoint = new(client.DetermineServiceOperationEndpoint(new GetCallerIdentityRequest()).URL);
            AwsQueryRequest request = new(new AwsQueryBody("GetCallerIdentity"));
            throw new AwsRdsErrors(config.AuthenticationRegion, endpoint, "sts").Translate(request, exception);
        }
    }

    private static AmazonSecurityTokenServiceConfig Configure(AwsConnectionOptions options)
    {
        string region = AwsRegion.Find(options) ?? DefaultRegion;
        AmazonSecurityTokenServiceConfig config = new()
        {
            AuthenticationRegion = region,
            HttpClientFactory = new SdkConnections(),
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 1,
            MaxStaleConnectionRetries = 1,
        };
        if (options.Profile is not null)
        {
            config.Profile = new Profile(options.Profile);
        }

        if (options.EndpointUrl is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return config;
    }
}
