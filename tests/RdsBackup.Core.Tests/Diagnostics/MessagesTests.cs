using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;

namespace RdsBackup.Core.Tests.Diagnostics;

public sealed partial class MessagesTests
{
    public static TheoryData<string> Names => [.. Texts(CultureInfo.InvariantCulture).Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_text_exists_in_English_and_Chinese_with_the_same_placeholders(string name)
    {
        string english = Texts(CultureInfo.InvariantCulture)[name];
        string? chinese = Texts(CultureInfo.GetCultureInfo("zh-CN")).GetValueOrDefault(name);

        Assert.NotNull(chinese);
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", chinese);
        Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", english);
        Assert.Equal(Placeholders(english), Placeholders(chinese));
    }

    [Fact]
    public void No_Chinese_text_lacks_its_English_one() => Assert.Empty(
        Texts(CultureInfo.GetCultureInfo("zh-CN")).Keys.Except(Texts(CultureInfo.InvariantCulture).Keys));

    private static Dictionary<string, string> Texts(CultureInfo culture) =>
        RdsBackup.Diagnostics.Messages.ResourceManager.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    private static SortedSet<string> Placeholders(string text) => [.. Placeholder().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\{\d+[^}]*\}")]
    private static partial Regex Placeholder();
}
