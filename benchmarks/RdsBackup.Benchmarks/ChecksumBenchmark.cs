using System.Diagnostics;
using System.Globalization;
using RdsBackup.Checksums;
using LibraryCrc32 = System.IO.Hashing.Crc32;

namespace RdsBackup.Benchmarks;

/// <summary>Our CRCs against the CRC-32 of System.IO.Hashing, on one core, over chunks as a copy hashes them; the first GiB apart, as it is all of a small copy.</summary>
internal static class ChecksumBenchmark
{
    private const int Runs = 11;
    private const int Chunks = 8192; // 1 GiB in all.

    public static int Run()
    {
        byte[] chunk = new byte[128 * 1024];
        new Random(1).NextBytes(chunk);
        ulong crc32 = 0, crc64 = 0;
        LibraryCrc32 library = new();
        List<double[]> rounds = [];
        for (int run = 0; run <= Runs; run++)
        {
            rounds.Add(
            [
                Rate(() => library.Append(chunk)),
                Rate(() => crc32 = Crc.Crc32.Append(crc32, chunk)),
                Rate(() => crc64 = Crc.Crc64Xz.Append(crc64, chunk)),
            ]);
        }

        Print("first GiB", rounds[0]);
        Print("later", [.. Enumerable.Range(0, 3).Select(column => Measured.Median(rounds.Skip(1).Select(round => round[column])))]);
        return 0;
    }

    private static void Print(string when, double[] rates) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {when} | {rates[0]:F1} | {rates[1]:F1} | {rates[2]:F1} | {rates[1] / rates[0]:F2} | {rates[2] / rates[0]:F2} |"));

    private static double Rate(Action hash)
    {
        Stopwatch clock = Stopwatch.StartNew();
        for (int count = 0; count < Chunks; count++)
        {
            hash();
        }

        return 1 / clock.Elapsed.TotalSeconds;
    }
}
