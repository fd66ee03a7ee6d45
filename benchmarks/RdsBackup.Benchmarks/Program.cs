using RdsBackup.Benchmarks;

return args switch
{
    ["listing"] => await ListingBenchmark.RunAsync(),
    ["import"] => await ImportBenchmark.RunAsync(),
    ["child-listing", string count, string endpoint] => Child.List(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture), endpoint),
    ["child-import", string module] => Child.Import(module),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project benchmarks/RdsBackup.Benchmarks -- listing | import");
    return 2;
}
