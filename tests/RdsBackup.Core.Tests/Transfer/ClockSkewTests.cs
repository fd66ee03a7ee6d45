using RdsBackup.Retrieval;
using RdsBackup.Sandbox;
using RdsBackup.Transfer;

namespace RdsBackup.Core.Tests.Transfer;

/// <summary>Machines whose clock is wrong: both clouds refuse signatures that are 15 minutes off.</summary>
public sealed class ClockSkewTests
{
    [Theory]
    [InlineData(-20)]
    [InlineData(20)]
    [InlineData(-300)]
    [InlineData(300)]
    public async Task A_copy_is_made_and_tested_whatever_the_clock_says(int minutes)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Clock.Offset = TimeSpan.FromMinutes(minutes);

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        await scene.AssertSameBytesAsync(result.Key);
        Assert.Equal(BackupCopyStatus.AlreadyPresent, (await scene.CopyAsync()).Status);
        Assert.True((await TestAsync(scene, result.Key!)).IsValid);
        Assert.InRange(scene.Cloud.Aliyun.Requests.Count(request => request.Operation == "DescribeBackups"), 1, 6);
    }

    [Theory]
    [InlineData("UploadPart", 2, 0, 40)]
    [InlineData("UploadPart", 2, 40, 0)]
    [InlineData("CompleteMultipartUpload", 1, 0, 40)]
    [InlineData("CompleteMultipartUpload", 1, 40, 0)]
    [InlineData("HeadObject", 1, 0, 40)]
    [InlineData("HeadObject", 3, 40, 0)] // The first is refused for the clock as it was before.
    [InlineData("CreateMultipartUpload", 1, 40, 0)]
    [InlineData("PutObject", 1, 40, 0)]
    [InlineData("PutObject", 2, -40, 40)]
    public async Task A_clock_that_is_set_while_a_copy_runs_does_not_end_it(string operation, int occurrence, int minutesBefore, int minutesAfter)
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Clock.Offset = TimeSpan.FromMinutes(minutesBefore);
        int left = occurrence;
        scene.Cloud.S3.Faults.Add(request =>
        {
            if (request.Operation == operation && Interlocked.Decrement(ref left) == 0)
            {
                scene.Clock.Offset = TimeSpan.FromMinutes(minutesAfter);
            }

            return null;
        });

        BackupCopyResult result = await scene.CopyAsync();

        Assert.Equal(BackupCopyStatus.Verified, result.Status);
        await scene.AssertSameBytesAsync(result.Key);
    }

    [Fact]
    public async Task A_clock_that_is_set_between_two_commands_of_a_session_does_not_disturb_the_second()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        using BackupCopier copier = await BackupCopier.ConnectAsync(scene.Connection(), scene.Options(), CopyScene.Token);
        BackupCopyResult result = await scene.CopyWithAsync(copier);
        using BackupCopyTester tester = await BackupCopyTester.ConnectAsync(scene.Connection(), new CopyReadOptions(), CopyScene.Token);
        scene.Clock.Offset = TimeSpan.FromMinutes(-40);

        Assert.Equal(BackupCopyStatus.AlreadyPresent, (await scene.CopyWithAsync(copier)).Status);
        scene.Clock.Offset = TimeSpan.Zero;
        Assert.True((await tester.TestAsync(result.Key!, CopyScene.Token)).IsValid);
        scene.Clock.Offset = TimeSpan.FromMinutes(-40);
        Assert.True((await tester.TestFullyAsync(result.Key!, progress: null, CopyScene.Token)).IsValid);
    }

    [Fact]
    public async Task A_head_that_is_refused_for_want_of_rights_is_still_called_so()
    {
        await using CopyScene scene = await CopyScene.CreateAsync();
        scene.Cloud.S3.Faults.Inject(Fault.Error(403, "AccessDenied"), request => request.Operation == "HeadObject");

        await scene.FailAsync("S3AccessDenied");
    }

    private static async Task<BackupCopyTestResult> TestAsync(CopyScene scene, string key)
    {
        using BackupCopyTester tester = await BackupCopyTester.ConnectAsync(scene.Connection(), new CopyReadOptions(), CopyScene.Token);
        return await tester.TestFullyAsync(key, progress: null, CopyScene.Token);
    }
}
