using System.Diagnostics;
using System.Globalization;

namespace RdsBackup.Benchmarks;

/// <summary>Starts this program again as a whole process and reads the figures it prints.</summary>
internal static class Measured
{
    public static async Task<double[]> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new(System.Environment.ProcessPath!, arguments) { RedirectStandardOutput = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? [.. output.Trim().Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
    }

    /// <summary>Runs a command: its "wall user system", in seconds, of the whole tree of processes as bash's <c>time</c> has it.</summary>
    public static async Task<double[]> TimeAsync(IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        ProcessStartInfo start = new("bash", ["-c", "TIMEFORMAT='%R %U %S'; time \"$@\" >/dev/null", "bash", .. command]) { RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? [.. errors.Trim().Split('\n')[^1].Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {errors}");
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
