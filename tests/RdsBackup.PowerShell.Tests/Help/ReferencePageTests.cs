using RdsBackup.Help;

namespace RdsBackup.PowerShell.Tests.Help;

public sealed class ReferencePageTests
{
    [Fact]
    public void The_pages_in_docs_are_those_that_the_build_made()
    {
        string made = Path.Combine(HelpFolder.Repository, "artifacts", "reference"), kept = Path.Combine(HelpFolder.Repository, "docs", "reference");
        foreach (string culture in Language.All.Select(language => language.Culture))
        {
            Assert.Equal(Pages(made, culture), Pages(kept, culture)); // Copy artifacts/reference to docs/reference, and delete there what is not in it.
        }
    }

    private static SortedDictionary<string, string> Pages(string folder, string culture) =>
        new(Directory.GetFiles(Path.Combine(folder, culture)).ToDictionary(page => Path.GetFileName(page), File.ReadAllText), StringComparer.Ordinal);
}
