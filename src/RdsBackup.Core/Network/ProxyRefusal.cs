using System.Globalization;
using System.Net;
using RdsBackup.Diagnostics;

namespace RdsBackup.Network;

/// <summary>Says that it was the proxy who refused: its answer would otherwise be taken for the service's.</summary>
internal sealed class ProxyRefusal(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.ProxyAuthenticationRequired || HttpConnections.ProxyFor(request.RequestUri!) is not { } proxy)
            {
                return response;
            }

            using (response)
            {
                throw Refused(proxy, request, ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture), cause: null);
            }
        }
        catch (HttpRequestException exception) when (
            exception.HttpRequestError == HttpRequestError.ProxyTunnelError && HttpConnections.ProxyFor(request.RequestUri!) is { } proxy)
        {
            throw Refused(proxy, request, exception.Message, exception);
        }
    }

    // The proxy's address may hold a user and a password; its host and port do not.
    private static RdsBackupException Refused(Uri proxy, HttpRequestMessage request, string answer, Exception? cause) => Errors.Create(
        nameof(Messages.ProxyRefused), RdsBackupErrorKind.Connection, cause, proxy.Authority, request.RequestUri!.Host, answer);
}
