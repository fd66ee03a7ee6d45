using System.Net;

namespace RdsBackup.Network;

/// <summary>
/// Makes every HTTP client of this module, so that all go through the same proxies: those of HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and
/// NO_PROXY, on Windows and macOS also the system's. Unless told otherwise they follow no redirect, unpack nothing and keep no cookie.
/// </summary>
internal static class HttpConnections
{
    /// <summary>How long a connection may take to open.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(1);

    /// <summary>The proxy on the way to <paramref name="target"/>, or null.</summary>
    public static Uri? ProxyFor(Uri target) => HttpClient.DefaultProxy.GetProxy(target);

    /// <summary>A client without a time limit on requests: whoever sends one knows how long it may take.</summary>
    public static HttpClient CreateClient(Action<SocketsHttpHandler>? configure = null)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionIdleTimeout = IdleTimeout,
            UseCookies = false,
        };
        configure?.Invoke(handler);
        return new HttpClient(new ProxyRefusal(handler)) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
