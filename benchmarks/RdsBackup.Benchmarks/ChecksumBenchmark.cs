using System.Diagnostics;
using System.Globalization;
using System.IO.Hashing;
using Crc64 = RdsBackup.Checksums.Crc64;

namespace RdsBackup.Benchmarks;

/// <summary>CRC-64/XZ against the CRC-32 of System.IO.Hashing, on one core, over chunks as a copy hashes them.</summary>
internal static class ChecksumBenchmark
{
    private const int Runs = 11;
    private const int Chunks = 4096; // 1 GiB in all.

    public static int Run()
    {
        byte[] chunk = new byte[256 * 1024];
        new Random(1).NextBytes(chunk);
        ulong crc64 = 0;
        Crc32 crc32 = new();
        List<(double Crc32, double Crc64)> rounds = [];
        for (int run = 0; run < Runs; run++)
        {
            rounds.Add((Rate(() => crc32.Append(chunk)), Rate(() => crc64 = Crc64.Xz.Append(crc64, chunk))));
        }

        double rate32 = Measured.Median(rounds.Select(round => round.Crc32));
        double rate64 = Measured.Median(rounds.Select(round => round.Crc64));
        double ratio = Measured.Median(rounds.Select(round => round.Crc64 / round.Crc32));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"CRC-32 {rate32:F1} GiB/s, CRC-64/XZ {rate64:F1} GiB/s, ratio {ratio:F2}"));
        return 0;
    }

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
