namespace RdsBackup.Sandbox;

/// <summary>The body of an answer: counts what is sent and carries out the faults that act on the wire.</summary>
internal sealed class ResponseBody(Stream inner, HttpContext http, SandboxRequest request, Fault? fault) : WriteOnlyStream
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (fault?.StallAfter is { } stall && request.BytesSent <= stall && request.BytesSent + buffer.Length > stall)
        {
            int head = (int)(stall - request.BytesSent);
            await SendAsync(buffer[..head], cancellationToken);
            await inner.FlushAsync(cancellationToken);
            await (fault.StallUntil?.Invoke(cancellationToken) ?? Task.Delay(Timeout.Infinite, cancellationToken));
            buffer = buffer[head..];
        }

        if (fault?.TruncateAt is { } end)
        {
            buffer = buffer[..(int)Math.Clamp(end - request.BytesSent, 0, buffer.Length)];
        }

        if (fault?.CutAfter is { } cut && request.BytesSent + buffer.Length >= cut)
        {
            await SendAsync(buffer[..(int)(cut - request.BytesSent)], cancellationToken);
            await inner.FlushAsync(cancellationToken);
            http.Abort();
            throw new IOException("The sandbox cut the answer.");
        }

        await SendAsync(buffer, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    private async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!buffer.IsEmpty)
        {
            request.CountSent(buffer.Length);
            await inner.WriteAsync(buffer, cancellationToken);
        }
    }
}
