using RdsBackup.PowerShell.Tests.Help;

namespace RdsBackup.PowerShell.Tests.Documentation;

/// <summary>The restore guide beside the topic about_RdsBackup_Restore.</summary>
public sealed class RestoreGuideTests
{
    private static readonly string Topics = Path.Combine(HelpFolder.Repository, "src", "RdsBackup.PowerShell", "Help");

    [Theory]
    [InlineData("en-US", "docs/restore.md")]
    [InlineData("zh-CN", "docs/restore.zh-CN.md")]
    public void The_guide_has_every_command_of_the_topic(string culture, string page)
    {
        MarkdownPage guide = MarkdownPage.All[page];
        string[] known = [.. new[] { "powershell", "sh", "sql" }.SelectMany(language => guide.Blocks(language)).SelectMany(block => block.Split('\n')).Select(line => line.Trim())];

        string[] commands =
        [
            .. File.ReadLines(Path.Combine(Topics, culture, "about_RdsBackup_Restore.help.txt"))
                .Where(line => line.StartsWith("        ", StringComparison.Ordinal)).Select(line => line.Trim()),
        ];

        Assert.NotEmpty(commands);
        Assert.Empty(commands.Except(known));
    }
}
