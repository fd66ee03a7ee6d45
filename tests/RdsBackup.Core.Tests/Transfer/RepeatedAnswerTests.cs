using RdsBackup.Core.Tests.Network;

namespace RdsBackup.Core.Tests.Transfer;

public sealed class RepeatedAnswerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_range_that_comes_twice_is_never_taken_for_another(bool isLate)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(40 * CopyScene.MiB);
        await using AnswerRepeater source = new(scene.Cloud.InternalOssEndpoint, isLate, times: 4);
        scene.Cloud.Oss.InternalEndpoint = source.Endpoint;

        BackupCopyResult result = await scene.CopyAsync(scene.Options(concurrency: 2));

        Assert.Equal(4, source.Repeated);
        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        await scene.AssertSameBytesAsync(result.Key);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_acknowledgement_that_comes_twice_is_never_taken_for_that_of_another_part(bool isLate)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(40 * CopyScene.MiB);
        await using AnswerRepeater store = new(scene.Cloud.S3Endpoint, isLate, times: 3);

        BackupCopyResult result = await scene.CopyAsync(scene.Options(concurrency: 2), endpoint: store.Endpoint);

        Assert.Equal(3, store.Repeated);
        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        await scene.AssertSameBytesAsync(result.Key);
    }
}
