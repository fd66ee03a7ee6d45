namespace RdsBackup.Aliyun.Credentials;

/// <summary>Something that lends credentials for a time. It keeps nothing: <see cref="RefreshingCredentialProvider"/> does.</summary>
internal interface ICredentialSource
{
    /// <summary>What the credentials come from, for log lines and errors; no secret.</summary>
    string Name { get; }

    /// <summary>Fetches new credentials.</summary>
    /// <exception cref="RdsBackupException">They could not be fetched.</exception>
    Task<AliyunCredentials> FetchAsync(CancellationToken cancellationToken);
}
