using System.Globalization;
using System.Runtime.InteropServices;
using RdsBackup.Sandbox;

namespace RdsBackup.Benchmarks;

/// <summary>
/// What compiling ahead of time spares a short run: whole processes that import the module, list a backup and copy its 1 MiB, with the module as
/// released and without what is compiled ahead in it. In turn.
/// </summary>
internal static class ShortCopyBenchmark
{
    private const int Runs = 15;
    private const long Length = 1 << 20;

    public static async Task<int> RunAsync()
    {
        DirectoryInfo portable = Directory.CreateTempSubdirectory("rdsbackup-portable-");
        try
        {
            string[] modules = [Child.ModulePath, CopyPortable(portable.FullName)];
            await using SandboxCloud cloud = await CopyScene.StartAsync();
            List<double[]>[] figures = [[], []];
            for (int run = 0; run < Runs; run++)
            {
                for (int index = 0; index < modules.Length; index++)
                {
                    figures[index].Add(await MeasureAsync(cloud, modules[index]));
                }
            }

            Console.WriteLine("| module | wall, s | ratio | CPU, s | ratio |\n|---|---|---|---|---|");
            Print("compiled ahead", figures[0], figures[1]);
            Print("without", figures[1], figures[1]);
        }
        finally
        {
            portable.Delete(recursive: true);
        }

        return 0;
    }

    private static async Task<double[]> MeasureAsync(SandboxCloud cloud, string module)
    {
        Dictionary<string, string> environment = CopyScene.Environment(cloud);
        environment[Child.ModuleVariable] = module;
        double[] run = await Measured.TimeAsync(
            environment, Environment.ProcessPath!, "child-copy", CopyScene.AddBackup(cloud, Content.Generated(1, Length)),
            cloud.AliyunEndpoint.AbsoluteUri, cloud.S3Endpoint.AbsoluteUri, "0", "600");
        return [run[0], run[1] + run[2]];
    }

    private static void Print(string name, List<double[]> runs, List<double[]> others)
    {
        double wall = Measured.Median(runs.Select(run => run[0]));
        double processor = Measured.Median(runs.Select(run => run[1]));
        double wallRatio = wall / Measured.Median(others.Select(run => run[0]));
        double processorRatio = processor / Measured.Median(others.Select(run => run[1]));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {wall:F2} | {wallRatio:F2} | {processor:F2} | {processorRatio:F2} |"));
    }

    private static string CopyPortable(string target)
    {
        string source = Path.GetDirectoryName(Child.ModulePath)!;
        string compiledAhead = Path.Combine(source, "dependencies", RuntimeInformation.RuntimeIdentifier) + Path.DirectorySeparatorChar;
        foreach (string file in Directory.GetFiles(source, "*", SearchOption.AllDirectories).Where(file => !file.StartsWith(compiledAhead, StringComparison.Ordinal)))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return Path.Combine(target, "RdsBackup.psd1");
    }
}
