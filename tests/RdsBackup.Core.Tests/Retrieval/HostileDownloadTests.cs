using RdsBackup.Core.Tests.Transfer;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Retrieval;

public sealed class HostileDownloadTests
{
    private static readonly Dictionary<string, Fault> Passing = new()
    {
        ["reset"] = new Fault { CutAfter = 1_000_000 },
        ["closed early"] = new Fault { TruncateAt = 2_000_000 },
        ["ended early"] = new Fault { TruncateAt = 500_000, NoLength = true },
        ["stalled"] = new Fault { StallAfter = 300_000 },
        ["never answered"] = new Fault { Before = token => Task.Delay(Timeout.InfiniteTimeSpan, token) },
        ["slow down"] = Fault.SlowDown,
        ["internal error"] = Fault.Error(500, "InternalError"),
        ["whole object instead of a range"] = new Fault { IgnoreRange = true },
        ["another range"] = new Fault { ContentRange = "bytes 5-9/10" },
    };

    public static TheoryData<string> PassingTroubles() => [.. Passing.Keys];

    [Theory]
    [MemberData(nameof(PassingTroubles))]
    public async Task Trouble_that_passes_does_no_harm(string trouble)
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();
        scene.Cloud.S3.Faults.Inject(Passing[trouble], DownloadScene.IsRead, times: 2, after: 1);

        BackupDownloadResult result = await scene.DownloadAsync();

        Assert.Equal(BackupDownloadStatus.Verified, result.Status);
        await scene.AssertSavedAsync(scene.FinalPath);
        Assert.True(scene.Reads.Count() > 5);
    }

    [Fact]
    public async Task A_byte_that_was_flipped_on_the_way_is_found_and_both_checksums_are_named()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();
        scene.Cloud.S3.Faults.Inject(new Fault { FlipByteAt = 20_000_000 }, DownloadScene.IsRead);

        RdsBackupException error = await scene.FailAsync("DownloadDiffers");

        Assert.Contains($"{scene.Copy.Proof.SentCrc64}", error.Message, StringComparison.Ordinal);
        Assert.Matches(@"CRC-64 should be \d+ and is \d+", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(scene.Folder));
        scene.Cloud.S3.Faults.Clear();
        Assert.Equal(0, (await scene.DownloadAsync()).ResumedBytes);
    }

    [Fact]
    public async Task With_Force_a_download_that_went_wrong_leaves_the_old_file_as_it_was()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();
        await File.WriteAllTextAsync(scene.FinalPath, "old", CopyScene.Token);
        scene.Cloud.S3.Faults.Inject(new Fault { FlipByteAt = 20_000_000 }, DownloadScene.IsRead);

        await scene.FailAsync("DownloadDiffers", scene.Options(force: true));

        Assert.Equal("old", await File.ReadAllTextAsync(scene.FinalPath, CopyScene.Token));
        Assert.Single(Directory.GetFileSystemEntries(scene.Folder));
    }

    [Fact]
    public async Task An_object_that_is_replaced_while_it_is_read_is_never_mixed()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();
        scene.Cloud.S3.Faults.Inject(new Fault { ETag = "\"another\"" }, DownloadScene.IsRead, after: 2);

        await scene.FailAsync("CopyChanged");

        Assert.Empty(Directory.GetFileSystemEntries(scene.Folder));
    }

    [Fact]
    public async Task An_object_that_is_deleted_while_it_is_read_is_named()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();
        scene.Cloud.S3.Faults.Inject(Fault.Error(404, "NoSuchKey", "The specified key does not exist."), DownloadScene.IsRead, after: 2);

        RdsBackupException error = await scene.FailAsync("CopyChanged");

        Assert.Contains(scene.Copy.Key!, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Access_that_is_denied_is_said_once_and_not_tried_again()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync(length: CopyScene.MiB);
        scene.Cloud.S3.Faults.Inject(Fault.Error(403, "AccessDenied", "Access Denied"), DownloadScene.IsRead);

        RdsBackupException error = await scene.FailAsync("S3AccessDenied");

        Assert.Contains("s3:GetObject", error.Message, StringComparison.Ordinal);
        Assert.Single(scene.Reads);
    }

    [Fact]
    public async Task S3_that_stays_away_is_unreachable_and_the_next_run_goes_on()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();
        scene.Cloud.S3.Faults.Inject(new Fault { CutAfter = 0 }, DownloadScene.IsRead, after: 4);

        await scene.FailAsync("S3Unreachable");

        scene.Cloud.S3.Faults.Clear();
        Assert.True((await scene.DownloadAsync()).ResumedBytes > 0);
        await scene.AssertSavedAsync(scene.FinalPath);
    }
}
