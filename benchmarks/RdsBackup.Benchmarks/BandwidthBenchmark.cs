using System.Diagnostics;
using System.Globalization;
using RdsBackup.Sandbox;

namespace RdsBackup.Benchmarks;

/// <summary>How well -BandwidthLimit is held: the bytes that S3 receives in ten seconds from a process that sends eight parts at once.</summary>
internal static class BandwidthBenchmark
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync()
    {
        await using SandboxCloud cloud = await CopyScene.StartAsync();
        Content content = Content.Generated(1, 32L << 30);
        Console.WriteLine("| limit, MB/s | measured, MB/s | deviation |\n|---|---|---|");
        foreach (int limit in (int[])[5, 20, 50, 100])
        {
            double measured = await MeasureAsync(cloud, CopyScene.AddBackup(cloud, content), limit);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {limit} | {measured:F2} | {((measured / limit) - 1) * 100:+0.0;-0.0;0.0} % |"));
        }

        return 0;
    }

    private static async Task<double> MeasureAsync(SandboxCloud cloud, string instance, int limit)
    {
        cloud.S3.Requests.Clear();
        TimeSpan longest = TimeSpan.FromSeconds(10) + WarmUp + Span;
        Task<double[]> copying = Measured.RunAsync(
            CopyScene.Environment(cloud), "child-copy", instance, cloud.AliyunEndpoint.AbsoluteUri, cloud.S3Endpoint.AbsoluteUri,
            (limit * 1_000_000L).ToString(CultureInfo.InvariantCulture), longest.TotalSeconds.ToString(CultureInfo.InvariantCulture), "8");
        while (Received(cloud) < limit * 1_000_000L)
        {
            await Task.Delay(50);
        }

        await Task.Delay(WarmUp);
        (long before, Stopwatch clock) = (Received(cloud), Stopwatch.StartNew());
        await Task.Delay(Span);
        double rate = (Received(cloud) - before) / clock.Elapsed.TotalSeconds / 1_000_000;
        await copying;
        return rate;
    }

    private static long Received(SandboxCloud cloud) => cloud.S3.Requests.Sum(request => request.BytesReceived);
}
