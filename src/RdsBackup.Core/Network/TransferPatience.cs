using Polly;
using Polly.Retry;

namespace RdsBackup.Network;

/// <summary>How long, and how often, a transfer waits for a network that fails.</summary>
internal sealed record TransferPatience
{
    /// <summary>For networks between clouds: about two minutes in all.</summary>
    public static TransferPatience Default { get; } = new();

    /// <summary>Tries after the first.</summary>
    public int Retries { get; init; } = 8;

    /// <summary>Wait before the first retry; it doubles from there on, with jitter.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest wait between two tries.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a connection may make no progress before it is given up.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Runs work again while it fails in a way that may pass.</summary>
    /// <param name="isTransient">Which failures may pass.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onRetry">Told why the work is run again.</param>
    public ResiliencePipeline Retry(Func<Exception, bool> isTransient, TimeProvider time, Action<string> onRetry) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle(isTransient),
                MaxRetryAttempts = Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = FirstDelay,
                MaxDelay = LongestDelay,
                OnRetry = attempt =>
                {
                    onRetry(attempt.Outcome.Exception?.GetBaseException().Message ?? "");
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
}
