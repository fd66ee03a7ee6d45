using System.Net.Sockets;
using System.Security.Authentication;
using Polly.Timeout;

namespace RdsBackup.Network;

/// <summary>Failures below a service of AWS: name, connection, TLS, a time limit, an answer cut short.</summary>
internal static class ConnectionFailure
{
    /// <summary>Whether <paramref name="exception"/> is one or was caused by one.</summary>
    public static bool Is(Exception exception) =>
        exception is HttpRequestException or IOException or SocketException or TimeoutException or TimeoutRejectedException
        || (exception.InnerException is { } inner && exception is not RdsBackupException && Is(inner));

    /// <summary>Whether it may pass: not when the name does not exist or the certificate is refused.</summary>
    public static bool MayPass(Exception exception) =>
        Is(exception) && exception.GetBaseException() is not (SocketException { SocketErrorCode: SocketError.HostNotFound } or AuthenticationException);
}
