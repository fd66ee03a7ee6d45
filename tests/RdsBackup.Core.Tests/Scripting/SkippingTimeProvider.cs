using Microsoft.Extensions.Time.Testing;
using RdsBackup.Alerting.WeCom;
using RdsBackup.Aliyun;
using RdsBackup.Aws;

namespace RdsBackup.Core.Tests.Scripting;

/// <summary>A clock on which a delay ends at once and moves the time; the time limit of an attempt is left running.</summary>
internal sealed class SkippingTimeProvider(DateTimeOffset start) : FakeTimeProvider(start)
{
    private static readonly TimeSpan[] Limits = [new AliyunRetrySettings().AttemptTimeout, new AwsRetrySettings().Timeout, WeComRobot.RequestTimeout];

    public List<TimeSpan> Delays { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        if (!Limits.Contains(dueTime) && dueTime != Timeout.InfiniteTimeSpan)
        {
            Delays.Add(dueTime);
            Advance(dueTime);
        }

        return timer;
    }
}
