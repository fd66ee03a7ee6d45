using System.Globalization;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using RdsBackup.Alerting.WeCom;
using RdsBackup.Core.Tests.Scripting;
using RdsBackup.Core.Tests.Transfer;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Alerting.WeCom;

/// <summary>Never more than 18 messages of a robot in any minute, whoever sends them.</summary>
public sealed class WeComRateTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("rdsbackup-rate-").FullName;

    private string PathOfFile => Path.Combine(_folder, "robot.rate");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task No_minute_has_more_than_18_over_two_instances() => await Gen.Select(Gen.Bool, Gen.Int[0, 9000]).Array[1, 80].SampleAsync(
        async steps =>
        {
            string path = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
            SkippingTimeProvider clock = new(Start, limits: []);
            WeComRate[] instances = [new(path, clock), new(path, clock)];
            List<DateTimeOffset> sent = [];
            foreach ((bool second, int milliseconds) in steps)
            {
                clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
                await instances[second ? 1 : 0].TakeAsync(CopyScene.Token);
                sent.Add(clock.GetUtcNow());
            }

            AssertRate(sent, TimeSpan.Zero);
        },
        iter: 40);

    [Fact]
    public async Task No_minute_has_more_than_18_over_two_processes()
    {
        await using SandboxCloud cloud = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false }, CopyScene.Token);
        DateTimeOffset origin = DateTimeOffset.UtcNow;

        string[] output = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => TestProcess.ReadAsync(WeComRateProcess.Start(cloud, PathOfFile, origin, turns: 30))));

        DateTimeOffset[] sent = [.. output.SelectMany(text => text.Split('\n')).Select(line => new DateTimeOffset(long.Parse(line, CultureInfo.InvariantCulture), TimeSpan.Zero)).Order()];
        Assert.Equal(60, sent.Length);
        AssertRate(sent, tolerance: TimeSpan.FromSeconds(1)); // The clocks of two processes are not quite the same.
    }

    [Fact]
    public async Task Eighteen_are_sent_at_once_and_the_next_waits_for_a_minute()
    {
        SkippingTimeProvider clock = new(Start, limits: []);
        WeComRate rate = new(PathOfFile, clock);

        await TakeAsync(rate, 18);
        Assert.Equal(Start, clock.GetUtcNow());
        await rate.TakeAsync(CopyScene.Token);
        Assert.Equal(Start.AddMinutes(1), clock.GetUtcNow());
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a time\n\n-5\n99999999999999999999999999\n1e9\n\u0000\u0001")]
    [InlineData("{\"sent\":[1,2,3]}")]
    [InlineData("9223372036854775807\n3155378975999999999")]
    public async Task What_else_stands_in_the_file_holds_up_nothing(string content)
    {
        await File.WriteAllTextAsync(PathOfFile, content, CopyScene.Token);
        SkippingTimeProvider clock = new(Start, limits: []);
        WeComRate rate = new(PathOfFile, clock);

        await TakeAsync(rate, 16);

        Assert.Equal(Start, clock.GetUtcNow());
    }

    [Fact]
    public async Task A_file_of_times_to_come_holds_up_a_message_for_a_minute_and_no_longer()
    {
        await File.WriteAllLinesAsync(PathOfFile, Enumerable.Range(0, 50).Select(year => Start.AddYears(year + 1).UtcTicks.ToString(CultureInfo.InvariantCulture)), CopyScene.Token);
        SkippingTimeProvider clock = new(Start, limits: []);

        await new WeComRate(PathOfFile, clock).TakeAsync(CopyScene.Token);

        Assert.Equal(Start.AddMinutes(1), clock.GetUtcNow());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3600)]
    public async Task A_clock_that_is_set_back_neither_frees_nor_blocks_the_robot(int seconds)
    {
        SkippingTimeProvider before = new(Start, limits: []);
        await TakeAsync(new WeComRate(PathOfFile, before), 18);

        SkippingTimeProvider after = new(Start.AddSeconds(-seconds), limits: []);
        await new WeComRate(PathOfFile, after).TakeAsync(CopyScene.Token);

        Assert.Equal(Start.AddSeconds(-seconds).AddMinutes(1), after.GetUtcNow());
    }

    [Fact]
    public async Task A_message_that_waits_can_be_canceled_and_is_not_counted()
    {
        FakeTimeProvider clock = new(Start);
        WeComRate rate = new(PathOfFile, clock);
        await TakeAsync(rate, 18);
        string counted = await File.ReadAllTextAsync(PathOfFile, CopyScene.Token);
        using CancellationTokenSource canceled = new();

        Task waiting = rate.TakeAsync(canceled.Token);
        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(counted, await File.ReadAllTextAsync(PathOfFile, CopyScene.Token));
    }

    [Fact]
    public async Task The_file_does_not_grow()
    {
        SkippingTimeProvider clock = new(Start, limits: []);
        WeComRate rate = new(PathOfFile, clock);

        await TakeAsync(rate, 200);

        Assert.InRange((await File.ReadAllLinesAsync(PathOfFile, CopyScene.Token)).Length, 1, 18);
    }

    private static async Task TakeAsync(WeComRate rate, int times)
    {
        for (int time = 0; time < times; time++)
        {
            await rate.TakeAsync(CopyScene.Token);
        }
    }

    private static void AssertRate(IReadOnlyList<DateTimeOffset> sent, TimeSpan tolerance) =>
        Assert.All(sent.Zip(sent.Skip(18)), pair => Assert.True(pair.Second - pair.First >= WeComRate.Window - tolerance, $"{pair.First:O} {pair.Second:O}"));
}
