using Microsoft.Extensions.Logging;
using RdsBackup.Diagnostics;

namespace RdsBackup.Aliyun.Credentials;

/// <summary>
/// Looks for credentials in the places and in the order of Alibaba Cloud's own C# library 1.5.3, and stays with the first that has
/// some. Unlike there, a place that was set up but fails is an error: going on would act under another identity than was meant.
/// </summary>
internal sealed class DefaultCredentialChain : IAliyunCredentialProvider
{
    private readonly IReadOnlyList<Func<CredentialOffer>> _places;
    private readonly ILogger _logger;
    private readonly SingleFlight<IAliyunCredentialProvider> _walk;
    private IAliyunCredentialProvider? _winner;

    /// <summary>Prepares the walk.</summary>
    /// <param name="places">The places, first choice first.</param>
    /// <param name="logger">Receives a line that names the winner.</param>
    public DefaultCredentialChain(IReadOnlyList<Func<CredentialOffer>> places, ILogger logger)
    {
        _places = places;
        _logger = logger;
        _walk = new SingleFlight<IAliyunCredentialProvider>(WalkAsync);
    }

    /// <inheritdoc/>
    public string Name => Volatile.Read(ref _winner)?.Name ?? "the default credential chain";

    /// <inheritdoc/>
    public async ValueTask<AliyunCredentials> GetAsync(CancellationToken cancellationToken)
    {
        IAliyunCredentialProvider winner = Volatile.Read(ref _winner) ?? await _walk.RunAsync(cancellationToken);
        return await winner.GetAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Invalidate(AliyunCredentials expired) => Volatile.Read(ref _winner)?.Invalidate(expired);

    private async Task<IAliyunCredentialProvider> WalkAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _winner) is { } winner)
        {
            return winner; // another walk ended just before this one began
        }

        var refusals = new List<string>();
        foreach (Func<CredentialOffer> place in _places)
        {
            CredentialOffer offer = place();
            string? refusal = offer.Provider is null ? offer.Refusal : await TryAsync(offer, cancellationToken);
            if (refusal is null)
            {
                _logger.LogInformation("Alibaba Cloud credentials come from {Source}", offer.Provider!.Name);
                Volatile.Write(ref _winner, offer.Provider);
                return offer.Provider;
            }

            refusals.Add(refusal);
        }

        throw Errors.Create(
            nameof(Messages.AliyunCredentialsNotFound), RdsBackupErrorKind.Authentication, string.Join("; ", refusals));
    }

    private static async Task<string?> TryAsync(CredentialOffer offer, CancellationToken cancellationToken)
    {
        try
        {
            await offer.Provider!.GetAsync(cancellationToken);
            return null;
        }
        catch (RdsBackupException exception) when (offer.IsGuess)
        {
            return exception.Message.TrimEnd('.', '。');
        }
    }
}
