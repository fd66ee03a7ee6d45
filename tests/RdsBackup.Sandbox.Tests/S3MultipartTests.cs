using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace RdsBackup.Sandbox.Tests;

/// <summary>Multipart uploads by the official SDK.</summary>
public sealed class S3MultipartTests : IAsyncLifetime
{
    private const string Bucket = "offsite";
    private const string Key = "cloud/备份_xb.qp";
    private const int PartSize = 5 << 20;
    private static readonly byte[][] Parts = [S3RoundTripTests.Bytes(PartSize, 1), S3RoundTripTests.Bytes(PartSize, 2), S3RoundTripTests.Bytes(12_345, 3)];
    private static readonly byte[] Whole = [.. Parts.SelectMany(part => part)];
    private SandboxCloud _cloud = null!;
    private AmazonS3Client _s3 = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cloud = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false }, Cancellation);
        _cloud.S3.CreateBucket(Bucket);
        _s3 = S3RoundTripTests.Client(_cloud);
    }

    public async ValueTask DisposeAsync()
    {
        _s3.Dispose();
        await _cloud.DisposeAsync();
    }

    [Fact]
    public async Task An_upload_with_the_right_full_object_checksum_is_completed()
    {
        CompleteMultipartUploadRequest complete = await UploadAsync();
        complete.ChecksumCRC32 = Crc32(Whole);
        complete.MpuObjectSize = Whole.Length;
        CompleteMultipartUploadResponse answer = await _s3.CompleteMultipartUploadAsync(complete, Cancellation);
        GetObjectMetadataResponse head = await _s3.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = Bucket, Key = Key, ChecksumMode = ChecksumMode.ENABLED }, Cancellation);

        Assert.Equal((Crc32(Whole), ChecksumType.FULL_OBJECT), (answer.ChecksumCRC32, answer.ChecksumType));
        Assert.Equal((Crc32(Whole), Whole.LongLength), (head.ChecksumCRC32, head.ContentLength));
        Assert.EndsWith("-3\"", head.ETag, StringComparison.Ordinal);
        Assert.Equal(Whole, await _cloud.S3.ReadObject(Bucket, Key));
        Assert.Empty(_cloud.S3.OpenUploads(Bucket));
    }

    [Fact]
    public async Task A_stalled_request_stays_when_memory_is_collected()
    {
        WeakReference<TaskCompletionSource>? end = null; // Weak: a test that holds the end of a stall would hold the request by it.
        TaskCompletionSource isStalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _cloud.S3.Faults.Inject(new Fault { Before = Stall });
        using HttpClient client = new();
        using ByteArrayContent body = new(Parts[0]); // More than the server takes in unasked, so that it does not wait for more.
        Task<HttpResponseMessage> sending = client.PutAsync(new Uri(_cloud.S3Endpoint, "/offsite/key?partNumber=1&uploadId=1"), body, Cancellation);
        await isStalled.Task.WaitAsync(Cancellation);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.True(end!.TryGetTarget(out TaskCompletionSource? source));
        source.SetResult();
        using HttpResponseMessage answer = await sending;
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode); // Nobody signed it.

        async Task Stall(CancellationToken cancellationToken)
        {
            TaskCompletionSource stall = new(TaskCreationOptions.RunContinuationsAsynchronously);
            end = new(stall);
            isStalled.SetResult();
            await stall.Task.WaitAsync(cancellationToken);
            GC.KeepAlive(stall);
        }
    }

    [Fact]
    public async Task Crc64_nvme_of_the_whole_object_is_checked_too()
    {
        // "123456789": the value printed in the catalogue of CRCs.
        InitiateMultipartUploadResponse upload = await _s3.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest { BucketName = Bucket, Key = Key, ChecksumAlgorithm = ChecksumAlgorithm.CRC64NVME, ChecksumType = ChecksumType.FULL_OBJECT }, Cancellation);
        using MemoryStream body = new("123456789"u8.ToArray());
        UploadPartResponse part = await _s3.UploadPartAsync(
            new UploadPartRequest { BucketName = Bucket, Key = Key, UploadId = upload.UploadId, PartNumber = 1, InputStream = body, ChecksumCRC64NVME = "rosUhgp5mIg=" }, Cancellation);
        CompleteMultipartUploadResponse answer = await _s3.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest { BucketName = Bucket, Key = Key, UploadId = upload.UploadId, PartETags = [new PartETag(part)], ChecksumCRC64NVME = "rosUhgp5mIg=" }, Cancellation);

        Assert.Equal("rosUhgp5mIg=", answer.ChecksumCRC64NVME);
    }

    [Fact]
    public async Task A_wrong_checksum_or_size_is_refused_and_the_upload_stays_open()
    {
        CompleteMultipartUploadRequest complete = await UploadAsync();
        complete.ChecksumCRC32 = Crc32(Parts[0]);
        Assert.Equal("BadDigest", await CompleteRefusedAsync(complete));
        complete.ChecksumCRC32 = Crc32(Whole);
        complete.MpuObjectSize = Whole.Length + 1;
        Assert.Equal("InvalidRequest", await CompleteRefusedAsync(complete));

        Assert.Empty(_cloud.S3.Objects(Bucket));
        Assert.Single(_cloud.S3.OpenUploads(Bucket));
    }

    [Fact]
    public async Task A_part_still_on_its_way_when_the_upload_is_completed_is_refused_and_the_object_stays_whole()
    {
        CompleteMultipartUploadRequest complete = await UploadAsync();
        Pipe body = new();
        GetPreSignedUrlRequest link = new()
        {
            BucketName = Bucket,
            Key = Key,
            Verb = HttpVerb.PUT,
            UploadId = complete.UploadId,
            PartNumber = 1,
            Expires = DateTime.UtcNow.AddHours(1),
            Protocol = Protocol.HTTP,
        };
        link.Headers["x-amz-checksum-crc32"] = Crc32(Parts[1]);
        using HttpClient http = new();
        using StreamContent content = new(body.Reader.AsStream());
        content.Headers.ContentLength = PartSize;
        content.Headers.Add("x-amz-checksum-crc32", Crc32(Parts[1]));
        Task<HttpResponseMessage> late = http.PutAsync(await _s3.GetPreSignedURLAsync(link), content, Cancellation);
        await body.Writer.WriteAsync(Parts[1].AsMemory(0, PartSize / 2), Cancellation);
        await _s3.CompleteMultipartUploadAsync(complete, Cancellation);
        await body.Writer.WriteAsync(Parts[1].AsMemory(PartSize / 2), Cancellation);
        await body.Writer.CompleteAsync();
        using HttpResponseMessage answer = await late;

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("NoSuchUpload", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(Whole, await _cloud.S3.ReadObject(Bucket, Key));
    }

    [Fact]
    public async Task Completing_onto_an_existing_key_fails_when_it_must_not_exist()
    {
        await _s3.CompleteMultipartUploadAsync(await UploadAsync(), Cancellation);
        CompleteMultipartUploadRequest second = await UploadAsync();
        second.IfNoneMatch = "*";

        AmazonS3Exception refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => _s3.CompleteMultipartUploadAsync(second, Cancellation));

        Assert.Equal((HttpStatusCode.PreconditionFailed, "PreconditionFailed"), (refused.StatusCode, refused.ErrorCode));
        Assert.Single(_cloud.S3.OpenUploads(Bucket));
    }

    [Fact]
    public async Task Of_two_concurrent_conditional_completions_one_wins()
    {
        CompleteMultipartUploadRequest[] both = [await UploadAsync(), await UploadAsync()];
        both[0].IfNoneMatch = both[1].IfNoneMatch = "*";

        Task<CompleteMultipartUploadResponse>[] races = [.. both.Select(complete => _s3.CompleteMultipartUploadAsync(complete, Cancellation))];
        await Assert.ThrowsAsync<AmazonS3Exception>(() => Task.WhenAll(races));

        Assert.Equal(1, races.Count(race => race.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task A_part_whose_checksum_is_missing_or_wrong_is_refused()
    {
        string uploadId = await InitiateAsync();
        using MemoryStream withSha = new(Parts[2]);
        using MemoryStream wrong = new(Parts[2]);

        AmazonS3Exception mismatch = await Assert.ThrowsAsync<AmazonS3Exception>(() => _s3.UploadPartAsync(
            new UploadPartRequest { BucketName = Bucket, Key = Key, UploadId = uploadId, PartNumber = 1, InputStream = withSha, ChecksumAlgorithm = ChecksumAlgorithm.SHA256 }, Cancellation));
        AmazonS3Exception digest = await Assert.ThrowsAsync<AmazonS3Exception>(() => _s3.UploadPartAsync(
            new UploadPartRequest { BucketName = Bucket, Key = Key, UploadId = uploadId, PartNumber = 1, InputStream = wrong, ChecksumCRC32 = Crc32(Whole) }, Cancellation));

        Assert.StartsWith("Checksum Type mismatch", mismatch.Message, StringComparison.Ordinal);
        Assert.Equal("BadDigest", digest.ErrorCode);
        Assert.Empty(_cloud.S3.OpenUploads(Bucket).Single().Parts);
    }

    [Fact]
    public async Task Small_unknown_and_out_of_range_parts_are_refused()
    {
        string uploadId = await InitiateAsync();
        PartETag small = await UploadPartAsync(uploadId, 1, Parts[2]);
        PartETag last = await UploadPartAsync(uploadId, 2, Parts[2]);

        Assert.Equal("EntityTooSmall", await CompleteRefusedAsync(new() { BucketName = Bucket, Key = Key, UploadId = uploadId, PartETags = [small, last] }));
        Assert.Equal("InvalidPart", await CompleteRefusedAsync(new() { BucketName = Bucket, Key = Key, UploadId = uploadId, PartETags = [new PartETag(3, small.ETag)] }));
        Assert.Equal("InvalidArgument", (await Assert.ThrowsAsync<AmazonS3Exception>(() => UploadPartAsync(uploadId, 10_001, Parts[2]))).ErrorCode);
    }

    [Fact]
    public async Task Parts_and_uploads_are_listed_in_pages()
    {
        CompleteMultipartUploadRequest complete = await UploadAsync();
        await InitiateAsync();

        ListPartsResponse first = await _s3.ListPartsAsync(new ListPartsRequest { BucketName = Bucket, Key = Key, UploadId = complete.UploadId, MaxParts = 2 }, Cancellation);
        ListPartsResponse rest = await _s3.ListPartsAsync(new ListPartsRequest { BucketName = Bucket, Key = Key, UploadId = complete.UploadId, PartNumberMarker = first.NextPartNumberMarker?.ToString(System.Globalization.CultureInfo.InvariantCulture) }, Cancellation);
        ListMultipartUploadsResponse one = await _s3.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = Bucket, Prefix = "cloud/", MaxUploads = 1 }, Cancellation);
        ListMultipartUploadsResponse two = await _s3.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = Bucket, KeyMarker = one.NextKeyMarker, UploadIdMarker = one.NextUploadIdMarker }, Cancellation);

        Assert.Equal([(1, PartSize), (2, PartSize), (3, 12_345)], first.Parts.Concat(rest.Parts).Select(part => (part.PartNumber!.Value, (int)part.Size!.Value)));
        Assert.Equal(Crc32(Parts[2]), rest.Parts.Single().ChecksumCRC32);
        Assert.NotEqual(Assert.Single(one.MultipartUploads).UploadId, Assert.Single(two.MultipartUploads).UploadId);
    }

    [Fact]
    public async Task An_aborted_upload_is_gone()
    {
        CompleteMultipartUploadRequest complete = await UploadAsync();

        await _s3.AbortMultipartUploadAsync(Bucket, Key, complete.UploadId, Cancellation);

        Assert.Equal("NoSuchUpload", await CompleteRefusedAsync(complete));
        Assert.Empty(_cloud.S3.OpenUploads(Bucket));
    }

    [Fact]
    public async Task Object_lock_needs_a_bucket_that_has_it()
    {
        _cloud.S3.CreateBucket("locked", new S3BucketOptions { ObjectLock = true });
        InitiateMultipartUploadRequest request = new() { BucketName = Bucket, Key = Key, ObjectLockMode = ObjectLockMode.Governance, ObjectLockRetainUntilDate = DateTime.UtcNow.AddDays(1) };

        Assert.Equal("InvalidRequest", (await Assert.ThrowsAsync<AmazonS3Exception>(() => _s3.InitiateMultipartUploadAsync(request, Cancellation))).ErrorCode);
        request.BucketName = "locked";
        Assert.NotEmpty((await _s3.InitiateMultipartUploadAsync(request, Cancellation)).UploadId);
    }

    [Fact]
    public async Task A_lost_answer_leaves_a_completed_object()
    {
        CompleteMultipartUploadRequest complete = await UploadAsync();
        _cloud.S3.Faults.Inject(new Fault { CutAfter = 0 }, request => request.Operation == "CompleteMultipartUpload");

        await Assert.ThrowsAnyAsync<Exception>(() => _s3.CompleteMultipartUploadAsync(complete, Cancellation));

        Assert.Equal(Key, Assert.Single(_cloud.S3.Objects(Bucket)).Key);
    }

    [Fact]
    public async Task A_sink_keeps_sizes_and_checksums_but_no_bytes()
    {
        DirectoryInfo data = Directory.CreateTempSubdirectory();
        await using (SandboxCloud sink = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false, S3Sink = true, DataDirectory = data.FullName }, Cancellation))
        {
            sink.S3.CreateBucket(Bucket);
            using AmazonS3Client s3 = S3RoundTripTests.Client(sink);
            using MemoryStream body = new(Whole);
            await s3.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = Key, InputStream = body }, Cancellation);

            S3Object stored = sink.S3.Objects(Bucket).Single();
            Assert.Equal((Whole.LongLength, Crc32(Whole)), (stored.Size, stored.Checksum.Value));
            Assert.Empty(data.GetFiles("*", SearchOption.AllDirectories));
        }

        data.Delete(recursive: true);
    }

    private async Task<string> InitiateAsync() => (await _s3.InitiateMultipartUploadAsync(
        new InitiateMultipartUploadRequest { BucketName = Bucket, Key = Key, ChecksumAlgorithm = ChecksumAlgorithm.CRC32, ChecksumType = ChecksumType.FULL_OBJECT }, Cancellation)).UploadId;

    private async Task<CompleteMultipartUploadRequest> UploadAsync()
    {
        string uploadId = await InitiateAsync();
        PartETag[] parts = await Task.WhenAll(Parts.Select((part, index) => UploadPartAsync(uploadId, index + 1, part)));
        return new CompleteMultipartUploadRequest { BucketName = Bucket, Key = Key, UploadId = uploadId, PartETags = [.. parts], ChecksumType = ChecksumType.FULL_OBJECT };
    }

    private async Task<PartETag> UploadPartAsync(string uploadId, int number, byte[] bytes)
    {
        using MemoryStream body = new(bytes);
        return new PartETag(await _s3.UploadPartAsync(new UploadPartRequest { BucketName = Bucket, Key = Key, UploadId = uploadId, PartNumber = number, InputStream = body }, Cancellation));
    }

    private async Task<string> CompleteRefusedAsync(CompleteMultipartUploadRequest complete) =>
        (await Assert.ThrowsAsync<AmazonS3Exception>(() => _s3.CompleteMultipartUploadAsync(complete, Cancellation))).ErrorCode;

    private static string Crc32(byte[] bytes)
    {
        byte[] value = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(value, System.IO.Hashing.Crc32.HashToUInt32(bytes));
        return Convert.ToBase64String(value);
    }
}
