using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace RdsBackup.Core.Tests.Network;

/// <summary>
/// Stands before a service and sends some of its answers to parts and ranges twice: at once, or late, when the next request on the same
/// connection is there, so that whoever does not look takes it for that one's answer. What else is asked goes through as it is.
/// </summary>
public sealed partial class AnswerRepeater(Uri service, bool isLate, int times) : LoopbackListener
{
    private int _answers;

    public Uri Endpoint => new($"http://127.0.0.1:{Port}/");

    /// <summary>How many answers were sent twice.</summary>
    public int Repeated => Math.Min(times, _answers);

    protected override async Task HandleAsync(Stream client, CancellationToken cancellationToken)
    {
        using TcpClient connection = new();
        await connection.ConnectAsync(service.Host, service.Port, cancellationToken);
        Stream server = connection.GetStream();
        byte[] late = [];
        while (true)
        {
            string request = await ReadHeadAsync(client, cancellationToken);
            await client.WriteAsync(late, cancellationToken);
            await server.WriteAsync(Encoding.Latin1.GetBytes(request), cancellationToken);
            if (!PartOrRange().IsMatch(request))
            {
                await JoinAsync(client, server, cancellationToken);
                return;
            }

            await server.WriteAsync(await ReadBodyAsync(client, request, cancellationToken), cancellationToken);
            string head = await ReadHeadAsync(server, cancellationToken);
            byte[] answer = [.. Encoding.Latin1.GetBytes(head), .. await ReadBodyAsync(server, head, cancellationToken)];
            bool isTwice = Interlocked.Increment(ref _answers) <= times;
            await client.WriteAsync(isTwice && !isLate ? [.. answer, .. answer] : answer, cancellationToken);
            late = isTwice && isLate ? answer : [];
        }
    }

    [GeneratedRegex(@"^PUT [^\r]*partNumber=|^GET .*\r\nRange: bytes=", RegexOptions.Singleline)]
    private static partial Regex PartOrRange();

    [GeneratedRegex(@"Content-Length: (\d+)")]
    private static partial Regex ContentLength();

    private static async Task<byte[]> ReadBodyAsync(Stream from, string head, CancellationToken cancellationToken)
    {
        Match length = ContentLength().Match(head);
        byte[] body = new byte[length.Success ? int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture) : 0];
        await from.ReadExactlyAsync(body, cancellationToken);
        return body;
    }
}
