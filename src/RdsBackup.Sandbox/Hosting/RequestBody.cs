using RdsBackup.Network;

namespace RdsBackup.Sandbox;

/// <summary>The body of a request: counts what is received, and can change a byte of it or cut the connection in the middle.</summary>
internal sealed class RequestBody(Stream inner, HttpContext http, SandboxRequest request, Fault fault) : ReadOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken);
        if (fault.FlipRequestByteAt - request.BytesReceived is { } at && at >= 0 && at < read)
        {
            buffer.Span[(int)at] ^= 1;
        }

        request.CountReceived(read);
        if (request.BytesReceived >= fault.CutRequestAfter)
        {
            http.Abort();
            throw new IOException("The sandbox cut the request.");
        }

        return read;
    }
}
