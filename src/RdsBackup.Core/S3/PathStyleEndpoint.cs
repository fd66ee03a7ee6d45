using Amazon.Runtime.Endpoints;
using Amazon.S3.Endpoints;

namespace RdsBackup.S3;

/// <summary>
/// Where the buckets of a store lie whose endpoint was given: in the endpoint's path. The SDK's own rules come to the same, but are one
/// method so large that compiling it takes longer than the requests of a small copy.
/// </summary>
/// <param name="endpoint">The endpoint.</param>
/// <param name="region">The region that requests are signed for.</param>
internal sealed class PathStyleEndpoint(Uri endpoint, string region) : IEndpointProvider
{
    // S3 signs a path as it is sent, unlike every other service.
    private readonly string _signing =
        $$"""{"authSchemes":[{"name":"sigv4","signingName":"s3","signingRegion":"{{region}}","disableDoubleEncoding":true}]}""";

    /// <inheritdoc/>
    public Endpoint ResolveEndpoint(EndpointParameters parameters) =>
        new($"{endpoint.AbsoluteUri.TrimEnd('/')}/{((S3EndpointParameters)parameters).Bucket}", _signing, headersJson: "{}");
}
