using Amazon.Runtime;

namespace RdsBackup.Network;

/// <summary>Gives the AWS SDK this module's connections, so that a proxy that refuses is named by its clients too.</summary>
internal sealed class SdkConnections : HttpClientFactory
{
    /// <inheritdoc/>
    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        HttpClient client = HttpConnections.CreateClient();
        client.Timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan;
        return client;
    }

    /// <inheritdoc/>
    public override string? GetConfigUniqueString(IClientConfig clientConfig) => null; // Each SDK client has, and disposes, its own.
}
