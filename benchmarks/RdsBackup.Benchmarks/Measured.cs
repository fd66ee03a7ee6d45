using System.Diagnostics;
using System.Globalization;

namespace RdsBackup.Benchmarks;

/// <summary>Starts this program again as a whole process and reads the figures it prints.</summary>
internal static class Measured
{
    public static Task<double[]> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) => ReadAsync(
        new ProcessStartInfo(System.Environment.ProcessPath!, arguments) { RedirectStandardOutput = true }, environment, process => process.StandardOutput);

    /// <summary>Runs a command: its "wall user system", in seconds, of the whole tree of processes as bash's <c>time</c> has it.</summary>
    public static Task<double[]> TimeAsync(IReadOnlyDictionary<string, string> environment, params string[] command) => ReadAsync(
        new ProcessStartInfo("bash", ["-c", "TIMEFORMAT='%R %U %S'; time \"$@\" >/dev/null", "bash", .. command]) { RedirectStandardError = true },
        environment, process => process.StandardError);

    // The last line has the figures.
    private static async Task<double[]> ReadAsync(ProcessStartInfo start, IReadOnlyDictionary<string, string> environment, Func<Process, StreamReader> output)
    {
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        string text = await output(process).ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? [.. text.Trim().Split('\n')[^1].Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"{string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {text}");
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
