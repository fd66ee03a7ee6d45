using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RdsBackup.Core.Tests.Network;

/// <summary>Something that sits in front of a service on a loopback port: takes connections and handles each on its own.</summary>
public abstract class LoopbackListener : IAsyncDisposable
{
    private const int LongestHead = 64 * 1024;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    protected LoopbackListener()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract Task HandleAsync(Stream client, CancellationToken cancellationToken);

    /// <summary>Lets both sides talk to each other until one of them has enough.</summary>
    protected static async Task JoinAsync(Stream client, Stream server, CancellationToken cancellationToken)
    {
        Task up = client.CopyToAsync(server, cancellationToken);
        Task down = server.CopyToAsync(client, cancellationToken);
        await Task.WhenAny(up, down);
    }

    /// <summary>Reads the head of a request, up to and with its empty line.</summary>
    protected static async Task<string> ReadHeadAsync(Stream client, CancellationToken cancellationToken)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && head.Length < LongestHead)
        {
            await client.ReadExactlyAsync(one, cancellationToken);
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await HandleAsync(client.GetStream(), _stop.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
            {
                // One side left.
            }
        }
    }
}
