using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace RdsBackup.Core.Tests.Network;

/// <summary>An HTTP proxy: CONNECT for https, absolute addresses for http, one request a connection. It may want a user and a password.</summary>
public sealed class LoopbackProxy(string? userInfo = null) : LoopbackListener
{
    private const string End = "Connection: close\r\n\r\n";

    /// <summary>The request lines it let pass.</summary>
    public ConcurrentQueue<string> Passed { get; } = new();

    /// <summary>The request lines it refused.</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    /// <summary>Its address as HTTP_PROXY wants it.</summary>
    public string AddressFor(string? user = null) => $"http://{(user is null ? "" : user + "@")}127.0.0.1:{Port}";

    protected override async Task HandleAsync(Stream client, CancellationToken cancellationToken)
    {
        string head = await ReadHeadAsync(client, cancellationToken);
        string requestLine = head[..head.IndexOf('\r', StringComparison.Ordinal)];
        string authorization = "Proxy-Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(userInfo ?? ""));
        if (userInfo is not null && !head.Contains(authorization, StringComparison.Ordinal))
        {
            Refused.Enqueue(requestLine);
            await WriteAsync(client, "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\n" + End, cancellationToken);
            return;
        }

        string[] words = requestLine.Split(' ');
        Uri target = new(words[0] == "CONNECT" ? $"https://{words[1]}" : words[1]);
        using TcpClient server = new();
        try
        {
            await server.ConnectAsync(target.Host, target.Port, cancellationToken);
        }
        catch (SocketException)
        {
            await WriteAsync(client, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n" + End, cancellationToken);
            return;
        }

        Passed.Enqueue(requestLine);
        if (words[0] == "CONNECT")
        {
            await WriteAsync(client, "HTTP/1.1 200 OK\r\n\r\n", cancellationToken);
        }
        else
        {
            IEnumerable<string> headers = head.TrimEnd().Split("\r\n").Skip(1).Where(line => !line.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase));
            await WriteAsync(server.GetStream(), $"{words[0]} {target.PathAndQuery} {words[2]}\r\n{string.Join("\r\n", headers)}\r\n{End}", cancellationToken);
        }

        await JoinAsync(client, server.GetStream(), cancellationToken);
    }

    private static async Task WriteAsync(Stream stream, string text, CancellationToken cancellationToken) =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken);
}
