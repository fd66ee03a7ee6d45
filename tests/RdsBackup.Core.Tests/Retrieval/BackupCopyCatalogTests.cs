using RdsBackup.Core.Tests.Transfer;
using RdsBackup.Retrieval;
using RdsBackup.S3;
using RdsBackup.Transfer;

namespace RdsBackup.Core.Tests.Retrieval;

public sealed class BackupCopyCatalogTests
{
    private const int Copies = 600; // With the copies themselves beside their manifests: two pages of a listing.

    [Fact]
    public async Task Hundreds_of_copies_over_several_pages_come_in_the_order_of_their_keys()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await FillAsync(scene);
        using BackupCopyCatalog catalog = await BackupCopyCatalog.ConnectAsync(scene.Connection(), scene.Write, CopyScene.Token);
        scene.Cloud.S3.Requests.Clear(); // Connecting looks at the bucket.

        List<string> keys = [];
        await foreach (BackupCopy copy in catalog.ListAsync("many/", CopyScene.Token))
        {
            keys.Add(copy.Key);
        }

        Assert.Equal(Enumerable.Range(0, Copies).Select(Key), keys);
        Assert.Equal(2, scene.Count("ListObjectsV2"));
    }

    [Fact]
    public async Task Whoever_wants_one_copy_has_few_manifests_read()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        await FillAsync(scene);
        using BackupCopyCatalog catalog = await BackupCopyCatalog.ConnectAsync(scene.Connection(), scene.Write, CopyScene.Token);
        scene.Cloud.S3.Requests.Clear(); // Connecting looks at the bucket.

        await foreach (BackupCopy copy in catalog.ListAsync("many/", CopyScene.Token))
        {
            Assert.Equal(Key(0), copy.Key);
            break;
        }

        Assert.InRange(scene.Count("GetObject"), 1, 32);
        Assert.Equal(1, scene.Count("ListObjectsV2"));
    }

    private static string Key(int number) => $"many/{number:D4}.xb";

    private static async Task FillAsync(CopyScene scene)
    {
        using BackupBucket bucket = await BackupBucket.ConnectAsync(scene.Connection(), CopyScene.Token);
        await Parallel.ForEachAsync(Enumerable.Range(0, Copies), CopyScene.Token, async (number, token) =>
        {
            CopyManifest manifest = new()
            {
                ModuleVersion = "1.0.0",
                CopiedAt = DateTimeOffset.UtcNow,
                CopiedBy = "test",
                Cloud = "aliyun",
                RegionId = "cn-hangzhou",
                InstanceId = "rm-many",
                FileName = $"{number:D4}.xb",
                Size = 1,
                IsVerified = true,
                Key = Key(number),
            };
            await bucket.WriteTextAsync(manifest.Key, "x", new S3ObjectOptions(), isLocked: false, token);
            await bucket.WriteTextAsync(manifest.Key + CopyManifest.KeySuffix, CopyJson.Write(manifest), new S3ObjectOptions(), isLocked: false, token);
        });
    }
}
