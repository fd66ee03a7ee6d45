using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using HelpLanguage = RdsBackup.Help.Language;

namespace RdsBackup.PowerShell.Tests.Help;

/// <summary>The about topics, in both languages.</summary>
public sealed partial class TopicTests
{
    private static readonly string[] Names =
    [
        "about_RdsBackup", "about_RdsBackup_Alerts", "about_RdsBackup_Authentication", "about_RdsBackup_Permissions", "about_RdsBackup_Restore",
        "about_RdsBackup_Scheduling", "about_RdsBackup_VerifiedCopy",
    ];

    /// <summary>Each topic, in each language.</summary>
    public static TheoryData<string, string> Topics
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string name in Names)
            {
                data.Add(name, HelpLanguage.English.Culture);
                data.Add(name, HelpLanguage.Chinese.Culture);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Get_Help_finds_it_in_the_language_of_the_person(string topic, string culture)
    {
        string text = TextOf(topic, culture);

        Assert.StartsWith($"TOPIC\n    {topic}\n", text, StringComparison.Ordinal);
        Assert.Equal(culture == HelpLanguage.Chinese.Culture, Ideograph().IsMatch(text));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void What_it_names_exists(string topic, string culture)
    {
        string text = TextOf(topic, culture);
        using var host = new ModuleHost();
        Dictionary<string, CommandInfo> commands = host.Run("Get-Command -Module RdsBackup").Select(item => (CommandInfo)item.BaseObject).ToDictionary(command => command.Name);

        Assert.Empty(CmdletName().Matches(text).Select(match => match.Value).Distinct().Except(commands.Keys));
        Assert.Empty(TopicName().Matches(text).Select(match => match.Value).Distinct().Except(Names));
        foreach (CommandAst call in Calls(text))
        {
            if (commands.TryGetValue(call.GetCommandName() ?? "", out CommandInfo? command))
            {
                IEnumerable<string> used = call.CommandElements.OfType<CommandParameterAst>().Select(parameter => parameter.ParameterName);
                Assert.Empty(used.Except(command.Parameters.Keys));
            }
        }
    }

    [Fact]
    public void What_the_cmdlets_relate_to_exists()
    {
        using var host = new ModuleHost();
        IEnumerable<string> cmdlets = host.Run("(Get-Command -Module RdsBackup).Name").Select(name => name.ToString());

        Assert.Empty(HelpFolder.Sources.SelectMany(source => source.Related).Distinct().Except(Names).Except(cmdlets));
    }

    private static string TextOf(string topic, string culture)
    {
        using var host = new ModuleHost(culture: culture);
        return Assert.Single(host.Run("Get-Help $args[0]", topic)).ToString().ReplaceLineEndings("\n");
    }

    // Commands stand in blocks of their own, indented twice; lines of other languages there are no calls of ours.
    private static IEnumerable<CommandAst> Calls(string text)
    {
        IEnumerable<string> code = text.Split('\n').Select(line => line.StartsWith("        ", StringComparison.Ordinal) ? line : "");
        return Parser.ParseInput(string.Join('\n', code), out _, out _).FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>();
    }

    [GeneratedRegex(@"\b[A-Z][a-z]+-(?:Aliyun|Aws|RdsBackup|WeCom)\w*")]
    private static partial Regex CmdletName();

    [GeneratedRegex(@"\babout_RdsBackup\w*")]
    private static partial Regex TopicName();

    [GeneratedRegex(@"[\u4E00-\u9FFF]")]
    private static partial Regex Ideograph();
}
