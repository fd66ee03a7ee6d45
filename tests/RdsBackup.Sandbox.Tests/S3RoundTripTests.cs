using System.Security.Cryptography;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;

namespace RdsBackup.Sandbox.Tests;

/// <summary>The official SDK against the emulated S3.</summary>
public sealed class S3RoundTripTests : IAsyncLifetime
{
    private const string Bucket = "offsite";
    private SandboxCloud _cloud = null!;
    private AmazonS3Client _s3 = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cloud = await SandboxCloud.StartAsync(new SandboxOptions { Seed = false }, Cancellation);
        _cloud.S3.CreateBucket(Bucket);
        _s3 = Client(_cloud);
    }

    public async ValueTask DisposeAsync()
    {
        _s3.Dispose();
        await _cloud.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300_000)]
    public async Task An_object_put_by_default_comes_back_byte_for_byte(int length)
    {
        byte[] bytes = Bytes(length, seed: 1);
        await PutAsync("folder/名 字+a b.bin", bytes);

        Assert.Equal(bytes, await _cloud.S3.ReadObject(Bucket, "folder/名 字+a b.bin"));
        using GetObjectResponse answer = await _s3.GetObjectAsync(Bucket, "folder/名 字+a b.bin", Cancellation);
        Assert.Equal(bytes, await ReadAsync(answer.ResponseStream));
        Assert.Equal($"\"{Convert.ToHexStringLower(MD5.HashData(bytes))}\"", answer.ETag);
    }

    [Fact]
    public async Task The_default_put_arrives_signed_in_chunks_with_a_trailing_checksum()
    {
        await PutAsync("key", Bytes(200_000, seed: 2));

        SandboxRequest put = Assert.Single(_cloud.S3.Requests, request => request.Operation == "PutObject");
        Assert.Equal("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", put.Headers["x-amz-content-sha256"]);
        Assert.Equal(200, put.Status);
        Assert.True(put.BytesReceived > 200_000);
        Assert.Equal("CRC32", _cloud.S3.Objects(Bucket).Single().Checksum.Algorithm);
    }

    [Fact]
    public async Task A_put_without_chunks_is_checked_by_the_hash_of_its_payload()
    {
        byte[] bytes = Bytes(100_000, seed: 3);
        using MemoryStream body = new(bytes);
        await _s3.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = "plain", InputStream = body, UseChunkEncoding = false }, Cancellation);

        Assert.Equal(bytes, await _cloud.S3.ReadObject(Bucket, "plain"));
        Assert.Equal(64, _cloud.S3.Requests.Single().Headers["x-amz-content-sha256"].Length);
    }

    [Fact]
    public async Task An_archived_object_cannot_be_read_before_it_is_restored()
    {
        byte[] bytes = Bytes(1000, seed: 5);
        using MemoryStream body = new(bytes);
        await _s3.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = "cold", InputStream = body, StorageClass = S3StorageClass.Glacier }, Cancellation);

        InvalidObjectStateException refused = await Assert.ThrowsAsync<InvalidObjectStateException>(() => _s3.GetObjectAsync(Bucket, "cold", Cancellation));
        Assert.Equal(S3StorageClass.Glacier, refused.StorageClass);
        await _s3.RestoreObjectAsync(new RestoreObjectRequest { BucketName = Bucket, Key = "cold", Days = 2 }, Cancellation);

        using GetObjectResponse answer = await _s3.GetObjectAsync(Bucket, "cold", Cancellation);
        Assert.Equal(bytes, await ReadAsync(answer.ResponseStream));
        Assert.InRange(answer.RestoreExpiration!.Value.ToUniversalTime(), DateTime.UtcNow.AddDays(1.9), DateTime.UtcNow.AddDays(2.1));
    }

    [Fact]
    public async Task A_put_with_a_wrong_checksum_is_refused_and_leaves_nothing()
    {
        using MemoryStream body = new(Bytes(10, seed: 4));
        AmazonS3Exception refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => _s3.PutObjectAsync(
            new PutObjectRequest { BucketName = Bucket, Key = "key", InputStream = body, ChecksumCRC32 = "AAAAAA==" }, Cancellation));

        Assert.Equal("BadDigest", refused.ErrorCode);
        Assert.Empty(_cloud.S3.Objects(Bucket));
    }

    [Fact]
    public async Task A_wrong_secret_does_not_match_and_an_unknown_key_does_not_exist()
    {
        using AmazonS3Client wrongSecret = Client(_cloud, secret: "wrong");
        using AmazonS3Client wrongKey = Client(_cloud, accessKeyId: "AKIAUNKNOWN");

        Assert.Equal("SignatureDoesNotMatch", (await Assert.ThrowsAsync<AmazonS3Exception>(() => wrongSecret.ListObjectsV2Async(new() { BucketName = Bucket }, Cancellation))).ErrorCode);
        Assert.Equal("InvalidAccessKeyId", (await Assert.ThrowsAsync<AmazonS3Exception>(() => wrongKey.ListObjectsV2Async(new() { BucketName = Bucket }, Cancellation))).ErrorCode);
    }

    [Fact]
    public async Task A_range_of_an_object_is_served()
    {
        byte[] bytes = Bytes(1000, seed: 5);
        await PutAsync("key", bytes);

        using GetObjectResponse answer = await _s3.GetObjectAsync(new GetObjectRequest { BucketName = Bucket, Key = "key", ByteRange = new ByteRange(990, 2000) }, Cancellation);

        Assert.Equal(bytes[990..], await ReadAsync(answer.ResponseStream));
        Assert.Equal("bytes 990-999/1000", answer.ContentRange);
    }

    [Fact]
    public async Task Attributes_given_on_put_show_on_head()
    {
        using MemoryStream body = new(Bytes(10, seed: 6));
        PutObjectRequest put = new() { BucketName = Bucket, Key = "key", InputStream = body, StorageClass = S3StorageClass.GlacierInstantRetrieval, ContentType = "text/plain" };
        put.Metadata["source"] = "rm-1";
        put.ServerSideEncryptionMethod = ServerSideEncryptionMethod.AWSKMS;
        put.ServerSideEncryptionKeyManagementServiceKeyId = "arn:aws:kms:key";
        put.TagSet = [new Tag { Key = "team", Value = "dba & ops" }];
        await _s3.PutObjectAsync(put, Cancellation);

        GetObjectMetadataResponse head = await _s3.GetObjectMetadataAsync(Bucket, "key", Cancellation);
        GetObjectTaggingResponse tags = await _s3.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = Bucket, Key = "key" }, Cancellation);

        Assert.Equal(("GLACIER_IR", "text/plain", "rm-1", "arn:aws:kms:key"), (head.StorageClass.Value, head.Headers.ContentType, head.Metadata["source"], head.ServerSideEncryptionKeyManagementServiceKeyId));
        Assert.Equal("dba & ops", Assert.Single(tags.Tagging).Value);
    }

    [Fact]
    public async Task A_listing_pages_groups_and_starts_after_a_key()
    {
        foreach (string key in (string[])["a/1", "a/2", "b/1", "b/2", "c"])
        {
            await PutAsync(key, Encoding.UTF8.GetBytes(key));
        }

        ListObjectsV2Response first = await _s3.ListObjectsV2Async(new() { BucketName = Bucket, MaxKeys = 2 }, Cancellation);
        ListObjectsV2Response rest = await _s3.ListObjectsV2Async(new() { BucketName = Bucket, ContinuationToken = first.NextContinuationToken }, Cancellation);
        ListObjectsV2Response groups = await _s3.ListObjectsV2Async(new() { BucketName = Bucket, Delimiter = "/" }, Cancellation);
        ListObjectsV2Response after = await _s3.ListObjectsV2Async(new() { BucketName = Bucket, Prefix = "b/", StartAfter = "b/1" }, Cancellation);

        Assert.Equal(["a/1", "a/2", "b/1", "b/2", "c"], first.S3Objects.Concat(rest.S3Objects).Select(value => value.Key));
        Assert.Equal(["a/", "b/"], groups.CommonPrefixes);
        Assert.Equal("c", Assert.Single(groups.S3Objects).Key);
        Assert.Equal("b/2", Assert.Single(after.S3Objects).Key);
    }

    [Fact]
    public async Task Deleted_objects_are_gone_also_from_disk()
    {
        await PutAsync("one", [1]);
        await PutAsync("two", [2]);
        await PutAsync("three", [3]);

        await _s3.DeleteObjectAsync(Bucket, "one", Cancellation);
        DeleteObjectsResponse deleted = await _s3.DeleteObjectsAsync(new DeleteObjectsRequest { BucketName = Bucket, Objects = [new() { Key = "two" }] }, Cancellation);

        Assert.Equal("two", Assert.Single(deleted.DeletedObjects).Key);
        Assert.Equal("three", Assert.Single(_cloud.S3.Objects(Bucket)).Key);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await Assert.ThrowsAsync<NoSuchKeyException>(() => _s3.GetObjectAsync(Bucket, "one", Cancellation))).StatusCode);
    }

    [Fact]
    public async Task Presigned_links_put_and_get_until_they_expire()
    {
        using HttpClient http = new();
        using ByteArrayContent body = new([1, 2, 3]);
        GetPreSignedUrlRequest link = new() { BucketName = Bucket, Key = "signed key", Verb = HttpVerb.PUT, Expires = DateTime.UtcNow.AddMinutes(5), Protocol = Protocol.HTTP };
        HttpResponseMessage put = await http.PutAsync(await _s3.GetPreSignedURLAsync(link), body, Cancellation);
        link.Verb = HttpVerb.GET;
        string get = await _s3.GetPreSignedURLAsync(link);

        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal([1, 2, 3], await http.GetByteArrayAsync(get, Cancellation));
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await http.GetAsync(get.Replace("signed%20key", "other", StringComparison.Ordinal), Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_bucket_of_another_region_says_which()
    {
        _cloud.S3.CreateBucket("elsewhere", new S3BucketOptions { Region = "eu-west-1" });
        using HttpClient http = new();
        GetPreSignedUrlRequest link = new() { BucketName = "elsewhere", Key = "key", Expires = DateTime.UtcNow.AddMinutes(5), Protocol = Protocol.HTTP };

        HttpResponseMessage answer = await http.GetAsync(await _s3.GetPreSignedURLAsync(link), Cancellation);

        Assert.Equal(System.Net.HttpStatusCode.MovedPermanently, answer.StatusCode);
        Assert.Equal("eu-west-1", answer.Headers.GetValues("x-amz-bucket-region").Single());
    }

    [Fact]
    public async Task A_wrong_bucket_owner_is_denied()
    {
        AmazonS3Exception refused = await Assert.ThrowsAsync<AmazonS3Exception>(() =>
            _s3.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = Bucket, Key = "key", ExpectedBucketOwner = "000000000000" }, Cancellation));

        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Buckets_are_created_listed_and_located()
    {
        await _s3.PutBucketAsync("fresh", Cancellation);

        Assert.Equal(["fresh", Bucket], (await _s3.ListBucketsAsync(Cancellation)).Buckets.Select(bucket => bucket.BucketName));
        Assert.Equal("", (await _s3.GetBucketLocationAsync("fresh", Cancellation)).Location?.Value ?? "");
    }

    internal static AmazonS3Client Client(SandboxCloud cloud, string? secret = null, string? accessKeyId = null) => new(
        accessKeyId ?? cloud.S3.AccessKeyId,
        secret ?? cloud.S3.SecretAccessKey,
        new AmazonS3Config { ServiceURL = cloud.S3Endpoint.AbsoluteUri, ForcePathStyle = true, AuthenticationRegion = cloud.S3.Region, UseHttp = true, MaxErrorRetry = 0 });

    internal static byte[] Bytes(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private async Task PutAsync(string key, byte[] bytes)
    {
        using MemoryStream body = new(bytes);
        await _s3.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = key, InputStream = body }, Cancellation);
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using MemoryStream bytes = new();
        await stream.CopyToAsync(bytes, Cancellation);
        return bytes.ToArray();
    }
}
