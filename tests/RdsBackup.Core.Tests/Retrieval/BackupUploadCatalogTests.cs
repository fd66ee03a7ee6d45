using Amazon.S3;
using Amazon.S3.Model;
using RdsBackup.Core.Tests.Transfer;
using RdsBackup.Retrieval;
using RdsBackup.Sandbox;

namespace RdsBackup.Core.Tests.Retrieval;

/// <summary>Which uploads count as ours.</summary>
public sealed class BackupUploadCatalogTests
{
    [Fact]
    public async Task Uploads_of_other_programs_are_not_listed()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await BeginAsync(scene, "somebody/else.bin");

        Assert.Empty(await ListAsync(scene));
    }

    [Theory]
    [InlineData(".manifest.json")]
    [InlineData(".journal.json")]
    public async Task Uploads_beside_another_programs_manifest_or_journal_are_not_listed(string suffix)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        using AmazonS3Client client = Client(scene);
        await client.PutObjectAsync(
            new PutObjectRequest { BucketName = CopyScene.Bucket, Key = "somebody/else.bin" + suffix, ContentBody = """{"layers":[]}""" }, CopyScene.Token);
        await BeginAsync(scene, "somebody/else.bin");

        Assert.Empty(await ListAsync(scene));
    }

    [Fact]
    public async Task An_upload_beside_a_finished_copy_is_ours_and_its_removal_leaves_the_copy_alone()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        BackupCopyResult copy = await scene.CopyAsync();
        await BeginAsync(scene, copy.Key!);
        using BackupUploadCatalog catalog = await BackupUploadCatalog.ConnectAsync(scene.Connection(), CopyScene.Token);

        BackupUpload upload = Assert.Single(await ListAsync(scene));
        await catalog.RemoveAsync(upload, CopyScene.Token);

        Assert.Equal((copy.Key, false, 0), (upload.Key, upload.HasJournal, upload.PartCount));
        Assert.Empty(scene.Cloud.S3.OpenUploads(CopyScene.Bucket));
        await scene.AssertSameBytesAsync(copy.Key);
    }

    [Fact]
    public async Task More_uploads_than_a_page_holds_are_looked_at_a_page_at_a_time()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        BackupCopyResult copy = await scene.CopyAsync();
        await BeginAsync(scene, copy.Key!, times: 1_001);
        scene.Cloud.S3.Requests.Clear();

        Assert.Equal(1_001, (await ListAsync(scene)).Count);
        Assert.Equal(2, scene.Cloud.S3.Requests.Count(request => request.Operation == "ListMultipartUploads"));
    }

    [Fact]
    public async Task An_upload_that_a_copy_has_gone_on_with_since_it_was_listed_is_left_alone()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await InterruptAsync(scene);
        using BackupUploadCatalog catalog = await BackupUploadCatalog.ConnectAsync(scene.Connection(), CopyScene.Token);
        BackupUpload upload = Assert.Single(await ListAsync(scene));
        scene.Clock.Offset += TimeSpan.FromMinutes(1);
        await InterruptAsync(scene);

        Assert.False(await catalog.RemoveAsync(upload, CopyScene.Token));

        Assert.Single(scene.Cloud.S3.OpenUploads(CopyScene.Bucket));
        BackupCopyResult copy = await scene.CopyAsync();
        Assert.Equal((BackupCopyStatus.Verified, 20 * CopyScene.MiB), (copy.Status, copy.ResumedBytes));
    }

    [Fact]
    public async Task A_journal_whose_upload_is_gone_is_found_and_removed()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await InterruptAsync(scene);
        BackupUpload upload = Assert.Single(await ListAsync(scene));
        using AmazonS3Client client = Client(scene);
        await client.AbortMultipartUploadAsync(CopyScene.Bucket, upload.Key, upload.UploadId, CopyScene.Token);
        using BackupUploadCatalog catalog = await BackupUploadCatalog.ConnectAsync(scene.Connection(), CopyScene.Token);

        BackupUpload orphan = Assert.Single(await ListAsync(scene));
        Assert.True(await catalog.RemoveAsync(orphan, CopyScene.Token));

        Assert.Equal((upload.Key, upload.UploadId, 0, true), (orphan.Key, orphan.UploadId, orphan.PartCount, orphan.HasJournal));
        Assert.Empty(scene.Objects);
    }

    // A copy whose session ends before its completion leaves upload and journal for another run.
    private static async Task InterruptAsync(CopyScene scene)
    {
        scene.Cloud.S3.Faults.Inject(Fault.Error(400, "ExpiredToken"), request => request.Operation == "CompleteMultipartUpload");
        await Assert.ThrowsAsync<RdsBackupException>(() => scene.CopyAsync());
        scene.Cloud.S3.Faults.Clear();
    }

    private static async Task BeginAsync(CopyScene scene, string key, int times = 1)
    {
        using AmazonS3Client client = Client(scene);
        for (int count = 0; count < times; count++)
        {
            await client.InitiateMultipartUploadAsync(CopyScene.Bucket, key, CopyScene.Token);
        }
    }

    private static AmazonS3Client Client(CopyScene scene) => new(
        scene.Cloud.S3.AccessKeyId, scene.Cloud.S3.SecretAccessKey,
        new AmazonS3Config { ServiceURL = scene.Cloud.S3Endpoint.AbsoluteUri, ForcePathStyle = true, AuthenticationRegion = scene.Cloud.S3.Region });

    private static async Task<IReadOnlyList<BackupUpload>> ListAsync(CopyScene scene)
    {
        using BackupUploadCatalog catalog = await BackupUploadCatalog.ConnectAsync(scene.Connection(), CopyScene.Token);
        return await catalog.ListAsync(null, DateTimeOffset.UtcNow.AddMinutes(1), Fail, CopyScene.Token).ToListAsync(CopyScene.Token);
    }

    private static Task Fail(string key, RdsBackupException failure) => throw failure;
}
