using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace RdsBackup.Aliyun.Credentials;

/// <summary>
/// Keeps what a source lent and fetches anew before it expires: 15 minutes before, as Alibaba Cloud's own library does, or in the
/// last third of a shorter life. However many callers wait, one fetch runs. While the old credentials are still valid, a fetch that
/// fails is only logged, and not repeated for a minute.
/// </summary>
internal sealed class RefreshingCredentialProvider : IAliyunCredentialProvider
{
    private static readonly TimeSpan StaleBeforeExpiry = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    private readonly ICredentialSource _source;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SingleFlight<Held> _fetch;
    private Held? _held;

    /// <summary>Prepares; fetches nothing yet.</summary>
    public RefreshingCredentialProvider(ICredentialSource source, TimeProvider time, ILogger logger)
    {
        _source = source;
        _time = time;
        _logger = logger;
        _fetch = new SingleFlight<Held>(FetchAsync);
    }

    /// <inheritdoc/>
    public string Name => _source.Name;

    /// <inheritdoc/>
    public async ValueTask<AliyunCredentials> GetAsync(CancellationToken cancellationToken)
    {
        Held? held = Volatile.Read(ref _held);
        return (IsFresh(held) ? held : await _fetch.RunAsync(cancellationToken)).Credentials;
    }

    /// <inheritdoc/>
    public void Invalidate(AliyunCredentials expired)
    {
        if (Volatile.Read(ref _held) is { } held && held.Credentials == expired)
        {
            Interlocked.CompareExchange(ref _held, null, held);
        }
    }

    private async Task<Held> FetchAsync(CancellationToken cancellationToken)
    {
        Held? before = Volatile.Read(ref _held);
        if (IsFresh(before))
        {
            return before; // another fetch ended just before this one began
        }

        Held after;
        try
        {
            AliyunCredentials credentials = await _source.FetchAsync(cancellationToken);
            _logger.LogInformation("{Source}: credentials of {AccessKeyId} until {ExpiresAt:u}", Name, credentials, credentials.ExpiresAt);
            after = new Held(credentials, RefreshTime(credentials.ExpiresAt));
        }
        catch (RdsBackupException exception) when (IsStillGood(before))
        {
            _logger.LogWarning(exception, "{Source}: the credentials expire at {ExpiresAt:u} and could not be renewed", Name, before.Credentials.ExpiresAt);
            after = before with { RefreshAt = _time.GetUtcNow() + PauseAfterFailure };
        }

        Volatile.Write(ref _held, after);
        return after;
    }

    private bool IsFresh([NotNullWhen(true)] Held? held) => held is not null && _time.GetUtcNow() < held.RefreshAt;

    // What was invalidated meanwhile is no longer good, whatever its expiry says.
    private bool IsStillGood([NotNullWhen(true)] Held? held) =>
        held is not null && held == Volatile.Read(ref _held) && _time.GetUtcNow() < held.Credentials.ExpiresAt;

    private DateTimeOffset RefreshTime(DateTimeOffset? expiresAt)
    {
        if (expiresAt is not { } expiry)
        {
            return DateTimeOffset.MaxValue;
        }

        TimeSpan lastThird = (expiry - _time.GetUtcNow()) / 3;
        return expiry - (lastThird < StaleBeforeExpiry ? lastThird : StaleBeforeExpiry);
    }

    private sealed record Held(AliyunCredentials Credentials, DateTimeOffset RefreshAt);
}
