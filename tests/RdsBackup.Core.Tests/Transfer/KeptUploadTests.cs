using RdsBackup.Network;
using RdsBackup.Sandbox;
using RdsBackup.Transfer;

namespace RdsBackup.Core.Tests.Transfer;

/// <summary>Trouble that lasts longer than a copy's patience, and passes after all: what was sent by then must not have to be sent again.</summary>
public sealed class KeptUploadTests
{
    [Theory]
    [InlineData(500, "InternalError", "S3RequestFailed")]
    [InlineData(503, "SlowDown", "S3Throttled")]
    [InlineData(400, "RequestTimeout", "S3Unreachable")]
    public async Task Trouble_of_S3_with_a_part_keeps_those_before_it(int status, string code, string errorId)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.S3.Faults.Inject(Fault.Error(status, code), request => request.Operation == "UploadPart" && request.Query["partNumber"] == "3");

        await AssertResumedAsync(scene, errorId, sent: 2);
    }

    [Fact]
    public async Task Trouble_of_S3_with_the_completion_keeps_all_parts()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.S3.Faults.Inject(Fault.Error(500, "InternalError"), request => request.Operation == "CompleteMultipartUpload");

        await AssertResumedAsync(scene, "S3RequestFailed", sent: 4);
    }

    [Fact]
    public async Task A_source_whose_connections_keep_failing_is_called_unreachable()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        Func<CancellationToken, Task> forever = token => Task.Delay(Timeout.InfiniteTimeSpan, token);
        Source(scene, new Fault { StallAfter = 0, StallUntil = forever });

        await AssertResumedAsync(scene, "SourceUnreachable", sent: 2, CopyScene.Hasty with { Idle = TimeSpan.FromMilliseconds(100) });
    }

    [Fact]
    public async Task A_source_whose_connections_break_is_given_time_to_come_back()
    {
        TimeSpan outage = TimeSpan.FromSeconds(10);
        await using CopyScene scene = await CopyScene.CreateAsync();
        FastClock clock = new(factor: 60);
        long start = clock.GetTimestamp();
        scene.Cloud.Oss.Faults.Add(request =>
            request.Headers.GetValueOrDefault("Range") != "bytes=0-0" && clock.GetElapsedTime(start) < outage ? new Fault { TruncateAt = 0, NoLength = true } : null);

        BackupCopyResult result = await scene.CopyAsync(
            new BackupCopyOptions { TimeProvider = clock, Patience = TransferPatience.Default with { Idle = TimeSpan.FromHours(1) } });

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        Assert.True(scene.Cloud.Oss.Requests.Count < 60, $"{scene.Cloud.Oss.Requests.Count} requests in ten seconds.");
    }

    [Fact]
    public async Task Trouble_of_the_API_that_is_to_renew_the_link_keeps_what_was_sent()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        Source(scene, Fault.Error(403, "AccessDenied", "Request has expired."));
        scene.Cloud.Aliyun.Faults.Inject(Fault.Error(500, "InternalError"), after: 1);

        await AssertResumedAsync(scene, "AliyunServiceError", sent: 2);
    }

    private static void Source(CopyScene scene, Fault fault) => scene.Cloud.Oss.Faults.Inject(
        fault, request => request.Headers.GetValueOrDefault("Range")?.StartsWith("bytes=10485760-", StringComparison.Ordinal) == true);

    private static async Task AssertResumedAsync(CopyScene scene, string errorId, int sent, TransferPatience? patience = null)
    {
        BackupCopyOptions options = new() { PartSize = 5 * CopyScene.MiB, Concurrency = 1, Log = scene.Write, Patience = patience ?? CopyScene.Hasty };
        RdsBackupException error = await Assert.ThrowsAnyAsync<RdsBackupException>(() => scene.CopyAsync(options));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains(scene.Log, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("again", StringComparison.Ordinal));
        scene.Cloud.S3.Faults.Clear();
        scene.Cloud.Oss.Faults.Clear();
        scene.Cloud.Aliyun.Faults.Clear();

        BackupCopyResult result = await scene.CopyAsync(options);

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        Assert.Equal(sent * 5 * CopyScene.MiB, result.ResumedBytes);
        Assert.Empty(scene.Cloud.S3.OpenUploads(CopyScene.Bucket));
        await scene.AssertSameBytesAsync(result.Key);
    }
}
