using Amazon.S3;
using Amazon.S3.Model;
using RdsBackup.Core.Tests.Transfer;
using RdsBackup.Retrieval;
using RdsBackup.S3;
using RdsBackup.Sandbox;
using RdsBackup.Transfer;

namespace RdsBackup.Core.Tests.Retrieval;

public sealed class BackupDownloaderTests
{
    [Fact]
    public async Task A_copy_arrives_byte_for_byte_with_its_proof()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();

        BackupDownloadResult result = await scene.DownloadAsync();

        await scene.AssertSavedAsync(scene.FinalPath);
        Assert.Equal(BackupDownloadStatus.Verified, result.Status);
        Assert.Equal(scene.FinalPath, result.Path);
        Assert.Equal(scene.Copy.Bytes, result.Bytes);
        Assert.Equal(scene.Copy.Proof.SentCrc64, result.Crc64);
        Assert.Equal(scene.Copy.Proof.SentCrc32, result.Crc32);
        Assert.Equal(CopyScene.InstanceId, result.InstanceId);
        Assert.Equal(0, result.ResumedBytes);
        Assert.Equal(
            [BackupDownloadGuarantee.ManifestCrc64, BackupDownloadGuarantee.ManifestCrc32, BackupDownloadGuarantee.ObjectCrc32, BackupDownloadGuarantee.ManifestSize],
            result.Proof);
    }

    [Fact]
    public async Task Several_ranges_are_read_and_each_only_in_the_version_that_was_planned()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();

        await scene.DownloadAsync();

        Assert.Equal(5, scene.Reads.Count());
        Assert.All(scene.Reads, request => Assert.Equal(scene.Copy.ETag, request.Headers["If-Match"]));
        Assert.Equal(scene.Copy.Bytes, scene.Reads.Sum(request => request.BytesSent));
    }

    [Theory]
    [InlineData(".", "*/1001-data_xb.qp")]
    [InlineData("new/folder/", "*/new/folder/1001-data_xb.qp")]
    [InlineData("new/name.xb", "*/new/name.xb")]
    public async Task A_folder_gets_a_file_named_like_the_copy_and_any_other_destination_is_the_name(string destination, string expected)
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync(length: CopyScene.MiB);

        BackupDownloadResult result = await scene.DownloadAsync(destination: Path.Combine(scene.Folder, destination));

        Assert.Equal(Path.GetFullPath(expected.Replace("*", scene.Folder, StringComparison.Ordinal)), result.Path);
        await scene.AssertSavedAsync(result.Path);
    }

    [Fact]
    public async Task The_same_again_moves_nothing()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();
        await scene.DownloadAsync();
        int reads = scene.Reads.Count();

        BackupDownloadResult result = await scene.DownloadAsync();

        Assert.Equal(BackupDownloadStatus.AlreadyPresent, result.Status);
        Assert.Contains(BackupDownloadGuarantee.ManifestCrc64, result.Proof);
        Assert.Equal(reads, scene.Reads.Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Something_else_is_replaced_only_when_that_is_asked_for(bool hasSameLength)
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync(length: CopyScene.MiB);
        byte[] mine = new byte[hasSameLength ? CopyScene.MiB : 10];
        await File.WriteAllBytesAsync(scene.FinalPath, mine, CopyScene.Token);

        RdsBackupException error = await scene.FailAsync("DestinationExists");
        Assert.Contains(scene.FinalPath, error.Message, StringComparison.Ordinal);
        Assert.Equal(mine, await File.ReadAllBytesAsync(scene.FinalPath, CopyScene.Token));
        Assert.Single(Directory.GetFiles(scene.Folder));

        Assert.Equal(BackupDownloadStatus.Verified, (await scene.DownloadAsync(scene.Options(force: true))).Status);
        await scene.AssertSavedAsync(scene.FinalPath);
    }

    [Fact]
    public async Task Without_enough_space_nothing_is_begun_and_both_numbers_are_named()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();

        RdsBackupException error = await scene.FailAsync("DestinationFull", scene.Options(freeSpace: _ => 1_234_567));

        Assert.Contains("41,943,040", error.Message, StringComparison.Ordinal);
        Assert.Contains("1,234,567", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(scene.Folder));
        Assert.Empty(scene.Reads);
    }

    [Fact]
    public async Task Where_nobody_knows_how_much_is_free_the_download_is_tried()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync(length: CopyScene.MiB);

        await scene.DownloadAsync(scene.Options(freeSpace: _ => null));

        await scene.AssertSavedAsync(scene.FinalPath);
    }

    [Fact]
    public async Task A_copy_that_is_not_there_is_not_found()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync(length: CopyScene.MiB);
        using BackupDownloader downloader = await BackupDownloader.ConnectAsync(ConnectionOf(scene), scene.Options(), CopyScene.Token);

        RdsBackupException error =
            await Assert.ThrowsAsync<RdsBackupException>(() => downloader.PlanAsync("no/such.xb", scene.Folder, CopyScene.Token));

        Assert.Equal("CopyNotFound", error.ErrorId);
    }

    [Theory]
    [InlineData("GLACIER")]
    [InlineData("DEEP_ARCHIVE")]
    public async Task An_archived_copy_is_one_error_that_names_the_class_and_the_command_to_restore_it(string storageClass)
    {
        BackupCopyOptions archived = new() { Attributes = new S3ObjectOptions { StorageClass = storageClass } };
        await using DownloadScene scene = await DownloadScene.CreateAsync(options: archived);

        RdsBackupException error = await scene.FailAsync("CopyArchived");

        Assert.Contains(storageClass, error.Message, StringComparison.Ordinal);
        Assert.Contains($"aws s3api restore-object --bucket '{CopyScene.Bucket}' --key '{scene.Copy.Key}'", error.Recommendation, StringComparison.Ordinal);
        Assert.Empty(scene.Reads);
        Assert.Empty(Directory.GetFiles(scene.Folder));
    }

    [Fact]
    public async Task An_archived_copy_that_was_restored_is_downloaded()
    {
        BackupCopyOptions archived = new() { Attributes = new S3ObjectOptions { StorageClass = "DEEP_ARCHIVE" } };
        await using DownloadScene scene = await DownloadScene.CreateAsync(options: archived);
        using AmazonS3Client s3 = new(
            scene.Cloud.S3.AccessKeyId, scene.Cloud.S3.SecretAccessKey, new AmazonS3Config { ServiceURL = scene.Cloud.S3Endpoint.AbsoluteUri, ForcePathStyle = true });
        await s3.RestoreObjectAsync(new RestoreObjectRequest { BucketName = CopyScene.Bucket, Key = scene.Copy.Key, Days = 7 }, CopyScene.Token);

        Assert.Equal(BackupDownloadStatus.Verified, (await scene.DownloadAsync()).Status);
        await scene.AssertSavedAsync(scene.FinalPath);
    }

    [Fact]
    public async Task A_copy_that_turns_out_to_be_archived_is_the_same_error()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();
        scene.Cloud.S3.Faults.Inject(
            Fault.Error(403, "InvalidObjectState", "The operation is not valid for the object's access tier"), DownloadScene.IsRead);

        RdsBackupException error = await scene.FailAsync("CopyArchived");

        Assert.Contains("access tier", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_that_is_not_what_its_manifest_says_is_not_downloaded()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();
        await scene.WriteAsync(scene.Copy.Key!, "something else");

        RdsBackupException error = await scene.FailAsync("CopyAltered");

        Assert.Contains("14 bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{scene.Copy.Bytes} bytes", error.Message, StringComparison.Ordinal);
        Assert.Empty(scene.Reads);
    }

    [Fact]
    public async Task Without_manifest_what_S3_says_is_the_proof_and_is_named()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();
        await scene.DeleteManifestAsync();

        BackupDownloadResult result = await scene.DownloadAsync();

        Assert.Equal(BackupDownloadStatus.Verified, result.Status);
        Assert.Equal([BackupDownloadGuarantee.SourceCrc64, BackupDownloadGuarantee.ObjectCrc32], result.Proof);
        Assert.Null(result.Copy);
        await scene.AssertSavedAsync(scene.FinalPath);
    }

    [Fact]
    public async Task From_a_store_that_names_no_checksums_the_manifest_proves_the_file()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync(bucket: new S3BucketOptions { Quirks = S3Quirks.Ceph16 });

        BackupDownloadResult result = await scene.DownloadAsync();

        Assert.Equal(BackupDownloadStatus.Verified, result.Status);
        Assert.Equal([BackupDownloadGuarantee.ManifestCrc64, BackupDownloadGuarantee.ManifestSize], result.Proof);
        await scene.AssertSavedAsync(scene.FinalPath);
    }

    [Fact]
    public async Task What_nothing_proves_is_saved_and_not_called_verified()
    {
        S3BucketOptions bucket = new() { Quirks = new S3Quirks { HasNoObjectChecksums = true } };
        await using DownloadScene scene = await DownloadScene.CreateAsync(bucket: bucket);
        await scene.WriteAsync(scene.Copy.Key!, "put by hand");
        await scene.DeleteManifestAsync();

        BackupDownloadResult result = await scene.DownloadAsync();

        Assert.Equal(BackupDownloadStatus.Saved, result.Status);
        Assert.Empty(result.Proof);
        Assert.Equal("put by hand", await File.ReadAllTextAsync(result.Path, CopyScene.Token));
        Assert.Contains(scene.Log, line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_object_without_bytes_becomes_a_file_without_bytes()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync(length: CopyScene.MiB);
        await scene.WriteAsync(scene.Copy.Key!, "");
        await scene.DeleteManifestAsync();

        BackupDownloadResult result = await scene.DownloadAsync();

        Assert.Equal(0, new FileInfo(result.Path).Length);
        Assert.Single(Directory.GetFiles(scene.Folder));
    }

    [Fact]
    public async Task Progress_ends_at_the_length()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync();
        scene.Cloud.S3.Faults.Inject(new Fault { CutAfter = 700_000 }, DownloadScene.IsRead, times: 3);
        Tally tally = new();

        await scene.DownloadAsync(progress: tally);

        Assert.Equal(scene.Copy.Bytes, tally.Last.Bytes);
        Assert.Equal(scene.Copy.Bytes, tally.Last.TotalBytes);
    }

    [Fact]
    public async Task All_ranges_together_hold_the_rate()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync(length: 16 * CopyScene.MiB);

        BackupDownloadResult result = await scene.DownloadAsync(new BackupDownloadOptions { BandwidthLimit = 20 * CopyScene.MiB });

        Assert.True(result.Duration > TimeSpan.FromSeconds(0.55), $"16 MiB at 20 MiB/s, a fifth of a second of which may be saved up, took {result.Duration}.");
    }

    [Fact]
    public async Task A_folder_that_must_not_be_written_is_one_clear_error()
    {
        await using DownloadScene scene = await DownloadScene.CreateAsync(length: CopyScene.MiB);
        string file = Path.Combine(scene.Folder, "file");
        await File.WriteAllTextAsync(file, "not a folder", CopyScene.Token);

        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(
            () => scene.DownloadAsync(destination: Path.Combine(file, "sub", "name.xb")));

        Assert.Equal("DestinationUnwritable", error.ErrorId);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    private static S3ConnectionOptions ConnectionOf(DownloadScene scene) => new()
    {
        Bucket = CopyScene.Bucket,
        EndpointUrl = scene.Cloud.S3Endpoint,
        AccessKeyId = scene.Cloud.S3.AccessKeyId,
        SecretAccessKey = scene.Cloud.S3.SecretAccessKey,
    };

    private sealed class Tally : IProgress<BackupCopyProgress>
    {
        private readonly Lock _gate = new();

        public BackupCopyProgress Last { get; private set; }

        public void Report(BackupCopyProgress value)
        {
            lock (_gate)
            {
                Last = value.Bytes > Last.Bytes ? value : Last;
            }
        }
    }
}
