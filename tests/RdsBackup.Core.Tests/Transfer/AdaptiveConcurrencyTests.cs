using CsCheck;
using RdsBackup.Transfer;

namespace RdsBackup.Core.Tests.Transfer;

public sealed class AdaptiveConcurrencyTests
{
    private const double PerPart = 10_000_000; // Bytes per second of one connection.

    [Fact]
    public void It_grows_to_the_bound_while_every_part_adds_throughput() =>
        Assert.Equal(AdaptiveConcurrency.Maximum, new Line(limit => limit * PerPart).Run(20));

    [Theory]
    [InlineData(4)]
    [InlineData(16)]
    public void Copies_that_share_the_line_stay_within_their_share_of_the_parts(int share) =>
        Assert.Equal(share, new Line(limit => limit * PerPart, share).Run(20));

    [Fact]
    public void It_goes_back_when_more_parts_bring_nothing() =>
        Assert.Equal(AdaptiveConcurrency.Initial, new Line(_ => 8 * PerPart).Run(4));

    [Fact]
    public void It_tries_again_after_a_while_since_the_line_may_have_become_wider()
    {
        Line line = new(limit => Math.Min(limit, 8) * PerPart);
        line.Run(10);
        line.Rate = limit => limit * PerPart;

        Assert.Equal(AdaptiveConcurrency.Maximum, line.Run(40));
    }

    [Fact]
    public void A_service_that_asks_to_slow_down_halves_the_number_and_is_left_alone()
    {
        Line line = new(limit => limit * PerPart);
        int before = line.Run(3);

        Assert.Equal(before / 2, line.Run(1, slowDowns: 5));
        Assert.Equal(before / 2, line.Run(10));
    }

    [Fact]
    public void Nothing_changes_before_a_window_is_over() => Gen.Double[0, 0.99].Sample(share =>
    {
        AdaptiveConcurrency adaptive = new(TimeSpan.Zero, 0, 0);
        adaptive.Observe(AdaptiveConcurrency.Window * share, long.MaxValue / 2, 100);
        return adaptive.Limit == AdaptiveConcurrency.Initial;
    });

    [Fact]
    public void Whatever_is_observed_the_number_stays_in_bounds_and_never_grows_when_asked_to_slow_down() =>
        Gen.Select(Gen.Double[0, 5], Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Int[0, 3]).Array[1, 200].Sample(steps =>
        {
            AdaptiveConcurrency adaptive = new(TimeSpan.Zero, 0, 0);
            (TimeSpan now, long bytes, long slowDowns) = (TimeSpan.Zero, 0, 0);
            foreach ((double seconds, long moved, int refusals) in steps)
            {
                int before = adaptive.Limit;
                (now, bytes, slowDowns) = (now + TimeSpan.FromSeconds(seconds), bytes + moved, slowDowns + refusals);
                adaptive.Observe(now, bytes, slowDowns);
                Assert.InRange(adaptive.Limit, 1, AdaptiveConcurrency.Maximum);
                Assert.False(refusals > 0 && adaptive.Limit > before);
            }
        });

    /// <summary>A network whose throughput depends on the number of parts, observed once a window.</summary>
    private sealed class Line(Func<int, double> rate, int maximum = AdaptiveConcurrency.Maximum)
    {
        private readonly AdaptiveConcurrency _adaptive = new(TimeSpan.Zero, 0, 0, maximum);
        private TimeSpan _now;
        private long _bytes;
        private long _slowDowns;

        public Func<int, double> Rate { get; set; } = rate;

        public int Run(int windows, int slowDowns = 0)
        {
            for (int window = 0; window < windows; window++)
            {
                _now += AdaptiveConcurrency.Window;
                _bytes += (long)(Rate(_adaptive.Limit) * AdaptiveConcurrency.Window.TotalSeconds);
                _slowDowns += slowDowns;
                _adaptive.Observe(_now, _bytes, _slowDowns);
            }

            return _adaptive.Limit;
        }
    }
}
