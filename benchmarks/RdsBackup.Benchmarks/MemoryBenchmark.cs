using System.Globalization;
using RdsBackup.Sandbox;

namespace RdsBackup.Benchmarks;

/// <summary>
/// Peak memory of a whole process that copies, by size and speed. What takes longer than the time given is stopped: the plan with its
/// part sizes is the real one, and so is every byte until then.
/// </summary>
internal static class MemoryBenchmark
{
    private const long GiB = 1L << 30;
    private static readonly (string Name, long Length)[] Sizes = [("1 GiB", GiB), ("32 GiB", 32 * GiB), ("4 TiB", 4096 * GiB)];
    private static readonly (string Name, long Rate)[] Speeds = [("unlimited", 0), ("20 MB/s", 20_000_000)];

    /// <summary>Measures each size at each speed for at most <paramref name="seconds"/>.</summary>
    public static async Task<int> RunAsync(int seconds)
    {
        await using SandboxCloud cloud = await CopyScene.StartAsync();
        Console.WriteLine("| backup | speed | sent in the time given, MiB | peak memory, MiB |\n|---|---|---|---|");
        foreach ((string size, long length) in Sizes)
        {
            Content content = Content.Generated(1, length);
            foreach ((string speed, long rate) in Speeds)
            {
                string instance = CopyScene.AddBackup(cloud, content);
                cloud.S3.Requests.Clear();
                double[] peak = await Measured.RunAsync(
                    CopyScene.Environment(cloud), "child-copy", instance, cloud.AliyunEndpoint.AbsoluteUri, cloud.S3Endpoint.AbsoluteUri,
                    rate.ToString(CultureInfo.InvariantCulture), seconds.ToString(CultureInfo.InvariantCulture));
                long sent = cloud.S3.Requests.Sum(request => request.BytesReceived) >> 20;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {size} | {speed} | {sent:N0} | {peak[0] / 1024:F0} |"));
            }
        }

        return 0;
    }
}
