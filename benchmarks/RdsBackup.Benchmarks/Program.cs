using System.Globalization;
using RdsBackup.Benchmarks;

return args switch
{
    ["listing"] => await ListingBenchmark.RunAsync(),
    ["import"] => await ImportBenchmark.RunAsync(),
    ["short"] => await ShortCopyBenchmark.RunAsync(),
    ["bandwidth"] => await BandwidthBenchmark.RunAsync(),
    ["memory"] => await MemoryBenchmark.RunAsync(20),
    ["memory", string seconds] => await MemoryBenchmark.RunAsync(int.Parse(seconds, CultureInfo.InvariantCulture)),
    ["copy", .. string[] rates] => await CopyBenchmark.RunAsync(rates),
    ["guarantees", .. string[] store] when store.Length is 0 or 2 => await GuaranteesBenchmark.RunAsync(store),
    ["environments"] => await EnvironmentsBenchmark.RunAsync(),
    ["checksums"] => ChecksumBenchmark.Run(),
    ["child-copy", string instance, string aliyun, string s3, string bandwidth, string seconds, .. string[] concurrency] => Child.Copy(
        instance, new Uri(aliyun), new Uri(s3), long.Parse(bandwidth, CultureInfo.InvariantCulture), double.Parse(seconds, CultureInfo.InvariantCulture),
        concurrency.Length == 0 ? 0 : int.Parse(concurrency[0], CultureInfo.InvariantCulture)),
    ["child-listing", string count, string endpoint] => Child.List(int.Parse(count, CultureInfo.InvariantCulture), endpoint),
    ["child-snapshots", string regions, string endpoint] => Child.ListSnapshots(regions, endpoint),
    ["child-environments", string command, string configuration] => Child.RunEnvironments(command, configuration),
    ["child-import", string module] => Child.Import(module),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project benchmarks/RdsBackup.Benchmarks -- listing | import | short | memory | bandwidth | copy | guarantees | checksums | environments");
    return 2;
}
