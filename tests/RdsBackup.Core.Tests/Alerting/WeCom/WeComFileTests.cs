using System.Text;
using RdsBackup.Alerting.WeCom;
using RdsBackup.Core.Tests.Transfer;

namespace RdsBackup.Core.Tests.Alerting.WeCom;

/// <summary>Files for a robot: 6 bytes to 20 MB.</summary>
public sealed class WeComFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rdsbackup-file-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(6)]
    [InlineData(20 * 1024 * 1024)]
    public async Task A_file_within_the_limits_is_taken(int bytes)
    {
        WeComFile file = await WeComFile.ReadAsync(await WriteAsync("report.csv", bytes), CopyScene.Token);

        Assert.Equal(("report.csv", bytes), (file.Name, file.Content.Length));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData((20 * 1024 * 1024) + 1)]
    public async Task A_file_beyond_them_is_refused_before_it_is_sent(int bytes)
    {
        string path = await WriteAsync("report.csv", bytes);

        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(() => WeComFile.ReadAsync(path, CopyScene.Token));

        Assert.Equal("WeComFileSize", error.ErrorId);
        Assert.Contains("report.csv", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.csv")]
    [InlineData(".")]
    [InlineData("missing/report.csv")]
    public async Task What_is_no_file_is_an_error(string name)
    {
        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(() => WeComFile.ReadAsync(Path.Combine(_folder, name), CopyScene.Token));

        Assert.Equal(("WeComFileUnreadable", RdsBackupErrorKind.NotFound), (error.ErrorId, error.Kind));
    }

    [Fact]
    public void A_text_too_large_for_a_file_is_cut()
    {
        WeComFile file = WeComFile.OfText("report.md", string.Concat(Enumerable.Repeat("备份\n", WeComFile.Largest / 6)));

        Assert.InRange(file.Content.Length, WeComFile.Largest - 8, WeComFile.Largest);
        Assert.EndsWith("…", Encoding.UTF8.GetString(file.Content), StringComparison.Ordinal);
    }

    private async Task<string> WriteAsync(string name, int bytes)
    {
        string path = Path.Combine(_folder, name);
        await File.WriteAllBytesAsync(path, new byte[bytes], CopyScene.Token);
        return path;
    }
}
