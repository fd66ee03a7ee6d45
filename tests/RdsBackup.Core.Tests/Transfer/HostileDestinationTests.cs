using System.Collections.Concurrent;
using RdsBackup.Network;
using RdsBackup.S3;
using RdsBackup.Sandbox;
using RdsBackup.Transfer;

namespace RdsBackup.Core.Tests.Transfer;

public sealed class HostileDestinationTests
{
    [Fact]
    public async Task A_part_that_fails_is_sent_again_whole()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.S3.Faults.Inject(Fault.SlowDown, request => request.Operation == "UploadPart", times: 2);
        scene.Cloud.S3.Faults.Inject(new Fault { CutRequestAfter = 100_000 }, request => request.Operation == "UploadPart", times: 1, after: 1);

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        await scene.AssertSameBytesAsync(result.Key);
    }

    [Fact]
    public async Task Progress_ends_at_the_length_even_when_parts_were_sent_again()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.S3.Faults.Inject(Fault.SlowDown, request => request.Operation == "UploadPart", times: 2);
        Recorder progress = new();

        await scene.CopyAsync(scene.Options(concurrency: 1), progress);

        Assert.Equal(new BackupCopyProgress(scene.File.Content.Length, scene.File.Content.Length), progress.Last);
    }

    [Fact]
    public async Task A_completion_whose_answer_was_lost_is_settled_by_looking()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.S3.Faults.Inject(new Fault { CutAfter = 0 }, request => request.Operation == "CompleteMultipartUpload", times: 1);

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        await scene.AssertSameBytesAsync(result.Key);
    }

    [Fact]
    public async Task Where_S3_asks_to_slow_down_fewer_parts_are_sent_at_once_and_all_arrive()
    {
        const int AtOnce = 4;
        await using CopyScene scene = await CopyScene.CreateAsync(200 * CopyScene.MiB);
        FastClock clock = new(factor: 4);
        ConcurrentQueue<int> wanted = []; // Parts begun and not yet taken, at each request.
        TaskCompletionSource allAtOnce = new(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Cloud.S3.Faults.Add(request =>
        {
            if (request.Operation != "UploadPart")
            {
                return null;
            }

            // Whoever came first is served; the first are kept waiting until all have come, so that slow starters are no fewer.
            SandboxRequest[] parts = [.. scene.Cloud.S3.Requests.Where(other => other.Operation == "UploadPart")];
            string[] begun = [.. parts.Select(Number).Except(parts.Where(other => other.Status == 200).Select(Number))];
            wanted.Enqueue(begun.Length);
            if (begun.Length >= AdaptiveConcurrency.Initial)
            {
                allAtOnce.TrySetResult();
            }

            return !begun.Take(AtOnce).Contains(Number(request)) ? Fault.SlowDown : new Fault { Before = ServeAsync };
        });

        BackupCopyResult result = await scene.CopyAsync(
            new BackupCopyOptions { PartSize = 5 * CopyScene.MiB, TimeProvider = clock, Patience = TransferPatience.Default });

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        await scene.AssertSameBytesAsync(result.Key);
        int[] counts = [.. wanted];
        int third = counts.Length / 3;
        Assert.InRange(counts[..third].Max(), AdaptiveConcurrency.Initial, AdaptiveConcurrency.Maximum);
        Assert.InRange(counts[^third..].Order().ElementAt(third / 2), 1, AtOnce + 2);

        async Task ServeAsync(CancellationToken token)
        {
            await allAtOnce.Task.WaitAsync(token);
            await Task.Delay(TimeSpan.FromSeconds(1), clock, token);
        }

        static string Number(SandboxRequest part) => part.Query["partNumber"];
    }

    [Fact]
    public async Task Cancelling_keeps_what_S3_has_and_the_next_run_sends_only_the_rest()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(40 * CopyScene.MiB);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(CopyScene.Token);
        scene.Cloud.S3.Faults.Add(request =>
            request.Operation == "UploadPart" && request.Query["partNumber"] == "4" ? new Fault { Before = _ => stop.CancelAsync() } : null);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scene.CopyAsync(scene.Options(concurrency: 1), cancellationToken: stop.Token));
        Assert.Contains(scene.Log, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("again", StringComparison.Ordinal));
        scene.Cloud.S3.Faults.Clear();
        scene.Cloud.S3.Requests.Clear();

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        Assert.Equal(15 * CopyScene.MiB, result.ResumedBytes);
        Assert.Equal(5, scene.Count("UploadPart"));
        Assert.Equal(0, scene.Count("CreateMultipartUpload"));
        Assert.Empty(scene.Cloud.S3.OpenUploads(CopyScene.Bucket));
        await scene.AssertSameBytesAsync(result.Key);
    }

    [Fact]
    public async Task Parts_whose_checksum_was_never_written_down_are_read_again_but_not_sent_again()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(40 * CopyScene.MiB);
        scene.Cloud.S3.Faults.Inject(Fault.Error(403, "AccessDenied"), request => request.Operation is "AbortMultipartUpload" or "DeleteObject");
        scene.Cloud.S3.Faults.Inject(Fault.Error(403, "AccessDenied"), request => request.Operation == "UploadPart" && request.Query["partNumber"] == "4");
        await Assert.ThrowsAsync<RdsBackupException>(() => scene.CopyAsync(scene.Options(concurrency: 1)));
        scene.Cloud.S3.Faults.Clear();
        scene.Cloud.S3.Requests.Clear();

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        Assert.Equal(15 * CopyScene.MiB, result.ResumedBytes);
        Assert.Equal(5, scene.Count("UploadPart"));
        await scene.AssertSameBytesAsync(result.Key);
    }

    [Fact]
    public async Task What_is_read_again_is_read_at_the_rate_too()
    {
        await using CopyScene scene = await CopyScene.CreateAsync(40 * CopyScene.MiB);
        scene.Cloud.S3.Faults.Inject(Fault.Error(403, "AccessDenied"), request => request.Operation is "AbortMultipartUpload" or "DeleteObject");
        scene.Cloud.S3.Faults.Inject(Fault.Error(403, "AccessDenied"), request => request.Operation == "UploadPart" && request.Query["partNumber"] == "8");
        await Assert.ThrowsAsync<RdsBackupException>(() => scene.CopyAsync(scene.Options(concurrency: 1)));
        scene.Cloud.S3.Faults.Clear();

        BackupCopyResult result = await scene.CopyAsync(new BackupCopyOptions { PartSize = 5 * CopyScene.MiB, BandwidthLimit = 20 * CopyScene.MiB });

        Assert.Equal(35 * CopyScene.MiB, result.ResumedBytes);
        Assert.True(result.Duration > TimeSpan.FromSeconds(1.75), $"40 MiB at 20 MiB/s, a fifth of a second of which may be saved up, took {result.Duration}.");
    }

    [Theory]
    [InlineData("HeadObject", null)]
    [InlineData("GetObject", null)]
    [InlineData("GetObject", 10L)]
    [InlineData("PutObject", null)]
    public async Task A_request_of_the_copy_that_stalls_is_given_up_and_made_again(string operation, long? after)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(CopyScene.Token);
        scene.Cloud.S3.Faults.Inject(new Fault { Before = _ => stop.CancelAsync() }, request => request.Operation == "UploadPart", after: 1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scene.CopyAsync(scene.Options(concurrency: 1), cancellationToken: stop.Token));
        scene.Cloud.S3.Faults.Clear();
        Func<CancellationToken, Task> forever = token => Task.Delay(Timeout.InfiniteTimeSpan, token);
        Fault stall = after is null ? new Fault { Before = forever } : new Fault { StallAfter = after, StallUntil = forever };
        scene.Cloud.S3.Faults.Inject(stall, request => request.Operation == operation, times: 1);

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        Assert.Equal(5 * CopyScene.MiB, result.ResumedBytes);
    }

    [Fact]
    public async Task An_upload_begun_from_another_version_of_the_source_is_dropped()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(CopyScene.Token);
        scene.Cloud.S3.Faults.Inject(new Fault { Before = _ => stop.CancelAsync() }, request => request.Operation == "UploadPart", after: 1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scene.CopyAsync(scene.Options(concurrency: 1), cancellationToken: stop.Token));
        scene.Cloud.S3.Faults.Clear();
        Content other = Content.Generated(12, scene.File.Content.Length);
        scene.Cloud.Oss.Put(scene.File with { Content = other, ETag = "\"other-1\"" });

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        Assert.Equal(0, result.ResumedBytes);
        Assert.Equal(other.Crc64, scene.Cloud.S3.Content(CopyScene.Bucket, result.Key!).Crc64);
        Assert.Empty(scene.Cloud.S3.OpenUploads(CopyScene.Bucket));
    }

    [Theory]
    [InlineData("BucketNotFound")]
    [InlineData("BucketInOtherRegion")]
    [InlineData("AwsCredentialsInvalid")]
    [InlineData("S3AccessDenied")]
    [InlineData("S3Unreachable")]
    public async Task A_bucket_that_cannot_be_used_is_one_clear_error(string errorId)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.S3.CreateBucket("elsewhere", new S3BucketOptions { Region = "eu-west-1" });
        S3ConnectionOptions connection = errorId switch
        {
            "BucketNotFound" => scene.Connection("missing"),
            "BucketInOtherRegion" => scene.Connection("elsewhere"),
            "AwsCredentialsInvalid" => With(scene, secret: "wrong"),
            "S3AccessDenied" => With(scene, owner: "999999999999"),
            _ => With(scene, endpoint: new Uri("http://127.0.0.1:1/")),
        };

        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(
            () => BackupCopier.ConnectAsync(connection, scene.Options(), CopyScene.Token));

        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains(connection.Bucket, error.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(error.Recommendation));
    }

    private static S3ConnectionOptions With(CopyScene scene, string? secret = null, string? owner = null, Uri? endpoint = null) => new()
    {
        Bucket = CopyScene.Bucket,
        Region = "us-east-1",
        EndpointUrl = endpoint ?? scene.Cloud.S3Endpoint,
        AccessKeyId = scene.Cloud.S3.AccessKeyId,
        SecretAccessKey = secret ?? scene.Cloud.S3.SecretAccessKey,
        ExpectedBucketOwner = owner,
    };

    private sealed class Recorder : IProgress<BackupCopyProgress>
    {
        private readonly object _gate = new();

        public BackupCopyProgress Last { get; private set; }

        public void Report(BackupCopyProgress value)
        {
            lock (_gate)
            {
                Last = value;
            }
        }
    }
}
