using System.Globalization;
using RdsBackup.Alerting;

namespace RdsBackup.Core.Tests.Alerting;

/// <summary>The text around what is told: the module's own, and that of a folder.</summary>
public sealed class AlertTemplateTests : IDisposable
{
    private const string Own = "MINE {headline}\n{items}\n=== item\n- {title}\n";
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-US");
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    private readonly string _folder = Directory.CreateTempSubdirectory("rdsbackup-templates-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("text")]
    [InlineData("markdown")]
    [InlineData("markdown_v2")]
    public void The_modules_own_exist_in_both_languages_with_the_same_placeholders(string name)
    {
        string[] both = [.. new[] { English, Chinese }.Select(language => AlertTemplate.Load(name, language, folder: null)).Select(template =>
            template.FillMessage(value => $"[{value}]") + template.FillItem(value => $"[{value}]"))];

        Assert.Equal(NamesIn(both[0]), NamesIn(both[1]));
        Assert.Contains("items", NamesIn(both[0]));
        Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", both[0]);
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", both[1]);
    }

    [Theory]
    [InlineData("zh-TW", "zh-CN")]
    [InlineData("zh-Hans", "zh-CN")]
    [InlineData("fr-FR", "en-US")]
    [InlineData("", "en-US")]
    public void Other_languages_have_the_nearest_of_the_two(string language, string nearest)
    {
        static string TextOf(string language) => AlertTemplate.Load("text", CultureInfo.GetCultureInfo(language), folder: null).FillItem(value => value);

        Assert.Equal(TextOf(nearest), TextOf(language));
    }

    [Fact]
    public void One_of_the_folder_takes_the_place_of_the_modules()
    {
        Write("markdown.txt", Own);

        Assert.Equal("MINE h\ni", AlertTemplate.Load("markdown", English, _folder).FillMessage(value => value[..1]));
        Assert.Equal("- t", AlertTemplate.Load("markdown", English, _folder).FillItem(value => value[..1]));
    }

    [Fact]
    public void One_for_the_language_goes_before_one_for_all()
    {
        Write("markdown.txt", Own);
        Write("markdown.zh-CN.txt", Own.Replace("MINE", "我的", StringComparison.Ordinal));

        Assert.StartsWith("我的", AlertTemplate.Load("markdown", Chinese, _folder).FillMessage(value => value), StringComparison.Ordinal);
        Assert.StartsWith("MINE", AlertTemplate.Load("markdown", English, _folder).FillMessage(value => value), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_folder_lacks_is_the_modules()
    {
        Write("markdown.txt", Own);

        Assert.Equal(
            AlertTemplate.Load("text", English, folder: null).FillItem(value => value), AlertTemplate.Load("text", English, _folder).FillItem(value => value));
    }

    [Fact]
    public void A_file_of_Windows_is_read_like_any_other()
    {
        File.WriteAllText(Path.Combine(_folder, "text.txt"), Own.ReplaceLineEndings("\r\n"), new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.Equal("MINE headline\nitems", AlertTemplate.Load("text", English, _folder).FillMessage(value => value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{headline}\n{items}\n")]
    [InlineData("{headline}\n=== item\n{title}\n")]
    [InlineData("{items}\n=== item\n{title}\n=== item\n{title}\n")]
    public void One_without_its_parts_is_an_error_that_names_the_file(string text)
    {
        Write("text.txt", text);

        RdsBackupException error = Assert.Throws<RdsBackupException>(() => AlertTemplate.Load("text", English, _folder));

        Assert.Equal("AlertTemplateInvalid", error.ErrorId);
        Assert.Contains("text.txt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_whose_values_are_all_empty_is_left_out_and_one_without_placeholders_stays()
    {
        Write("text.txt", "{items}\n=== item\nalways\n{none}\n{none} and {unknown}\n{none} but {some}\nend\n");

        Assert.Equal("always\n but some\nend", AlertTemplate.Load("text", English, _folder).FillItem(value => value == "some" ? value : value == "none" ? "" : null));
    }

    [Theory]
    [InlineData("> {detail}", "> one\n> two")]
    [InlineData("> Why: {detail}", "> Why: one\n> two")]
    [InlineData("  {detail}", "  one\n  two")]
    [InlineData("{detail}", "one\ntwo")]
    public void Several_lines_begin_as_the_first(string line, string filled)
    {
        Write("text.txt", $"{{items}}\n=== item\n{line}\n");

        Assert.Equal(filled, AlertTemplate.Load("text", English, _folder).FillItem(_ => "one\ntwo"));
    }

    [Fact]
    public void A_value_is_not_filled_in_again()
    {
        Write("text.txt", Own);

        Assert.Equal("- {headline} {items}", AlertTemplate.Load("text", English, _folder).FillItem(_ => "{headline} {items}"));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private static SortedSet<string> NamesIn(string text) =>
        [.. System.Text.RegularExpressions.Regex.Matches(text, @"\[([a-z]+)\]").Select(match => match.Groups[1].Value)];
}
