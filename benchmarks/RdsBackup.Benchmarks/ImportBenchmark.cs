using System.Globalization;

namespace RdsBackup.Benchmarks;

/// <summary>What importing the module costs in a bare runspace, as a ratio to an empty binary module; a process each, in turn.</summary>
internal static class ImportBenchmark
{
    private const int Runs = 11;

    public static async Task<int> RunAsync()
    {
        List<(double[] Empty, double[] Module)> pairs = [];
        for (int run = 0; run <= Runs; run++)
        {
            double[] empty = await Measured.RunAsync(new Dictionary<string, string>(), "child-import", Child.EmptyModulePath);
            double[] module = await Measured.RunAsync(new Dictionary<string, string>(), "child-import", Child.ModulePath);
            if (run > 0)
            {
                pairs.Add((empty, module)); // The first pair warms the disk cache.
            }
        }

        double ratio = Measured.Median(pairs.Select(pair => pair.Module[0] / pair.Empty[0]));
        double memory = Measured.Median(pairs.Select(pair => pair.Module[1] - pair.Empty[1])) / 1024;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            | module | median import, ms | ratio | peak memory over empty, MiB |
            |---|---|---|---|
            | empty binary module | {Measured.Median(pairs.Select(pair => pair.Empty[0])):F0} | 1.00 | 0 |
            | RdsBackup | {Measured.Median(pairs.Select(pair => pair.Module[0])):F0} | {ratio:F2} | {memory:F1} |
            """));
        return 0;
    }
}
