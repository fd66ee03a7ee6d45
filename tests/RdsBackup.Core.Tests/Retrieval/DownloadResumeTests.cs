using System.Diagnostics;
using RdsBackup.Core.Tests.Transfer;
using RdsBackup.Retrieval;
using RdsBackup.Sandbox;
using RdsBackup.Transfer;

namespace RdsBackup.Core.Tests.Retrieval;

/// <summary>Downloads that end before they are done, and what the next run makes of what they left.</summary>
public sealed class DownloadResumeTests(ITestOutputHelper output)
{
    private const int Ranges = 5; // of a scene

    [Fact]
    public async Task A_download_whose_process_is_killed_goes_on_where_it_stopped_and_reads_no_range_twice()
    {
        const int Kills = 12;
        int seed = int.TryParse(Environment.GetEnvironmentVariable("RDSBACKUP_SURVIVAL_SEED"), out int given) ? given : Environment.TickCount & 0xFFFF;
        Random random = new(seed);
        int kills = 0, downloads = 0;
        for (; kills < Kills; downloads++)
        {
            await using DownloadScene scene = await DownloadScene.CreateAsync(length: random.NextInt64(80, 140) * CopyScene.MiB);
            int killsBefore = kills;
            while (!await RunKilledAsync(scene, atRead: random.Next(1, 9), afterBytes: random.Next(0, 8_000_000)))
            {
                kills++;
            }

            await scene.AssertSavedAsync(scene.FinalPath);
            output.WriteLine($"{scene.Copy.Bytes} bytes, {kills - killsBefore} kills, {scene.Reads.Sum(request => request.BytesSent)} bytes read");
        }

        output.WriteLine($"seed {seed}: {downloads} downloads, {kills} kills");
    }

    [Fact]
    public async Task A_cancelled_download_keeps_what_it_has_and_says_so()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();

        await CancelAtAsync(scene, read: 5);

        Assert.False(File.Exists(scene.FinalPath));
        Assert.Contains(scene.Log, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("go on from there", StringComparison.Ordinal));
        string[] done = Noted(scene);
        Assert.NotEmpty(done);
        int before = scene.Reads.Count();

        BackupDownloadResult result = await scene.DownloadAsync();

