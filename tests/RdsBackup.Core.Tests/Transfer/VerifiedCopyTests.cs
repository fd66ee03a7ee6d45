using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using RdsBackup.Retrieval;
using RdsBackup.S3;
using RdsBackup.Sandbox;
using RdsBackup.Transfer;

namespace RdsBackup.Core.Tests.Transfer;

public sealed class VerifiedCopyTests
{
    private const long PartSize = 5 * CopyScene.MiB;

    [Fact]
    public async Task A_copy_has_the_bytes_of_its_source_and_both_ends_are_proved()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(23 * CopyScene.MiB);

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        Assert.Equal(5, result.Parts);
        Assert.Equal(scene.File.Content.Length, result.Bytes);
        Assert.Equal(scene.File.Content.Crc64, result.Proof.SourceCrc64);
        Assert.True(result.Proof.IsSourceProved);
        Assert.True(result.Proof.IsDestinationProved);
        Assert.StartsWith($"aliyun/cn-hangzhou/{CopyScene.InstanceId}/", result.Key, StringComparison.Ordinal);
        Assert.EndsWith("/1001-hins_data_xb.qp", result.Key, StringComparison.Ordinal);
        await scene.AssertSameBytesAsync(result.Key);
        Assert.Equal([result.Key, result.ManifestKey], scene.Objects.Select(item => item.Key));
        Assert.Empty(scene.Cloud.S3.OpenUploads(CopyScene.Bucket));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(PartSize - 1, 1)]
    [InlineData(PartSize, 1)]
    [InlineData(PartSize + 1, 2)]
    [InlineData(2 * PartSize, 2)]
    public async Task Lengths_around_the_part_size_arrive_whole(long length, int parts)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(length);

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        Assert.Equal(parts, result.Parts);
        await scene.AssertSameBytesAsync(result.Key);
    }

    [Fact]
    public async Task The_manifest_says_what_was_copied_and_what_was_proved_and_holds_no_secret()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();

        BackupCopyResult result = await scene.CopyAsync();

        string text = Encoding.UTF8.GetString(await scene.Cloud.S3.ReadObject(CopyScene.Bucket, result.ManifestKey!));
        JsonElement manifest = JsonDocument.Parse(text).RootElement;
        Assert.Equal(1, manifest.GetProperty("schema").GetInt32());
        Assert.Equal(CopyScene.InstanceId, manifest.GetProperty("instanceId").GetString());
        Assert.Equal("1001", manifest.GetProperty("backupId").GetString());
        Assert.Equal(result.Bytes, manifest.GetProperty("size").GetInt64());
        Assert.Equal(scene.File.Content.Crc64.ToString(CultureInfo.InvariantCulture), manifest.GetProperty("crc64").GetString());
        Assert.Equal(result.Proof.SentCrc32, manifest.GetProperty("crc32").GetString());
        Assert.True(manifest.GetProperty("isVerified").GetBoolean());
        Assert.DoesNotContain("Signature", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_second_run_says_AlreadyPresent_and_moves_nothing()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        BackupCopyResult first = await scene.CopyAsync();
        scene.Cloud.S3.Requests.Clear();
        scene.Cloud.Oss.Requests.Clear();

        BackupCopyResult second = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.AlreadyPresent, second.Status);
        Assert.Equal(first.Key, second.Key);
        Assert.True(second.Proof.IsSourceProved);
        Assert.True(second.Proof.IsDestinationProved);
        Assert.Equal(1, scene.Cloud.Oss.Requests.Sum(request => request.BytesSent));
        Assert.DoesNotContain(scene.Cloud.S3.Requests, request => request.Method is "PUT" or "POST" or "DELETE");
    }

    [Fact]
    public async Task A_copy_whose_manifest_was_never_written_gets_it_from_the_next_run()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.S3.Faults.Inject(
            Fault.Error(403, "AccessDenied"), request => request.Operation == "PutObject" && request.Key.EndsWith(".manifest.json", StringComparison.Ordinal), times: 1);
        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(() => scene.CopyAsync());
        Assert.Equal("S3AccessDenied", error.ErrorId);

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.AlreadyPresent, result.Status);
        Assert.Contains(scene.Objects, item => item.Key == result.ManifestKey);
    }

    [Fact]
    public async Task Something_else_under_the_key_is_an_error_and_stays()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        BackupCopyResult first = await scene.CopyAsync();
        await ReplaceSourceAsync(scene);

        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(() => scene.CopyAsync());

        Assert.Equal("KeyTaken", error.ErrorId);
        Assert.Contains(first.Key!, error.Message, StringComparison.Ordinal);
        Assert.Contains("-Force", error.Recommendation, StringComparison.Ordinal);
        await scene.AssertSameBytesAsync(first.Key);
    }

    [Fact]
    public async Task Force_replaces_what_is_under_the_key()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        BackupCopyResult first = await scene.CopyAsync();
        Content replacement = await ReplaceSourceAsync(scene);

        BackupCopyResult second = await scene.CopyAsync(scene.Options(force: true));

        Assert.Equal(BackupCopyStatus.Verified, second.Status);
        Assert.Equal(first.Key, second.Key);
        Assert.Equal(replacement.Crc64, scene.Cloud.S3.Content(CopyScene.Bucket, first.Key!).Crc64);
    }

    [Fact]
    public async Task Of_two_runs_at_once_one_copies_and_the_other_says_AlreadyPresent()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        TaskCompletionSource bothAreSending = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int starts = 0;
        scene.Cloud.S3.Faults.Add(request => request.Operation != "CreateMultipartUpload" ? null : new Fault
        {
            Before = token =>
            {
                if (Interlocked.Increment(ref starts) == 2)
                {
                    bothAreSending.SetResult();
                }

                return bothAreSending.Task.WaitAsync(token);
            },
        });

        BackupCopyResult[] results = await Task.WhenAll(scene.CopyAsync(), scene.CopyAsync());

        Assert.Equal([BackupCopyStatus.Verified, BackupCopyStatus.AlreadyPresent], results.Select(result => result.Status).Order());
        await scene.AssertSameBytesAsync(results[0].Key);
        Assert.Empty(scene.Cloud.S3.OpenUploads(CopyScene.Bucket));
        Assert.Equal(2, scene.Objects.Count);
    }

    [Fact]
    public async Task Attributes_reach_the_copy_and_the_lock_its_manifest_too()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(bucket: new S3BucketOptions { ObjectLock = true });
        DateTimeOffset until = DateTimeOffset.UtcNow.AddDays(30);
        BackupCopyResult result = await scene.CopyAsync(new BackupCopyOptions
        {
            Attributes = new S3ObjectOptions
            {
                StorageClass = "STANDARD_IA",
                ServerSideEncryption = "aws:kms",
                KmsKeyId = "alias/backup",
                Tags = new Dictionary<string, string> { ["env"] = "prod a+b", ["团队"] = "数据库" },
                ObjectLockMode = "GOVERNANCE",
                ObjectLockRetainUntil = until,
            },
        });

        S3Attributes copy = scene.Objects.Single(item => item.Key == result.Key).Attributes;
        S3Attributes manifest = scene.Objects.Single(item => item.Key == result.ManifestKey).Attributes;
        Assert.Equal("STANDARD_IA", copy.StorageClass);
        Assert.Equal("aws:kms", copy.ServerSideEncryption);
        Assert.Equal("alias/backup", copy.KmsKeyId);
        Assert.Equal("prod a+b", copy.Tags["env"]);
        Assert.Equal("数据库", copy.Tags["团队"]);
        Assert.Equal("GOVERNANCE", copy.LockMode);
        Assert.Equal("GOVERNANCE", manifest.LockMode);
        Assert.NotNull(result.VersionId);
    }

    [Fact]
    public async Task Chinese_file_names_are_kept()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(fileName: "订单库_xb.qp");

        BackupCopyResult result = await scene.CopyAsync();

        Assert.EndsWith("/1001-订单库_xb.qp", result.Key, StringComparison.Ordinal);
        Assert.Equal(BackupCopyStatus.AlreadyPresent, (await scene.CopyAsync()).Status);
        await scene.AssertSameBytesAsync(result.Key);
    }

    [Theory]
    [InlineData(true, AliyunNetwork.Internal)]
    [InlineData(false, AliyunNetwork.Public)]
    public async Task Auto_takes_the_internal_network_where_it_answers(bool internalReachable, AliyunNetwork expected)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(internalReachable: internalReachable);

        Assert.Equal(expected, (await scene.CopyAsync()).Network);
    }

    [Fact]
    public async Task Source_API_and_S3_may_have_IPv6_addresses()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This machine has no IPv6.");
        await using CopyScene scene = await CopyScene.CreateAsync(address: IPAddress.IPv6Loopback);

        BackupCopyResult result = await scene.CopyAsync(new BackupCopyOptions { PartSize = PartSize, ReadBack = true });

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        Assert.All([scene.Cloud.S3.Requests, scene.Cloud.Oss.Requests, scene.Cloud.Aliyun.Requests], requests =>
            Assert.All(requests, request => Assert.StartsWith("[::1]:", request.Headers["Host"], StringComparison.Ordinal)));
        await scene.AssertSameBytesAsync(result.Key);
    }

    [Fact]
    public async Task Reading_back_holds_the_rate_too()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(length: 16 * CopyScene.MiB);

        BackupCopyResult result = await scene.CopyAsync(
            new BackupCopyOptions { PartSize = PartSize, ReadBack = true, BandwidthLimit = 16 * CopyScene.MiB });

        Assert.True(result.Duration > TimeSpan.FromSeconds(1.75), $"Twice 16 MiB at 16 MiB/s, a fifth of a second of which may be saved up, took {result.Duration}.");
    }

    [Fact]
    public async Task The_catalogue_lists_the_copy_as_its_manifest_describes_it()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        BackupCopyResult result = await scene.CopyAsync();
        using BackupCopyCatalog catalog = await BackupCopyCatalog.ConnectAsync(scene.Connection(), scene.Write, CopyScene.Token);

        List<BackupCopy> copies = [];
        await foreach (BackupCopy copy in catalog.ListAsync("aliyun/", CopyScene.Token))
        {
            copies.Add(copy);
        }

        BackupCopy only = Assert.Single(copies);
        Assert.Equal(result.Key, only.Key);
        Assert.Equal(result.Bytes, only.Size);
        Assert.Equal("hins_data_xb.qp", only.FileName);
        Assert.Equal(scene.File.Content.Crc64, only.Crc64);
        Assert.True(only.IsVerified);
    }

    private static Task<Content> ReplaceSourceAsync(CopyScene scene)
    {
        Content other = Content.Generated(12, scene.File.Content.Length);
        scene.Cloud.Oss.Put(scene.File with { Content = other, LastModified = scene.File.LastModified.AddMinutes(1), ETag = "\"other-1\"" });
        return Task.FromResult(other);
    }
}
