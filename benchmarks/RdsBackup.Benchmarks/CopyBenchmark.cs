using System.Diagnostics;
using System.Globalization;
using RdsBackup.Sandbox;

namespace RdsBackup.Benchmarks;

/// <summary>
/// Whole processes copying the same 1 GiB from nginx into the same S3, in turn: this module, and what a user would take instead
/// (benchmarks/copy/peers.sh).
/// </summary>
internal static class CopyBenchmark
{
    private const int Port = 18080;
    private const long Length = 1L << 30;
    private const string Ours = "Send-AliyunBackupToS3";
    private static readonly string[] Tools = [Ours, "curl-aws", "rclone-copyurl", "rclone-copyto"];
    private static readonly string Scripts = Path.Combine(Child.RepositoryRoot, "benchmarks", "copy");

    /// <summary>
    /// Measures unthrottled and throttled copies. The arguments are the number of rounds of each, and the endpoint of a real store with a
    /// bucket "copies" to take the place of the sandbox's, which throws the bytes away.
    /// </summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        int[] rounds = [.. arguments.Take(2).Select(text => int.Parse(text, CultureInfo.InvariantCulture)), .. Enumerable.Repeat(5, Math.Max(0, 2 - arguments.Count))];
        Uri? store = arguments.Count > 2 ? new Uri(arguments[2]) : null;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("rdsbackup-nginx-");
        try
        {
            Content content = Content.Generated(1, Length);
            await using (FileStream file = File.Create(Path.Combine(folder.FullName, "backup.xb")))
            {
                await content.CopyToAsync(file, 0, Length);
            }

            using Process nginx = await StartNginxAsync(folder.FullName);
            try
            {
                await CompareAsync("unthrottled", Port, content, rounds[0], store);
                await CompareAsync("20 MB/s per connection", Port + 1, content, rounds[1], store);
            }
            finally
            {
                nginx.Kill(entireProcessTree: true);
                await nginx.WaitForExitAsync();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    private static async Task<Process> StartNginxAsync(string folder)
    {
        string template = await File.ReadAllTextAsync(Path.Combine(Scripts, "nginx.conf"));
        string path = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(path, template.Replace("PORT1", $"{Port + 1}").Replace("PORT", $"{Port}").Replace("FOLDER", folder));
        Process nginx = Process.Start(new ProcessStartInfo("nginx", ["-c", path]))!;
        using HttpClient http = new();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                using HttpResponseMessage answer = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"http://127.0.0.1:{Port}/backup.xb"));
                answer.EnsureSuccessStatusCode();
                return nginx;
            }
            catch (HttpRequestException) when (attempt < 50)
            {
                await Task.Delay(100);
            }
        }
    }

    private static async Task CompareAsync(string source, int port, Content content, int rounds, Uri? store)
    {
        if (rounds == 0)
        {
            return;
        }

        await using SandboxCloud cloud = await CopyScene.StartAsync(new Uri($"http://127.0.0.1:{port}/"));
        Dictionary<string, List<double[]>> figures = Tools.ToDictionary(tool => tool, _ => new List<double[]>());
        for (int round = 0; round < rounds; round++)
        {
            // Another one begins each round: the first copy into a store that was just started pays for its first pages.
            foreach (string tool in Tools.Skip(round % Tools.Length).Concat(Tools.Take(round % Tools.Length)))
            {
                figures[tool].Add(await MeasureAsync(cloud, store, tool, port, tool == Ours ? CopyScene.AddBackup(cloud, content) : $"{tool}-{round}"));
                await EmptyAsync();
            }
        }

        double wall = Measured.Median(figures[Ours].Select(run => run[0]));
        double processor = Measured.Median(figures[Ours].Select(run => run[1] + run[2]));
        Console.WriteLine($"\n{source}, medians of {rounds}\n\n| tool | wall, s | ours to it | CPU, s | ours to it |\n|---|---|---|---|---|");
        foreach ((string tool, List<double[]> runs) in figures)
        {
            double toolWall = Measured.Median(runs.Select(run => run[0]));
            double toolProcessor = Measured.Median(runs.Select(run => run[1] + run[2]));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {tool} | {toolWall:F1} | {wall / toolWall:F2} | {toolProcessor:F1} | {processor / toolProcessor:F2} |"));
        }
    }

    // What COPY_AFTER says removes a copy from a store that cannot hold many.
    private static async Task EmptyAsync()
    {
        if (Environment.GetEnvironmentVariable("COPY_AFTER") is { } command)
        {
            using Process process = Process.Start("bash", ["-c", command]);
            await process.WaitForExitAsync();
        }
    }

    private static Task<double[]> MeasureAsync(SandboxCloud cloud, Uri? store, string tool, int port, string target)
    {
        string endpoint = (store ?? cloud.S3Endpoint).AbsoluteUri;
        Dictionary<string, string> environment = CopyScene.Environment(cloud, store is not null);
        environment["S3_ENDPOINT"] = endpoint.TrimEnd('/');
        environment["SOURCE"] = $"http://127.0.0.1:{port}/backup.xb";
        string[] command = tool == Ours
            ? [Environment.ProcessPath!, "child-copy", target, cloud.AliyunEndpoint.AbsoluteUri, endpoint, "0", "600"]
            : [Path.Combine(Scripts, "peers.sh"), tool, target];
        return Measured.TimeAsync(environment, command);
    }
}