        Assert.Equal(BackupDownloadStatus.Verified, result.Status);
        Assert.Equal(done.Length * 8 * CopyScene.MiB, result.ResumedBytes);
        Assert.Equal(Ranges - done.Length, scene.Reads.Skip(before).Count());
        await scene.AssertSavedAsync(scene.FinalPath);
    }

    [Fact]
    public async Task A_download_that_ends_before_it_has_anything_leaves_nothing()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();

        await CancelAtAsync(scene, read: 1);

        Assert.Empty(Directory.GetFileSystemEntries(scene.Folder));
    }

    [Fact]
    public async Task A_partial_file_that_was_damaged_meanwhile_is_found_out_and_only_the_damaged_range_is_read_again()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();
        await CancelAtAsync(scene, read: 5);
        int done = Noted(scene).Length;
        FlipByte(scene);
        int before = scene.Reads.Count();
        BackupDownloadResult result = await scene.DownloadAsync();

        Assert.Equal(BackupDownloadStatus.Verified, result.Status);
        Assert.Equal((done - 1) * 8 * CopyScene.MiB, result.ResumedBytes);
        Assert.Equal(Ranges - done + 1, scene.Reads.Skip(before).Count());
        await scene.AssertSavedAsync(scene.FinalPath);
    }

    [Theory]
    [InlineData("a byte is flipped")]
    [InlineData("the last line is cut short")]
    [InlineData("the partial file is cut short")]
    [InlineData("the partial file is longer")]
    [InlineData("the partial file is gone")]
    [InlineData("the state is gone")]
    [InlineData("the state is nonsense")]
    public async Task Whatever_became_of_what_was_left_the_file_is_whole_in_the_end(string damage)
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync(length: 80 * CopyScene.MiB);
        await CancelAtAsync(scene, read: 5);
        switch (damage)
        {
            case "a byte is flipped":
                FlipByte(scene);
                break;
            case "the last line is cut short":
                await File.WriteAllTextAsync(scene.StatePath, (await File.ReadAllTextAsync(scene.StatePath, CopyScene.Token))[..^20], CopyScene.Token);
                break;
            case "the partial file is cut short":
                await using (FileStream partial = new(scene.PartialPath, FileMode.Open))
                {
                    partial.SetLength(3 * CopyScene.MiB);
                }

                break;
            case "the partial file is longer":
                await File.AppendAllTextAsync(scene.PartialPath, "not of the object", CopyScene.Token);
                break;
            case "the partial file is gone":
                File.Delete(scene.PartialPath);
                break;
            case "the state is gone":
                File.Delete(scene.StatePath);
                break;
            default:
                await File.WriteAllBytesAsync(scene.StatePath, [0, 255, 10, 13, 123], CopyScene.Token);
                break;
        }

        // Interrupted once more, so that what is noted after the damage is read, too.
        await CancelAtAsync(scene, read: 5);
        BackupDownloadResult result = await scene.DownloadAsync();

        Assert.Equal(BackupDownloadStatus.Verified, result.Status);
        Assert.True(result.ResumedBytes > 0);
        await scene.AssertSavedAsync(scene.FinalPath);
    }

    [Fact]
    public async Task What_was_left_of_another_version_of_the_object_is_not_used()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();
        await CancelAtAsync(scene, read: 5);
        await scene.WriteAsync(scene.Copy.Key!, "another version");
        await scene.DeleteManifestAsync();

        BackupDownloadResult result = await scene.DownloadAsync();

        Assert.Equal(0, result.ResumedBytes);
        Assert.Equal("another version", await File.ReadAllTextAsync(result.Path, CopyScene.Token));
        Assert.Single(Directory.GetFiles(scene.Folder));
    }

    [Fact]
    public async Task Going_on_needs_no_more_space_than_was_set_aside()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();
        await CancelAtAsync(scene, read: 5);

        await scene.DownloadAsync(scene.Options(freeSpace: _ => 0));

        await scene.AssertSavedAsync(scene.FinalPath);
    }

    [Fact]
    public async Task Another_command_that_downloads_to_the_same_file_is_refused_and_disturbs_nothing()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();
        TaskCompletionSource reading = new(TaskCreationOptions.RunContinuationsAsynchronously), other = new(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Cloud.S3.Faults.Inject(
            new Fault
            {
                Before = token =>
                {
                    reading.TrySetResult();
                    return other.Task.WaitAsync(token);
                },
            },
            DownloadScene.IsRead, times: 1);
        BackupDownloadOptions patient = new() { Concurrency = 3 };
        Task<BackupDownloadResult> first = scene.DownloadAsync(patient);
        await reading.Task.WaitAsync(CopyScene.Token);

        RdsBackupException error = await scene.FailAsync("DestinationUnwritable");
        other.SetResult();

        Assert.Contains(scene.FinalPath, error.Message, StringComparison.Ordinal);
        Assert.Equal(BackupDownloadStatus.Verified, (await first).Status);
        await scene.AssertSavedAsync(scene.FinalPath);
    }

    [Fact]
    public async Task A_file_that_appears_meanwhile_is_not_overwritten()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();
        scene.Cloud.S3.Faults.Add(request =>
        {
            if (DownloadScene.IsRead(request))
            {
                File.WriteAllText(scene.FinalPath, "mine");
            }

            return null;
        });

        await scene.FailAsync("DestinationExists");

        Assert.Equal("mine", await File.ReadAllTextAsync(scene.FinalPath, CopyScene.Token));
    }

    /// <summary>Changes one bit of the range that was noted first.</summary>
    private static void FlipByte(DownloadScene scene)
    {
        using FileStream partial = new(scene.PartialPath, FileMode.Open);
        partial.Position = RangeStart(Noted(scene)[0]) + 12_345;
        int value = partial.ReadByte();
        partial.Position--;
        partial.WriteByte((byte)(value ^ 1));
    }

    /// <summary>Cancels a download at its request for bytes number <paramref name="read"/>, when others have been answered.</summary>
    private static async Task CancelAtAsync(DownloadScene scene, int read)
    {
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(CopyScene.Token);
        int left = read;
        scene.Cloud.S3.Faults.Add(request => DownloadScene.IsRead(request) && Interlocked.Decrement(ref left) == 0
            ? new Fault { Before = async _ => await cancel.CancelAsync() }
            : null);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scene.DownloadAsync(cancellationToken: cancel.Token));
    }

    /// <summary>
    /// Downloads in a process of its own that is killed while its request number <paramref name="atRead"/> is being answered. True when it was
    /// done before.
    /// </summary>
    private static async Task<bool> RunKilledAsync(DownloadScene scene, int atRead, long afterBytes)
    {
        TaskCompletionSource<Process> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int left = atRead;
        scene.Cloud.S3.Faults.Clear();
        scene.Cloud.S3.Faults.Add(request => DownloadScene.IsRead(request) && Interlocked.Decrement(ref left) == 0
            ? new Fault { StallAfter = afterBytes, StallUntil = async token => (await started.Task.WaitAsync(token)).Kill() }
            : null);
        string[] noted = Noted(scene);
        int before = scene.Reads.Count();
        using Process process = DownloadProcess.Start(scene.Cloud, scene.Copy.Key!, scene.Folder);
        started.SetResult(process);
        await process.WaitForExitAsync(CopyScene.Token);
        IEnumerable<long> read = scene.Reads.Skip(before).Select(request => long.Parse(request.Headers["Range"]["bytes=".Length..].Split('-')[0], null));
        Assert.Empty(read.Intersect(noted.Select(RangeStart)));
        Assert.Equal(process.ExitCode == 0, File.Exists(scene.FinalPath));
        return process.ExitCode == 0;
    }

    /// <summary>The lines of the state that note a range, as the next run will read them.</summary>
    private static string[] Noted(DownloadScene scene) => File.Exists(scene.StatePath)
        ? [.. File.ReadAllLines(scene.StatePath).Skip(1).Where(line => line.EndsWith('}'))]
        : [];

    private static long RangeStart(string line) => (CopyJson.Read<DownloadedRange>(line)!.Number - 1) * 8 * CopyScene.MiB;
}
