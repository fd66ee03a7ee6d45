namespace RdsBackup.Aliyun.Credentials;

/// <summary>A source of credentials. It is asked for every attempt of every request, from any thread, so it keeps what it found.</summary>
internal interface IAliyunCredentialProvider
{
    /// <summary>What the credentials come from, for log lines and errors; no secret.</summary>
    string Name { get; }

    /// <summary>Credentials that are valid now.</summary>
    /// <exception cref="RdsBackupException">There are none, or they could not be fetched.</exception>
    ValueTask<AliyunCredentials> GetAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The API refused <paramref name="expired"/> as expired: the next <see cref="GetAsync"/> fetches new ones. Does nothing when
    /// the provider holds others by now, or can have no others.
    /// </summary>
    void Invalidate(AliyunCredentials expired);
}
