namespace RdsBackup.Transfer;

/// <summary>Where a source's bytes are to be had from. A link is good for an hour only; a new one costs a call of the API.</summary>
internal interface ISourceLinks
{
    /// <summary>A link that is good now.</summary>
    ValueTask<SignedLink> GetAsync(CancellationToken cancellationToken);

    /// <summary>A link other than <paramref name="expired"/>. However many ask at once, the API is asked once.</summary>
    ValueTask<SignedLink> RenewAsync(SignedLink expired, CancellationToken cancellationToken);
}
