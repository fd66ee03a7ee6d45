namespace RdsBackup.Network;

/// <summary>The body of a response whose connection is given up when it says nothing for too long. Owns the response.</summary>
internal sealed class IdleTimeoutStream : ReadOnlyStream
{
    private readonly IDisposable _response;
    private readonly Stream _body;
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _idle;

    /// <summary>Reads <paramref name="body"/>, which belongs to <paramref name="response"/>.</summary>
    public IdleTimeoutStream(IDisposable response, Stream body, TimeSpan timeout, TimeProvider time)
    {
        _response = response;
        _body = body;
        _timeout = timeout;
        _idle = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
    }

    /// <summary>Starts reading the body of <paramref name="response"/>.</summary>
    public static async Task<Stream> OpenAsync(HttpResponseMessage response, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken) =>
        new IdleTimeoutStream(response, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), timeout, time);

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ValueTask<int> reading = _body.ReadAsync(buffer, _idle.Token);
        if (reading.IsCompletedSuccessfully)
        {
            return await reading.ConfigureAwait(false);
        }

        _idle.CancelAfter(_timeout);
        using CancellationTokenRegistration stop = cancellationToken.UnsafeRegister(static idle => ((CancellationTokenSource)idle!).Cancel(), _idle);
        try
        {
            int count = await reading.ConfigureAwait(false);
            _idle.CancelAfter(Timeout.InfiniteTimeSpan);
            return count;
        }
        catch (OperationCanceledException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException("The other side stopped sending.", exception);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body.Dispose();
            _response.Dispose();
            _idle.Dispose();
        }

        base.Dispose(disposing);
    }
}
