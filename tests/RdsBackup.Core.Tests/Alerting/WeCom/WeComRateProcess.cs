using System.Diagnostics;
using System.Globalization;
using RdsBackup.Alerting.WeCom;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Alerting.WeCom;

/// <summary>A process that asks for its turn to send, over and over, and prints when it was given.</summary>
internal static class WeComRateProcess
{
    public const string Argument = "--wecom-rate";

    // Fast, but not so fast that the patience for the lock gets short.
    private const int Factor = 20;

    /// <summary>Starts one.</summary>
    /// <param name="cloud">Whose keys it has.</param>
    /// <param name="path">The file.</param>
    /// <param name="origin">The origin of the clocks.</param>
    /// <param name="turns">How often it asks.</param>
    public static Process Start(SandboxCloud cloud, string path, DateTimeOffset origin, int turns) => TestProcess.Start(
        cloud, Path.GetTempPath(), environment: null, Argument, path,
        origin.UtcTicks.ToString(CultureInfo.InvariantCulture), turns.ToString(CultureInfo.InvariantCulture));

    /// <summary>The process itself.</summary>
    public static async Task<int> ExecuteAsync(string[] arguments)
    {
        Clock clock = new(new DateTimeOffset(long.Parse(arguments[1], CultureInfo.InvariantCulture), TimeSpan.Zero));
        WeComRate rate = new(arguments[0], clock);
        for (int turn = 0; turn < int.Parse(arguments[2], CultureInfo.InvariantCulture); turn++)
        {
            await rate.TakeAsync(CancellationToken.None);
            Console.WriteLine(clock.Last.UtcTicks);
        }

        return 0;
    }

    // The last time it told is the one that was counted.
    private sealed class Clock(DateTimeOffset origin) : FastClock(Factor, origin)
    {
        public DateTimeOffset Last { get; private set; }

        public override DateTimeOffset GetUtcNow() => Last = base.GetUtcNow();
    }
}
