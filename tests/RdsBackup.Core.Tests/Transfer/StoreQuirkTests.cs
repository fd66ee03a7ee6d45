using RdsBackup.S3;
using RdsBackup.Sandbox;
using RdsBackup.Transfer;
using static RdsBackup.BackupCopyGuarantee;

namespace RdsBackup.Core.Tests.Transfer;

/// <summary>S3-compatible stores that lack something: the copy is made, and the result says what was proved.</summary>
public sealed class StoreQuirkTests
{
    public static TheoryData<string, S3Quirks, BackupCopyGuarantee[]> Stores => new()
    {
        { "none", new S3Quirks(), [SourceCrc64, PartCrc32, MultipartETag, ObjectCrc32, Size] },
        { "no trailers, as Ceph", new S3Quirks { TrailerRefusal = S3Quirks.CephTrailerRefusal }, [SourceCrc64, PartCrc32, MultipartETag, ObjectCrc32, Size] },
        { "no trailers, 501", new S3Quirks { TrailerRefusal = S3Quirks.NotImplemented }, [SourceCrc64, PartCrc32, MultipartETag, ObjectCrc32, Size] },
        { "no trailers, yet checksums wanted", new S3Quirks { TrailerRefusal = S3Quirks.NotImplemented, DemandsDeclaredChecksums = true }, [SourceCrc64, PartMd5, MultipartETag, Size] },
        { "ignored part checksums", new S3Quirks { IgnoresPartChecksums = true }, [SourceCrc64, PartSha256, MultipartETag, Size] },
        { "ignored condition", new S3Quirks { IgnoresCompleteConditions = true }, [SourceCrc64, PartCrc32, MultipartETag, ObjectCrc32, Size] },
        { "no object checksums", new S3Quirks { HasNoObjectChecksums = true }, [SourceCrc64, PartCrc32, MultipartETag, Size] },
        { "empty ETag on Complete", new S3Quirks { HasEmptyCompleteETag = true }, [SourceCrc64, PartCrc32, MultipartETag, ObjectCrc32, Size] },
        { "list without checksums", new S3Quirks { ListsNoChecksums = true }, [SourceCrc64, PartCrc32, MultipartETag, ObjectCrc32, Size] },
        { "opaque ETags", new S3Quirks { HasOpaqueETags = true }, [SourceCrc64, PartCrc32, ObjectCrc32, Size] },
        { "equal parts", new S3Quirks { RequiresEqualParts = true }, [SourceCrc64, PartCrc32, MultipartETag, ObjectCrc32, Size] },
        { "no checksum algorithm", new S3Quirks { RejectsChecksumAlgorithm = true, HasNoObjectChecksums = true }, [SourceCrc64, PartSha256, MultipartETag, Size] },
        { "Ceph 16", S3Quirks.Ceph16, [SourceCrc64, PartSha256, MultipartETag, Size] },
        { "Ceph 16 without chunks", S3Quirks.Ceph16 with { SignedChunksRefusal = S3Quirks.NotImplemented }, [SourceCrc64, PartMd5, MultipartETag, Size] },
        { "Ceph 16 that checks no chunks", S3Quirks.Ceph16 with { IgnoresChunkSignatures = true }, [SourceCrc64, PartMd5, MultipartETag, Size] },
    };

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_copy_into_such_a_store_is_the_same_and_names_what_was_proved(string store, S3Quirks quirks, BackupCopyGuarantee[] guarantees)
    {
        await using CopyScene scene = await SceneAsync(quirks);

        BackupCopyResult result = await scene.CopyAsync();

        Assert.True(result.Status == BackupCopyStatus.Verified, store);
        Assert.Equal(guarantees, result.Proof.Guarantees);
        Assert.False(result.Proof.IsConditional);
        await scene.AssertSameBytesAsync(result.Key);
        Assert.Empty(scene.Cloud.S3.OpenUploads(CopyScene.Bucket));
        BackupCopyResult again = await scene.CopyAsync();
        Assert.Equal(BackupCopyStatus.AlreadyPresent, again.Status);
        Assert.Equal(guarantees, again.Proof.Guarantees);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_stopped_copy_is_resumed_in_such_a_store_without_sending_a_part_twice(string store, S3Quirks quirks, BackupCopyGuarantee[] guarantees)
    {
        await using CopyScene scene = await SceneAsync(quirks);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(CopyScene.Token);
        scene.Cloud.S3.Faults.Add(request =>
            request.Operation == "UploadPart" && request.Query["partNumber"] == "3" ? new Fault { Before = _ => stop.CancelAsync() } : null);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scene.CopyAsync(scene.Options(concurrency: 1), cancellationToken: stop.Token));
        scene.Cloud.S3.Faults.Clear();
        scene.Cloud.S3.Requests.Clear();

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        Assert.Superset(guarantees.Except([PartCrc32, PartSha256, PartMd5, ObjectCrc32]).ToHashSet(), result.Proof.Guarantees.ToHashSet());
        bool isKnown = !(quirks.ListsNoChecksums && quirks.HasOpaqueETags);
        Assert.True(!isKnown || result.ResumedBytes == 10 * CopyScene.MiB, store);
        await scene.AssertSameBytesAsync(result.Key);
    }

