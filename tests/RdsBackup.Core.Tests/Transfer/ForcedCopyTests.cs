using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Transfer;

/// <summary>-Force over an earlier copy of the same backup: what is under the key before must never pass for what was to replace it.</summary>
public sealed class ForcedCopyTests
{
    [Theory]
    [InlineData(403, "AccessDenied", "S3AccessDenied")]
    [InlineData(500, "InternalError", "S3RequestFailed")]
    [InlineData(404, "NoSuchUpload", "UploadVanished")]
    [InlineData(400, "InvalidPart", "S3RequestRejected")]
    public async Task A_replacement_that_cannot_be_completed_is_an_error_and_the_earlier_copy_stays(int status, string code, string errorId)
    {
        await using CopyScene scene = await CreateAsync();
        S3Object earlier = scene.Objects.Single(item => item.Key.EndsWith(".qp", StringComparison.Ordinal));
        scene.Cloud.S3.Faults.Inject(Fault.Error(status, code), request => request.Operation == "CompleteMultipartUpload");

        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(() => scene.CopyAsync(scene.Options(force: true)));

        Assert.Equal(errorId, error.ErrorId);
        Assert.Same(earlier, scene.Objects.Single(item => item.Key == earlier.Key));
    }

    [Fact]
    public async Task A_replacement_whose_bytes_differ_from_the_earlier_copy_leaves_that_when_it_cannot_be_completed()
    {
        await using CopyScene scene = await CreateAsync();
        S3Object earlier = scene.Objects.Single(item => item.Key.EndsWith(".qp", StringComparison.Ordinal));
        scene.Cloud.Oss.Put(scene.File with { Content = Content.Generated(12, scene.File.Content.Length) });
        scene.Cloud.S3.Faults.Inject(Fault.Error(403, "AccessDenied"), request => request.Operation == "CompleteMultipartUpload");

        await Assert.ThrowsAsync<RdsBackupException>(() => scene.CopyAsync(scene.Options(force: true)));

        Assert.Same(earlier, scene.Objects.Single(item => item.Key == earlier.Key));
    }

    [Fact]
    public async Task A_replacement_whose_answer_was_lost_is_settled_by_looking()
    {
        await using CopyScene scene = await CreateAsync();
        scene.Cloud.S3.Requests.Clear();
        scene.Cloud.S3.Faults.Inject(new Fault { CutAfter = 0 }, request => request.Operation == "CompleteMultipartUpload", times: 1);
        Content replacement = Content.Generated(12, scene.File.Content.Length);
        scene.Cloud.Oss.Put(scene.File with { Content = replacement });

        BackupCopyResult result = await scene.CopyAsync(scene.Options(force: true));

        Assert.Equal(replacement.Crc64, scene.Cloud.S3.Content(CopyScene.Bucket, result.Key!).Crc64);
        Assert.Equal(1, scene.Count("CompleteMultipartUpload"));
    }

    [Fact]
    public async Task A_replacement_that_never_reached_the_store_is_sent_to_completion_again()
    {
        await using CopyScene scene = await CreateAsync();
        scene.Cloud.S3.Faults.Inject(Fault.Error(500, "InternalError"), request => request.Operation == "CompleteMultipartUpload", times: 2);
        Content replacement = Content.Generated(12, scene.File.Content.Length);
        scene.Cloud.Oss.Put(scene.File with { Content = replacement });

        BackupCopyResult result = await scene.CopyAsync(scene.Options(force: true));

        Assert.Equal(replacement.Crc64, scene.Cloud.S3.Content(CopyScene.Bucket, result.Key!).Crc64);
    }

    // A source without checksums: nothing but its ETag tells one state of it from another.
    private static async Task<CopyScene> CreateAsync()
    {
        CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.Oss.Faults.Inject(new Fault { NoChecksum = true });
        await scene.CopyAsync();
        return scene;
    }
}
