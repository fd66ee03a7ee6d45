using RdsBackup.PowerShell.Tests.Help;

namespace RdsBackup.PowerShell.Tests.Documentation;

/// <summary>The picture of the readme: drawn from what the module prints. Whether there are colours is set for the whole process, so no other tests run beside it.</summary>
[Collection(EnvironmentVariableTests.Name)]
public sealed class TerminalPictureTests
{
    private const int Columns = 104;

    private static readonly string[] Commands =
    [
        "Get-AliyunRdsInstance | Test-AliyunRdsBackup",
        "Get-AliyunRdsBackup -InstanceId rm-bp1mysql8local* -Latest |\n    Test-AliyunRdsBackup -PassThru | Send-AliyunBackupToS3 -Bucket offsite",
        "Get-RdsBackupCopy -Bucket offsite | Test-RdsBackupCopy -Full",
    ];

    [Fact]
    public async Task It_shows_what_the_module_prints()
    {
        await using DocumentedSession session = await DocumentedSession.StartAsync(Columns);

        string actual = TerminalPicture.Draw("A terminal: backups are checked, the newest is copied to S3, and the copy is read again", session.Type(Commands), Columns);

        DocumentationFolder.Record("terminal.svg", actual); // Look at it, and copy it to docs.
        string kept = await File.ReadAllTextAsync(Path.Combine(HelpFolder.Repository, "docs", "terminal.svg"), TestContext.Current.CancellationToken);
        Assert.Equal(Placeholders.Mask(TerminalPicture.Read(kept)), Placeholders.Mask(TerminalPicture.Read(actual)));
    }

    [Fact]
    public void Colours_stay_where_they_are()
    {
        string picture = TerminalPicture.Draw("A title", "\u001b[32;1mStatus\u001b[0m  x\n\u001b[31mFailed\nagain\u001b[0m", columns: 20);

        Assert.Contains("<title id=\"title\">A title</title>", picture, StringComparison.Ordinal);
        Assert.Equal("Status x \n green bold\nFailed \n red\nagain \n red", TerminalPicture.Read(picture));
    }
}
