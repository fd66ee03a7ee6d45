using System.Diagnostics;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Transfer;

/// <summary>
/// Copies whose process is killed at random requests, over and over, until each is done. The next run starts with an empty home, as on
/// another machine. RDSBACKUP_SURVIVAL_SEED repeats a run.
/// </summary>
public sealed class KillTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Kills = 50;
    private readonly string _home = Directory.CreateTempSubdirectory("rdsbackup-home-").FullName;
    private SandboxCloud _cloud = null!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false }, CopyScene.Token);
        _cloud.S3.CreateBucket(CopyScene.Bucket);
    }

    public async ValueTask DisposeAsync()
    {
        await _cloud.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task A_copy_whose_process_is_killed_goes_on_where_it_stopped_and_sends_no_part_twice()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("RDSBACKUP_SURVIVAL_SEED"), out int given) ? given : Environment.TickCount & 0xFFFF;
        Random random = new(seed);
        int kills = 0, copies = 0;
        for (; kills < Kills; copies++)
        {
            OssObject file = Add($"rm-kill{copies}", random);
            while (await RunAsync($"rm-kill{copies}", random.Next(1, 25)))
            {
                kills++;
            }

            AssertWhole($"rm-kill{copies}", file);
        }

        output.WriteLine($"seed {seed}: {copies} copies, {kills} kills");
        // What is left open was begun in the moment before its journal was written, and holds nothing.
        Assert.All(_cloud.S3.OpenUploads(CopyScene.Bucket), upload => Assert.Empty(upload.Parts));
    }

    private OssObject Add(string instanceId, Random random)
    {
        DateTimeOffset start = DateTimeOffset.UtcNow.AddHours(-3);
        Content content = Content.Generated(random.Next(), random.NextInt64(30, 60) * CopyScene.MiB);
        OssObject file = _cloud.Oss.Put(new OssObject("rdsbak-cn-hangzhou", $"{instanceId}/data_xb.qp", content, start));
        _cloud.Aliyun.Add(new SandboxInstance { Id = instanceId, RegionId = "cn-hangzhou", Engine = "MySQL", EngineVersion = "8.0" })
            .Add(new SandboxBackup { Id = "1", Start = start, End = start.AddMinutes(10), File = file });
        return file;
    }

    /// <summary>Runs the copy and kills it at its request number <paramref name="request"/>; false when it was done before.</summary>
    private async Task<bool> RunAsync(string instanceId, int request)
    {
        TaskCompletionSource<Process> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int left = request;
        bool killed = false;
        Func<SandboxRequest, Fault?> countdown = _ =>
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                killed = true;
                return new Fault { Before = async token => (await started.Task.WaitAsync(token)).Kill() };
            }

            return null;
        };
        _cloud.S3.Faults.Clear();
        _cloud.Oss.Faults.Clear();
        _cloud.S3.Faults.Add(countdown);
        _cloud.Oss.Faults.Add(countdown);
        HashSet<string> acknowledged = [.. _cloud.S3.OpenUploads(CopyScene.Bucket)
            .SelectMany(upload => upload.Parts, (upload, part) => $"{upload.UploadId} part {part.Number}")];
        int earlier = Parts().Count();
        using Process process = CopyProcess.Start(_cloud, instanceId, _home);
        started.SetResult(process);
        await process.WaitForExitAsync(CopyScene.Token);
        Assert.DoesNotContain(Parts().Skip(earlier).Select(Name), acknowledged.Contains);
        Assert.True(killed || process.ExitCode == 0, $"The copy of {instanceId} ended with {process.ExitCode}.");
        return process.ExitCode != 0;
    }

    private IEnumerable<SandboxRequest> Parts() => _cloud.S3.Requests.Where(request => request.Operation == "UploadPart");

    private static string Name(SandboxRequest part) => $"{part.Query["uploadId"]} part {part.Query["partNumber"]}";

    private void AssertWhole(string instanceId, OssObject file)
    {
        string key = _cloud.S3.Objects(CopyScene.Bucket).Select(item => item.Key)
            .Single(item => item.Contains($"/{instanceId}/", StringComparison.Ordinal) && item.EndsWith(".qp", StringComparison.Ordinal));
        Content stored = _cloud.S3.Content(CopyScene.Bucket, key);
        Assert.Equal(file.Content.Length, stored.Length);
        Assert.Equal(file.Content.Crc64, stored.Crc64);
        Assert.Contains(_cloud.S3.Objects(CopyScene.Bucket), item => item.Key == key + ".manifest.json");
        Assert.DoesNotContain(_cloud.S3.Objects(CopyScene.Bucket), item => item.Key == key + ".journal.json");
    }
}
