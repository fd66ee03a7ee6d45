namespace RdsBackup.PowerShell.Tests.Documentation;

/// <summary>Where the pages of the repository lead inside it.</summary>
public sealed class LinkTests
{
    [Fact]
    public void Every_link_leads_to_a_file_and_every_anchor_to_a_heading()
    {
        List<string> broken = [];
        foreach ((string name, MarkdownPage page) in MarkdownPage.All)
        {
            broken.AddRange(page.Links.Where(link => !link.Contains("://", StringComparison.Ordinal) && !Leads(page, link)).Select(link => $"{name}: {link}"));
        }

        Assert.Empty(broken);
    }

    [Theory]
    [InlineData("../README.md#commands", true)]
    [InlineData("../README.zh-CN.md#命令", true)]
    [InlineData("reference", true)]
    [InlineData("../README.md#no-such-heading", false)]
    [InlineData("no-such-page.md", false)]
    public void A_link_that_leads_nowhere_is_seen(string link, bool leads) => Assert.Equal(leads, Leads(MarkdownPage.All["docs/architecture.md"], link));

    private static bool Leads(MarkdownPage page, string link)
    {
        string[] parts = link.Split('#', 2);
        string target = parts[0].Length == 0 ? page.File : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page.File)!, Uri.UnescapeDataString(parts[0])));
        return Path.Exists(target)
            && (parts.Length == 1 || MarkdownPage.All.Values.Single(other => other.File == target).Anchors.Contains(Uri.UnescapeDataString(parts[1])));
    }
}
