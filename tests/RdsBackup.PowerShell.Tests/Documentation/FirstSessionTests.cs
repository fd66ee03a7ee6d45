using RdsBackup.PowerShell.Tests.Help;

namespace RdsBackup.PowerShell.Tests.Documentation;

/// <summary>The first five minutes of a newcomer, as the readme leads through them.</summary>
public sealed class FirstSessionTests
{
    private const int Columns = 140;

    [Fact]
    public async Task The_commands_of_the_readme_show_what_the_page_says()
    {
        await using DocumentedSession session = await DocumentedSession.StartAsync(Columns);

        string actual = CapturingHost.WithoutColour(session.Type(MarkdownPage.All["README.md"].Commands("First five minutes")));

        DocumentationFolder.Record("first-session.txt", actual); // Copy it into the block of docs/first-session.md.
        string page = Assert.Single(MarkdownPage.All["docs/first-session.md"].Blocks("text"));
        Assert.Equal(Placeholders.Mask(page.TrimEnd('\n')), Placeholders.Mask(actual));
    }

    [Fact]
    public void Both_readmes_lead_through_the_same_commands() =>
        Assert.Equal(MarkdownPage.All["README.md"].Commands("First five minutes"), MarkdownPage.All["README.zh-CN.md"].Commands("最初五分钟"));
}
