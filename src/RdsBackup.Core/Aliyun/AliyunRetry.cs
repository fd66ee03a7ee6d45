using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using RdsBackup.Aliyun.Credentials;

namespace RdsBackup.Aliyun;

/// <summary>The retries of <see cref="AliyunApi"/>: one budget per class of failure, and a time limit on each attempt.</summary>
internal static class AliyunRetry
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    /// <summary>Builds the pipeline that runs the attempts of a call.</summary>
    /// <param name="settings">How patient to be.</param>
    /// <param name="time">What delays are measured with.</param>
    /// <param name="logger">Receives one line per retry.</param>
    /// <param name="onClockSkew">Told the service's time before the one retry with it.</param>
    /// <param name="onCredentialsRefused">Told the credentials that were refused before the one retry with others.</param>
    public static ResiliencePipeline<AliyunReply> CreatePipeline(
        AliyunRetrySettings settings, TimeProvider time, ILogger logger,
        Action<DateTimeOffset> onClockSkew, Action<AliyunCredentials> onCredentialsRefused)
    {
        RetryStrategyOptions<AliyunReply> throttled =
            Backoff(settings.ThrottledRetries, settings.ThrottledDelay, "throttled", logger);
        throttled.ShouldHandle = args => Is(args.Outcome, AliyunErrorClass.Throttled);
        throttled.DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result?.RetryAfter);

        RetryStrategyOptions<AliyunReply> transient =
            Backoff(settings.TransientRetries, settings.TransientDelay, "failed", logger);
        transient.ShouldHandle = args => args.Outcome.Exception is Exception exception
            ? ValueTask.FromResult(
                AliyunApi.IsTransientNetworkFailure(exception) && !args.Context.CancellationToken.IsCancellationRequested)
            : Is(args.Outcome, AliyunErrorClass.Transient);

        return new ResiliencePipelineBuilder<AliyunReply> { TimeProvider = time }
            .AddRetry(throttled)
            .AddRetry(transient)
            .AddRetry(Once(
                reply => reply is { Error.Class: AliyunErrorClass.ClockSkew, Date: not null },
                reply => onClockSkew(reply.Date.GetValueOrDefault())))
            .AddRetry(Once(
                reply => reply is { Error.Class: AliyunErrorClass.CredentialsRefused, Credentials: not null },
                reply => onCredentialsRefused(reply.Credentials!)))
            .AddTimeout(settings.AttemptTimeout)
            .Build();
    }

    private static RetryStrategyOptions<AliyunReply> Backoff(int retries, TimeSpan delay, string what, ILogger logger) => new()
    {
        MaxRetryAttempts = retries,
        Delay = delay,
        MaxDelay = LongestDelay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        OnRetry = args =>
        {
            string cause = args.Outcome.Exception?.Message ?? args.Outcome.Result?.Error?.Code ?? "";
            logger.LogInformation(
                "{What} ({Cause}); retry {Attempt} of {Retries} in {Seconds:F1} s",
                what, cause, args.AttemptNumber + 1, retries, args.RetryDelay.TotalSeconds);
            return default;
        },
    };

    private static RetryStrategyOptions<AliyunReply> Once(Func<AliyunReply, bool> shouldRetry, Action<AliyunReply> before) => new()
    {
        MaxRetryAttempts = 1,
        Delay = TimeSpan.Zero,
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is AliyunReply reply && shouldRetry(reply)),
        OnRetry = args =>
        {
            before(args.Outcome.Result!);
            return default;
        },
    };

    private static ValueTask<bool> Is(Outcome<AliyunReply> outcome, AliyunErrorClass expected) =>
        ValueTask.FromResult(outcome.Result?.Error?.Class == expected);
}
