namespace RdsBackup.Aliyun;

/// <summary>What to do about an error of the API.</summary>
internal enum AliyunErrorClass
{
    /// <summary>Nothing: the same call fails the same way.</summary>
    Permanent,

    /// <summary>Wait, as long as the service says if it does, and try again.</summary>
    Throttled,

    /// <summary>Try again soon, with a new nonce.</summary>
    Transient,

    /// <summary>Take the time from the service, once.</summary>
    ClockSkew,

    /// <summary>Fetch new credentials, once.</summary>
    CredentialsRefused,
}
