using System.Diagnostics;
using System.Globalization;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Engine = System.Management.Automation.PowerShell;

namespace RdsBackup.Benchmarks;

/// <summary>What a measured process does: open the engine, do one thing, print one line of figures.</summary>
internal static class Child
{
    /// <summary>Names another module to a child.</summary>
    public const string ModuleVariable = "BENCHMARK_MODULE";

    public static string ModulePath { get; } =
        Environment.GetEnvironmentVariable(ModuleVariable) ?? Path.Combine(Metadata("ModuleFolder"), "RdsBackup.psd1");

    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    public static string EmptyModulePath { get; } = Metadata("EmptyModule");

    /// <summary>Lists <paramref name="count"/> backups and prints "first-ms total-ms peak-KiB rows".</summary>
    public static int List(int count, string endpoint) => List(
        "{ Get-AliyunRdsBackup -RegionId cn-hangzhou -AliyunEndpoint $args[0] -InstanceId rm-listing -Since $args[1] }",
        new Uri(endpoint), DateTimeOffset.UtcNow.AddMinutes(-10.0 * (count + 1000)));

    /// <summary>Lists all snapshots of three regions and prints the same figures.</summary>
    public static int ListSnapshots(string regions, string endpoint) => List(
        "{ Get-AwsRdsSnapshot -AwsRdsEndpoint $args[0] -Region $args[1] }", new Uri(endpoint), regions.Split(','));

    private static int List(string command, params object[] arguments)
    {
        using Runspace runspace = Open();
        Run(runspace, "Import-Module $args[0]", ModulePath);
        Stopwatch clock = Stopwatch.StartNew();
        string figures = Run(runspace, $$"""
            param($Clock, $Arguments)
            $rows = 0; $first = 0
            & {{command}} @Arguments | ForEach-Object {
                if ($rows -eq 0) { $first = $Clock.ElapsedMilliseconds }
                $rows++
            }
            '{0} {1} {2}' -f $first, $Clock.ElapsedMilliseconds, $rows
            """, clock, arguments);
        string[] parts = figures.Split(' ');
        Console.WriteLine($"{parts[0]} {parts[1]} {PeakKibibytes()} {parts[2]}");
        return 0;
    }

    /// <summary>Runs a command on a configuration and prints "total-ms peak-KiB rows", of rows those that are in order.</summary>
    public static int RunEnvironments(string command, string configuration)
    {
        using Runspace runspace = Open();
        Run(runspace, "Import-Module $args[0]", ModulePath);
        Stopwatch clock = Stopwatch.StartNew();
        string rows = Run(runspace, $"@({command} -ConfigurationPath $args[0] | Where-Object {{ \"$($_.Status)\" -in 'Succeeded', 'Healthy' }}).Count", configuration);
        Console.WriteLine($"{clock.ElapsedMilliseconds} {PeakKibibytes()} {rows}");
        return 0;
    }

    /// <summary>Imports <paramref name="module"/> into a bare runspace and prints "import-ms peak-KiB".</summary>
    public static int Import(string module)
    {
        using Runspace runspace = Open();
        Run(runspace, "Get-Module | Out-Null");
        Stopwatch clock = Stopwatch.StartNew();
        Run(runspace, "Import-Module $args[0]", module);
        Console.WriteLine($"{clock.Elapsed.TotalMilliseconds.ToString("F1", CultureInfo.InvariantCulture)} {PeakKibibytes()}");
        return 0;
    }

    /// <summary>Copies the one backup of <paramref name="instance"/>, or what of it <paramref name="seconds"/> allow, and prints "peak-KiB".</summary>
    public static int Copy(string instance, Uri aliyunEndpoint, Uri s3Endpoint, long bandwidth, double seconds, int concurrency)
    {
        using Runspace runspace = Open();
        Run(runspace, "Import-Module $args[0]", ModulePath);
        using Engine engine = Engine.Create(runspace).AddScript("""
            param($Instance, $Aliyun, $S3, $Bandwidth, $Concurrency)
            $limit = @{}
            if ($Bandwidth -gt 0) { $limit.BandwidthLimit = $Bandwidth }
            if ($Concurrency -gt 0) { $limit.Concurrency = $Concurrency }
            Get-AliyunRdsBackup -RegionId cn-hangzhou -AliyunEndpoint $Aliyun -InstanceId $Instance |
                Send-AliyunBackupToS3 copies -EndpointUrl $S3 -AliyunEndpoint $Aliyun -Network Public -Force -ErrorAction Stop @limit
            """).AddArgument(instance).AddArgument(aliyunEndpoint).AddArgument(s3Endpoint).AddArgument(bandwidth).AddArgument(concurrency);
        IAsyncResult copying = engine.BeginInvoke();
        if (copying.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(seconds)))
        {
            engine.EndInvoke(copying);
        }

        Console.WriteLine(PeakKibibytes());
        Environment.Exit(0); // An unfinished copy is not waited for.
        return 0;
    }

    /// <summary>Runs a script in an engine of its own; what it put out, joined.</summary>
    public static string RunScript(string script, params object[] arguments)
    {
        using Runspace runspace = Open();
        return Run(runspace, script, arguments);
    }

    private static Runspace Open()
    {
        Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        return runspace;
    }

    private static string Run(Runspace runspace, string script, params object[] arguments)
    {
        using Engine engine = Engine.Create(runspace).AddScript("$ErrorActionPreference = 'Stop'").AddStatement().AddScript(script);
        foreach (object argument in arguments)
        {
            engine.AddArgument(argument);
        }

        string output = string.Concat(engine.Invoke().Select(item => item?.ToString()));
        return engine.Streams.Error.Count == 0 ? output : throw new InvalidOperationException(engine.Streams.Error[0].ToString());
    }

    // The kernel's own high-water mark of resident memory, in KiB.
    private static long PeakKibibytes()
    {
        string line = File.ReadLines("/proc/self/status").First(entry => entry.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }

    private static string Metadata(string key) =>
        typeof(Child).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;
}
