using Amazon.Runtime;

namespace RdsBackup.Aws;

/// <summary>
/// Credentials that are fetched anew when AWS says that they have expired, which the SDK does only by its own clock: a session may be ended
/// early, and a file may have been given another one meanwhile. However many requests are refused at once, one fetch serves them all.
/// </summary>
internal sealed class RenewableCredentials : AWSCredentials, IDisposable
{
    private readonly Func<Task<AWSCredentials>> _find;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile AWSCredentials _current;

    private RenewableCredentials(Func<Task<AWSCredentials>> find, AWSCredentials current)
    {
        _find = find;
        _current = current;
    }

    /// <summary>Finds credentials for the first time.</summary>
    /// <param name="find">Looks where they come from; throws when there are none.</param>
    public static async Task<RenewableCredentials> FindAsync(Func<Task<AWSCredentials>> find) => new(find, await find().ConfigureAwait(false));

    /// <inheritdoc/>
    public override ImmutableCredentials GetCredentials() => _current.GetCredentials();

    /// <inheritdoc/>
    public override Task<ImmutableCredentials> GetCredentialsAsync() => _current.GetCredentialsAsync();

    /// <summary>
    /// Makes a request that is signed with these credentials; once more when the signature was refused and another will do: the credentials
    /// had expired and there are others, or the clock was wrong. The refusal itself tells the time, but the SDK makes nothing of it for
    /// this request where a clock that was wrong was set right meanwhile.
    /// </summary>
    /// <exception cref="AmazonServiceException">ExpiredToken when there are no others, or any other refusal.</exception>
    public async Task<T> UseAsync<T>(Func<Task<T>> request, CancellationToken cancellationToken)
    {
        ImmutableCredentials used = await GetCredentialsAsync().ConfigureAwait(false);
        try
        {
            return await request().ConfigureAwait(false);
        }
        catch (AmazonServiceException exception) when (SignatureRefusal.IsExpiry(exception) || SignatureRefusal.IsClockSkew(exception))
        {
            if (SignatureRefusal.IsExpiry(exception) && !await RenewAsync(used, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }

        return await request().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    // False when there are no others than those that were refused.
    private async Task<bool> RenewAsync(ImmutableCredentials refused, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await DifferAsync(refused).ConfigureAwait(false) || await FetchAsync(refused).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<bool> FetchAsync(ImmutableCredentials refused)
    {
        if (_current is RefreshingAWSCredentials refreshing)
        {
            refreshing.ClearCredentials();
        }
        else
        {
            _current = await _find().ConfigureAwait(false);
        }

        return await DifferAsync(refused).ConfigureAwait(false);
    }

    private async Task<bool> DifferAsync(ImmutableCredentials refused)
    {
        ImmutableCredentials now = await GetCredentialsAsync().ConfigureAwait(false);
        return now.AccessKey != refused.AccessKey || now.Token != refused.Token;
    }
}
