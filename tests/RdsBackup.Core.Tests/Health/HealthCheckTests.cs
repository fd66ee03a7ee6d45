using RdsBackup.Health;

namespace RdsBackup.Core.Tests.Health;

/// <summary>What a machine seldom shows.</summary>
public sealed class HealthCheckTests
{
    private const long Megabyte = 1 << 20;

    [Theory]
    [InlineData(8192, 4096, RdsBackupHealthStatus.Healthy)]
    [InlineData(8192, 8092, RdsBackupHealthStatus.Warning)]
    [InlineData(0, 0, RdsBackupHealthStatus.Unknown)]
    public async Task Memory_that_runs_short_is_a_warning(long total, long used, RdsBackupHealthStatus status)
    {
        MemoryCheck check = new("machine", () => (total * Megabyte, used * Megabyte));

        HealthVerdict verdict = await check.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(status, verdict.Status);
        Assert.Equal(status == RdsBackupHealthStatus.Warning, verdict.Remedy is not null);
    }

    [Fact]
    public async Task A_folder_that_is_tried_is_made_and_left_empty()
    {
        DirectoryInfo parent = Directory.CreateTempSubdirectory("rdsbackup-folder-");
        string folder = Path.Combine(parent.FullName, "new");

        HealthVerdict verdict = await new FolderCheck(HealthCheckName.StateFolder, folder, isLocked: true).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(RdsBackupHealthStatus.Healthy, verdict.Status);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        parent.Delete(recursive: true);
    }
}
