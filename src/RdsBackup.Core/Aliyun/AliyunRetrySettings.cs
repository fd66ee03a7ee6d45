namespace RdsBackup.Aliyun;

/// <summary>How patient <see cref="AliyunApi"/> is. Delays grow exponentially and carry jitter.</summary>
internal sealed record AliyunRetrySettings
{
    /// <summary>Retries of a throttled call. With the default delays they add up to between 45 and 110 seconds.</summary>
    public int ThrottledRetries { get; init; } = 7;

    /// <summary>Where the delays of a throttled call start.</summary>
    public TimeSpan ThrottledDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Retries after a failure of the service or of the network.</summary>
    public int TransientRetries { get; init; } = 4;

    /// <summary>Where the delays after such a failure start.</summary>
    public TimeSpan TransientDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest an attempt may take, from connecting to the last byte of the answer.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
