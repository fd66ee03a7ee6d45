using System.Text.RegularExpressions;
using System.Xml.Linq;
using RdsBackup.PowerShell.Tests.Help;

namespace RdsBackup.PowerShell.Tests;

/// <summary>The texts that people read, of every project that has any, in both languages.</summary>
public sealed partial class TextTests
{
    private static readonly string[] Files =
        Directory.GetFiles(Path.Combine(HelpFolder.Repository, "src"), "*.resx", SearchOption.AllDirectories);

    /// <summary>The English ones.</summary>
    public static TheoryData<string> English => [.. Files.Where(file => !file.EndsWith(".zh-CN.resx", StringComparison.Ordinal)).Select(file => Path.GetRelativePath(HelpFolder.Repository, file))];

    [Theory]
    [MemberData(nameof(English))]
    public void Every_text_is_there_in_English_and_Chinese_with_the_same_placeholders(string file)
    {
        Dictionary<string, string> english = Texts(file), chinese = Texts(Path.ChangeExtension(file, ".zh-CN.resx"));

        Assert.Equal(english.Keys.Order(), chinese.Keys.Order());
        Assert.All(english, text =>
        {
            Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", text.Value);
            Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", chinese[text.Key]);
            Assert.Equal(Placeholders(text.Value), Placeholders(chinese[text.Key]));
        });
    }

    [Theory]
    [MemberData(nameof(English))]
    public void A_remedy_belongs_to_an_error(string file)
    {
        Dictionary<string, string> texts = Texts(file);

        Assert.All(texts.Keys.Where(name => name.EndsWith("_Remedy", StringComparison.Ordinal)), name => Assert.Contains(name[..^"_Remedy".Length], texts));
    }

    private static Dictionary<string, string> Texts(string file) => XDocument.Load(Path.Combine(HelpFolder.Repository, file)).Root!.Elements("data")
        .ToDictionary(text => text.Attribute("name")!.Value, text => text.Element("value")!.Value);

    private static SortedSet<string> Placeholders(string text) => [.. Placeholder().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"(?<!\{)\{\d+[^}]*\}")]
    private static partial Regex Placeholder();
}
