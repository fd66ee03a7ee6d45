namespace RdsBackup.Aliyun.Credentials;

/// <summary>Credentials that were given and never change.</summary>
internal sealed class StaticCredentialProvider(string name, AliyunCredentials credentials) : IAliyunCredentialProvider
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ValueTask<AliyunCredentials> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(credentials);

    /// <inheritdoc/>
    public void Invalidate(AliyunCredentials expired)
    {
        // There are no others.
    }
}
