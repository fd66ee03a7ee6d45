using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Microsoft.Extensions.Logging;

namespace RdsBackup.Aws;

/// <summary>
/// Amazon RDS on the SDK's runtime, which signs, corrects its clock and tries again for some seconds. AWSSDK.RDS would bring the same
/// and 160 more operations; this is what its generated client consists of.
/// </summary>
/// <param name="credentials">Whom to call as.</param>
/// <param name="config">Where to call.</param>
/// <param name="logger">Receives one line per attempt.</param>
/// <param name="time">Measures attempts.</param>
internal sealed class AwsRdsService(AWSCredentials credentials, AwsRdsConfig config, ILogger logger, TimeProvider time)
    : AmazonServiceClient(credentials, config)
{
    private static readonly InvokeOptions Query = new()
    {
        RequestMarshaller = new AwsQueryMarshaller(),
        ResponseUnmarshaller = new AwsQueryUnmarshaller(),
    };

    /// <summary>Makes the call.</summary>
    public Task<AwsQueryResponse> InvokeAsync(AwsQueryRequest request, CancellationToken cancellationToken) =>
        InvokeAsync<AwsQueryResponse>(request, Query, cancellationToken);

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new SigV4Handler());
        pipeline.AddHandlerAfter<Marshaller>(new BaseEndpointResolver());
        pipeline.AddHandlerAfter<RetryHandler>(new AttemptHandler(logger, time));
    }

    private sealed class SigV4Handler : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }

    // Inside the SDK's retries, so that every attempt is seen.
    private sealed class AttemptHandler(ILogger logger, TimeProvider time) : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            AwsQueryRequest request = (AwsQueryRequest)executionContext.RequestContext.OriginalRequest;
            long started = time.GetTimestamp();
            try
            {
                T response = await base.InvokeAsync<T>(executionContext);
                Log(request, "OK", response.ResponseMetadata?.RequestId, started);
                return response;
            }
            catch (Exception exception)
            {
                request.NoteFailure(exception);
                AmazonServiceException? error = exception as AmazonServiceException;
                Log(request, error?.ErrorCode ?? exception.GetType().Name, error?.RequestId, started);
                throw;
            }
        }

        private void Log(AwsQueryRequest request, string result, string? requestId, long started) => logger.LogDebug(
            "{Action}: {Result} in {Milliseconds:F0} ms, request {RequestId}",
            request.Action, result, time.GetElapsedTime(started).TotalMilliseconds, requestId ?? "-");
    }
}
