using System.Globalization;
using System.Text.Json.Nodes;
using RdsBackup.Sandbox;

namespace RdsBackup.Benchmarks;

/// <summary>
/// The nightly run of 10 to 1,000 environments with one small backup each: the first, which copies all of them, the second, which finds them copied, and
/// the status. Whole processes; requests as the sandbox counted them.
/// </summary>
internal static class EnvironmentsBenchmark
{
    private const int BackupBytes = 64 * 1024;

    public static async Task<int> RunAsync()
    {
        Console.WriteLine("| environments | command | s | ms an environment | requests an environment | peak memory, MiB |\n|---|---|---|---|---|---|");
        foreach (int count in (int[])[10, 100, 1_000])
        {
            await MeasureAsync(count);
        }

        return 0;
    }

    private static async Task MeasureAsync(int count)
    {
        await using SandboxCloud cloud = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false });
        cloud.S3.CreateBucket("offsite");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("rdsbackup-environments-");
        try
        {
            string configuration = Path.Combine(folder.FullName, "rdsbackup.json");
            await File.WriteAllTextAsync(configuration, Configure(cloud, count, folder.FullName));
            foreach ((string name, string command) in ((string, string)[])[("first run", "Invoke-RdsBackup"), ("second run", "Invoke-RdsBackup"), ("status", "Get-RdsBackupStatus")])
            {
                int before = Requests(cloud);
                double[] figures = await Measured.RunAsync(CopyScene.Environment(cloud), "child-environments", command, configuration);
                int rows = (int)figures[2];
                double requests = (Requests(cloud) - before) / (double)count;
                Console.WriteLine(rows >= count
                    ? string.Create(CultureInfo.InvariantCulture, $"| {count:N0} | {name} | {figures[0] / 1000:F1} | {figures[0] / count:F1} | {requests:F1} | {figures[1] / 1024:F0} |")
                    : throw new InvalidOperationException($"{rows} of {count} environments were backed up."));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int Requests(SandboxCloud cloud) => cloud.Aliyun.Requests.Count + cloud.Oss.Requests.Count + cloud.S3.Requests.Count;

    private static string Configure(SandboxCloud cloud, int count, string folder)
    {
        DateTimeOffset end = DateTimeOffset.UtcNow.AddHours(-2);
        JsonObject environments = [];
        for (int number = 0; number < count; number++)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"rm-{number:D4}");
            SandboxInstance instance = cloud.Aliyun.Add(new SandboxInstance { Id = id, RegionId = "cn-hangzhou", Engine = "MySQL", EngineVersion = "8.0" });
            instance.Add(new SandboxBackup
            {
                Id = "1",
                Start = end.AddMinutes(-10),
                End = end,
                File = cloud.Oss.Put(new OssObject("rdsbak", $"{id}/1_xb.qp", Content.Generated(1, BackupBytes), end)),
            });
            environments[id] = new JsonObject { ["instances"] = new JsonArray(id) };
        }

        JsonObject defaults = new()
        {
            ["cloud"] = "aliyun",
            ["regions"] = new JsonArray("cn-hangzhou"),
            ["endpoint"] = cloud.AliyunEndpoint.ToString(),
            ["destination"] = new JsonObject { ["bucket"] = "offsite", ["endpoint"] = cloud.S3Endpoint.ToString() },
        };
        return new JsonObject
        {
            ["defaults"] = defaults,
            ["environments"] = environments,
            ["run"] = new JsonObject { ["lease"] = new JsonObject { ["file"] = Path.Combine(folder, "run.lease") } },
        }.ToJsonString();
    }
}
