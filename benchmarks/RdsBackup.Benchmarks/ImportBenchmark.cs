using System.Globalization;

namespace RdsBackup.Benchmarks;

/// <summary>
/// What importing the module costs in a bare runspace, as a ratio to an empty binary module: its assembly alone, and with a manifest
/// as every installed module has. A process each, in turn.
/// </summary>
internal static class ImportBenchmark
{
    private const int Runs = 11;
    private static readonly Dictionary<string, string> NoEnvironment = [];

    public static async Task<int> RunAsync()
    {
        (string Name, string Path)[] modules =
        [
            ("empty binary module, assembly alone", Path.ChangeExtension(Child.EmptyModulePath, ".dll")),
            ("empty binary module with a manifest", Child.EmptyModulePath),
            ("RdsBackup", Child.ModulePath),
        ];
        List<double[][]> rounds = [];
        for (int run = 0; run <= Runs; run++)
        {
            double[][] round = new double[modules.Length][];
            for (int index = 0; index < modules.Length; index++)
            {
                round[index] = await Measured.RunAsync(NoEnvironment, "child-import", modules[index].Path);
            }

            if (run > 0)
            {
                rounds.Add(round); // The first round warms the disk cache.
            }
        }

        Console.WriteLine("| module | median import, ms | ratio | peak memory over empty, MiB |\n|---|---|---|---|");
        for (int index = 0; index < modules.Length; index++)
        {
            double time = Measured.Median(rounds.Select(round => round[index][0]));
            double ratio = Measured.Median(rounds.Select(round => round[index][0] / round[0][0]));
            double memory = Measured.Median(rounds.Select(round => round[index][1] - round[0][1])) / 1024;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {modules[index].Name} | {time:F0} | {ratio:F2} | {memory:F1} |"));
        }

        return 0;
    }
}
