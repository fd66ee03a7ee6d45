using Microsoft.Extensions.Time.Testing;
using RdsBackup.Aliyun;
using RdsBackup.Aws;

namespace RdsBackup.Core.Tests.Scripting;

/// <summary>A clock on which a delay ends at once and moves the time; the time limit of an attempt is left running.</summary>
/// <param name="start">The time it begins with.</param>
/// <param name="limits">The time limits; null for those of the clouds.</param>
internal sealed class SkippingTimeProvider(DateTimeOffset start, IReadOnlyList<TimeSpan>? limits = null) : FakeTimeProvider(start)
{
    private static readonly TimeSpan[] CloudLimits = [new AliyunRetrySettings().AttemptTimeout, new AwsRetrySettings().Timeout];

    public List<TimeSpan> Delays { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        if (!(limits ?? CloudLimits).Contains(dueTime) && dueTime != Timeout.InfiniteTimeSpan)
        {
            Delays.Add(dueTime);
            Advance(dueTime);
        }

        return timer;
    }
}
