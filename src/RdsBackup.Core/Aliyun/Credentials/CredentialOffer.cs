namespace RdsBackup.Aliyun.Credentials;

/// <summary>What one place of the default chain has: a provider, or the reason why not.</summary>
/// <param name="Provider">The provider, if the place has one.</param>
/// <param name="Refusal">Why it has none; a clause in the user's language.</param>
internal sealed record CredentialOffer(IAliyunCredentialProvider? Provider, string? Refusal = null)
{
    /// <summary>Nobody asked for this place: that it does not answer is a reason to go on, not an error.</summary>
    public bool IsGuess { get; init; }
}
