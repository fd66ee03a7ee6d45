using RdsBackup.Network;

namespace RdsBackup.Sandbox;

/// <summary>The body of a request: counts what is received and can cut the connection in the middle.</summary>
internal sealed class RequestBody(Stream inner, HttpContext http, SandboxRequest request, long? cutAfter) : ReadOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken);
        request.CountReceived(read);
        if (request.BytesReceived >= cutAfter)
        {
            http.Abort();
            throw new IOException("The sandbox cut the request.");
        }

        return read;
    }
}
