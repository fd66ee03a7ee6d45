using Microsoft.Extensions.Time.Testing;
using RdsBackup.Aliyun;

namespace RdsBackup.Core.Tests.Aliyun;

/// <summary>A clock on which a delay ends at once and moves the time; the time limit of an attempt is left running.</summary>
internal sealed class SkippingTimeProvider(DateTimeOffset start) : FakeTimeProvider(start)
{
    private static readonly TimeSpan AttemptTimeout = new AliyunRetrySettings().AttemptTimeout;

    public List<TimeSpan> Delays { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime != AttemptTimeout && dueTime != Timeout.InfiniteTimeSpan)
        {
            Delays.Add(dueTime);
            Advance(dueTime);
        }

        return timer;
    }
}
