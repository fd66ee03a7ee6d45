using RdsBackup.S3;
using RdsBackup.Sandbox;
using RdsBackup.Transfer;

namespace RdsBackup.Core.Tests.Transfer;

/// <summary>What an object is to be like is fixed when its upload is started: going on with one that was started otherwise would make another object.</summary>
public sealed class ResumedAttributesTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private static readonly S3ObjectOptions First = new()
    {
        StorageClass = "STANDARD_IA",
        KmsKeyId = "alias/backup",
        Tags = new Dictionary<string, string> { ["env"] = "prod" },
        ObjectLockMode = "GOVERNANCE",
        ObjectLockRetainUntil = Now.AddDays(30),
    };

    public static TheoryData<string, S3ObjectOptions> Changes => new()
    {
        { "storage class", With(storageClass: "GLACIER_IR") },
        { "key", With(key: "alias/other") },
        { "tag", With(tag: "test") },
        { "mode of the lock", With(mode: "COMPLIANCE") },
        { "a longer lock", With(until: Now.AddDays(40)) },
        { "a shorter lock", With(until: Now.AddDays(7)) },
        { "nothing", new S3ObjectOptions() },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task An_upload_started_with_other_attributes_is_dropped(string change, S3ObjectOptions attributes)
    {
        Assert.NotEmpty(change);
        await using CopyScene scene = await CreateStoppedAsync();

        BackupCopyResult result = await scene.CopyAsync(Options(scene, attributes));

        Assert.Equal(0, result.ResumedBytes);
        S3Attributes stored = scene.Objects.Single(item => item.Key == result.Key).Attributes;
        Assert.Equal(attributes.StorageClass ?? "STANDARD", stored.StorageClass ?? "STANDARD");
        Assert.Equal(attributes.KmsKeyId, stored.KmsKeyId);
        Assert.Equal(attributes.Tags, stored.Tags);
        Assert.Equal(attributes.ObjectLockMode, stored.LockMode);
        Assert.Empty(scene.Cloud.S3.OpenUploads(CopyScene.Bucket));
    }

    [Fact]
    public async Task An_upload_is_gone_on_with_when_the_same_period_of_locking_is_asked_for_later()
    {
        await using CopyScene scene = await CreateStoppedAsync();

        BackupCopyResult result = await scene.CopyAsync(Options(scene, With(until: Now.AddDays(30).AddHours(5))));

        Assert.Equal(5 * CopyScene.MiB, result.ResumedBytes);
        Assert.Equal("GOVERNANCE", scene.Objects.Single(item => item.Key == result.Key).Attributes.LockMode);
    }

    private static async Task<CopyScene> CreateStoppedAsync()
    {
        CopyScene scene = await CopyScene.CreateAsync(bucket: new S3BucketOptions { ObjectLock = true });
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(CopyScene.Token);
        scene.Cloud.S3.Faults.Inject(new Fault { Before = _ => stop.CancelAsync() }, request => request.Operation == "UploadPart", after: 1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scene.CopyAsync(Options(scene, First), cancellationToken: stop.Token));
        scene.Cloud.S3.Faults.Clear();
        return scene;
    }

    private static BackupCopyOptions Options(CopyScene scene, S3ObjectOptions attributes) =>
        new() { PartSize = 5 * CopyScene.MiB, Concurrency = 1, Attributes = attributes, Log = scene.Write, Patience = CopyScene.Hasty };

    private static S3ObjectOptions With(
        string? storageClass = null, string? key = null, string? tag = null, string? mode = null, DateTimeOffset? until = null) => new()
        {
            StorageClass = storageClass ?? First.StorageClass,
            KmsKeyId = key ?? First.KmsKeyId,
            Tags = new Dictionary<string, string> { ["env"] = tag ?? "prod" },
            ObjectLockMode = mode ?? First.ObjectLockMode,
            ObjectLockRetainUntil = until ?? First.ObjectLockRetainUntil,
        };
}
