using CsCheck;
using RdsBackup.Retrieval;

namespace RdsBackup.Core.Tests.Retrieval;

public sealed class DownloadPathTests
{
    private static readonly string Folder = Path.GetTempPath();

    [Theory]
    [InlineData("a/b/1001-data_xb.qp", "1001-data_xb.qp")]
    [InlineData("备份/数据 1.xb", "数据 1.xb")]
    [InlineData("plain", "plain")]
    [InlineData("a/..", "__")]
    [InlineData("a/.", "_")]
    [InlineData("a/", "_")]
    [InlineData(@"a/..\..\evil.xb", ".._.._evil.xb")]
    [InlineData("a/C:evil.xb", "C_evil.xb")]
    [InlineData("a/what?*<>|\".xb", "what______.xb")]
    [InlineData("a/line\nbreak\0.xb", "line_break_.xb")]
    [InlineData("a/ends with dots..", "ends with dots__")]
    [InlineData("a/ends with a blank ", "ends with a blank_")]
    [InlineData("a/nul", "_nul")]
    [InlineData("a/NUL.tar.gz", "_NUL.tar.gz")]
    [InlineData("a/com1 .xb", "_com1 .xb")]
    [InlineData("a/console.xb", "console.xb")]
    public void The_last_segment_of_the_key_becomes_a_name_that_every_system_takes(string key, string expected) =>
        Assert.Equal(Path.Combine(Folder, expected), DownloadPath.For(Folder, key));

    [Fact]
    public void Whatever_the_key_is_called_the_file_lies_in_the_folder()
    {
        Gen.String[Gen.OneOf(Gen.Char, Gen.Char["/\\.: ~\0"]), 0, 40].Sample(key =>
        {
            string path = DownloadPath.For(Folder, key);

            Assert.Equal(Path.TrimEndingDirectorySeparator(Folder), Path.GetDirectoryName(path));
            Assert.Equal(path, Path.GetFullPath(path));
        });
    }

    [Fact]
    public void A_destination_that_is_no_folder_is_the_name_itself() =>
        Assert.Equal(Path.Combine(Folder, "no-such-folder", "x"), DownloadPath.For(Path.Combine(Folder, "no-such-folder", "y", "..", "x"), "a/b.xb"));

    [Fact]
    public void A_destination_that_ends_like_a_folder_is_one_even_before_it_exists() =>
        Assert.Equal(Path.Combine(Folder, "no-such-folder", "b.xb"), DownloadPath.For(Path.Combine(Folder, "no-such-folder") + "/", "a/b.xb"));
}