    [Theory]
    [InlineData(88 + 1_000)]
    [InlineData(88 + PartContent.LargestChunk - 1)]
    [InlineData(88 + PartContent.LargestChunk + 2 + 88)]
    [InlineData((5 * CopyScene.MiB) + 300)]
    public async Task A_byte_changed_on_the_way_to_a_store_without_checksums_is_refused_and_the_part_sent_again(long offset)
    {
        await using CopyScene scene = await SceneAsync(S3Quirks.Ceph16);
        scene.Cloud.S3.Faults.Inject(new Fault { FlipRequestByteAt = offset }, IsWholePart, times: 1);

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Contains(PartSha256, result.Proof.Guarantees);
        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        Assert.Equal(result.Parts + 1, scene.Cloud.S3.Requests.Count(IsWholePart));
        await scene.AssertSameBytesAsync(result.Key);
    }

    [Fact]
    public async Task Bytes_that_always_change_on_the_way_to_a_store_without_checksums_end_the_copy()
    {
        await using CopyScene scene = await SceneAsync(S3Quirks.Ceph16);
        scene.Cloud.S3.Faults.Add(request => IsWholePart(request) ? new Fault { FlipRequestByteAt = 100_000 } : null);

        await scene.FailAsync("S3ReceivedOtherBytes");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(PartContent.LargestChunk)]
    [InlineData((5 * CopyScene.MiB) + 1)]
    [InlineData((10 * CopyScene.MiB) - 1)]
    public async Task No_part_goes_twice_to_a_store_without_checksums_wherever_its_last_chunk_ends(long length)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(length, bucket: new S3BucketOptions { Quirks = S3Quirks.Ceph16 });

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal([SourceCrc64, PartSha256, MultipartETag, Size], result.Proof.Guarantees);
        Assert.Equal(result.Proof.SourceCrc64, result.Proof.SentCrc64);
        Assert.Null(result.Proof.SentCrc32);
        Assert.Equal(result.Parts + 2, scene.Count("UploadPart"));
        await scene.AssertSameBytesAsync(result.Key);
    }

    [Fact]
    public async Task Where_nothing_is_checked_and_ETags_say_nothing_the_copy_is_not_called_verified()
    {
        await using CopyScene scene = await SceneAsync(S3Quirks.Ceph16 with { HasOpaqueETags = true });

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Copied, result.Status);
        Assert.Equal([SourceCrc64, PartSha256, Size], result.Proof.Guarantees);
        Assert.False(result.Proof.IsDestinationProved);
    }

    [Fact]
    public async Task Reading_back_proves_what_the_store_does_not()
    {
        await using CopyScene scene = await SceneAsync(S3Quirks.Ceph16 with { HasOpaqueETags = true });

        BackupCopyResult result = await scene.CopyAsync(ReadingBack());

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        Assert.Equal([SourceCrc64, PartSha256, Size, ReadBack], result.Proof.Guarantees);
    }

    [Fact]
    public async Task Reading_back_finds_a_byte_that_the_store_lost()
    {
        await using CopyScene scene = await SceneAsync(S3Quirks.Ceph16);
        scene.Cloud.S3.Faults.Inject(new Fault { FlipByteAt = 12_345_678 }, request => request.Operation == "GetObject");

        RdsBackupException error = await scene.FailAsync("StoredDifferently", ReadingBack());

        Assert.Matches("CRC-64 [0-9]+; [0-9]+ bytes with CRC-64 [0-9]+ were sent", error.Message);
    }

    [Fact]
    public async Task What_cannot_be_read_back_is_refused_before_anything_is_sent()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        BackupCopyOptions options = new() { ReadBack = true, Attributes = new S3ObjectOptions { StorageClass = "DEEP_ARCHIVE" } };

        RdsBackupException error = await scene.FailAsync("ReadBackImpossible", options);

        Assert.Contains("DEEP_ARCHIVE", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Tag")]
    [InlineData("-ServerSideEncryption")]
    public async Task An_attribute_that_the_store_rejects_is_one_error_that_names_it(string parameter)
    {
        await using CopyScene scene = await SceneAsync(new S3Quirks { RejectsTagging = true, RejectsEncryption = true });
        S3ObjectOptions attributes = parameter == "-Tag"
            ? new S3ObjectOptions { Tags = new Dictionary<string, string> { ["env"] = "prod" } }
            : new S3ObjectOptions { ServerSideEncryption = "AES256" };

        RdsBackupException error = await scene.FailAsync("S3AttributesRejected", new BackupCopyOptions { Attributes = attributes });

        Assert.Contains(parameter, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_was_seen_to_refuse_a_completion_counts_as_conditional_from_then_on()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.S3.Faults.Inject(Fault.Error(412, "PreconditionFailed"), request => request.Operation == "CompleteMultipartUpload", times: 1);
        using BackupCopier copier = await BackupCopier.ConnectAsync(scene.Connection(), scene.Options(), CopyScene.Token);

        await Assert.ThrowsAsync<RdsBackupException>(() => scene.CopyWithAsync(copier));
        BackupCopyResult result = await scene.CopyWithAsync(copier);

        Assert.True(result.Proof.IsConditional);
        Assert.Contains(ConditionalComplete, result.Proof.Guarantees);
    }

    // Not one of the two of one byte by which the store is tried.
    private static bool IsWholePart(SandboxRequest request) =>
        request.Operation == "UploadPart" && request.Headers["x-amz-decoded-content-length"] != "1";

    private static BackupCopyOptions ReadingBack() => new() { PartSize = 5 * CopyScene.MiB, Concurrency = 4, ReadBack = true };

    private static Task<CopyScene> SceneAsync(S3Quirks quirks) => CopyScene.CreateAsync(bucket: new S3BucketOptions { Quirks = quirks });
}
