using System.Globalization;
using RdsBackup.Sandbox;

namespace RdsBackup.Benchmarks;

/// <summary>
/// Lists 1,000 to 100,000 backups of one instance, and as many snapshots of three regions, from the sandbox: when the first row comes, what a row
/// costs, and peak memory.
/// </summary>
internal static class ListingBenchmark
{
    private const int Runs = 3;
    private static readonly string[] Regions = ["us-east-1", "eu-west-1", "ap-southeast-1"];

    public static async Task<int> RunAsync()
    {
        await using SandboxCloud cloud = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false });
        Dictionary<string, string> credentials = new()
        {
            ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = cloud.Aliyun.AccessKeyId,
            ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = cloud.Aliyun.AccessKeySecret,
            ["AWS_ACCESS_KEY_ID"] = cloud.S3.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = cloud.S3.SecretAccessKey,
        };
        cloud.Aliyun.Add(new SandboxInstance { Id = "rm-listing", RegionId = "cn-hangzhou", Engine = "MySQL", EngineVersion = "8.0" });
        Console.WriteLine("| backups | pages | first row, ms | per 1,000 rows, ms | peak memory, MiB |\n|---|---|---|---|---|");
        foreach (int count in (int[])[1_000, 10_000, 100_000])
        {
            cloud.Aliyun.AddSyntheticBackups("rm-listing", count);
            await MeasureAsync(credentials, count, "child-listing", count.ToString(CultureInfo.InvariantCulture), cloud.AliyunEndpoint.AbsoluteUri);
        }

        Console.WriteLine("\n| snapshots of three regions | pages | first row, ms | per 1,000 rows, ms | peak memory, MiB |\n|---|---|---|---|---|");
        int before = 0;
        foreach (int count in (int[])[1_200, 10_200, 30_000])
        {
            foreach (string region in Regions)
            {
                AwsDbInstance instance = cloud.AwsRds.AddInstance(new AwsDbInstance { Id = $"listing-{count}", Region = region });
                cloud.AwsRds.AddSyntheticSnapshots(instance, (count - before) / Regions.Length);
            }

            before = count;
            await MeasureAsync(credentials, count, "child-snapshots", string.Join(',', Regions), cloud.AwsRds.Endpoint.AbsoluteUri);
        }

        return 0;
    }

    private static async Task MeasureAsync(IReadOnlyDictionary<string, string> credentials, int count, params string[] child)
    {
        List<double[]> runs = [];
        for (int run = 0; run < Runs; run++)
        {
            double[] figures = await Measured.RunAsync(credentials, child);
            runs.Add((int)figures[3] == count ? figures : throw new InvalidOperationException($"{figures[3]} rows came instead of {count}."));
        }

        double first = Measured.Median(runs.Select(run => run[0]));
        double perThousand = Measured.Median(runs.Select(run => (run[1] - run[0]) * 1000 / count));
        double peak = Measured.Median(runs.Select(run => run[2])) / 1024;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {count:N0} | {(count + 99) / 100:N0} | {first:F0} | {perThousand:F1} | {peak:F0} |"));
    }
}
