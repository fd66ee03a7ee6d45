using System.Management.Automation;
using System.Text.RegularExpressions;
using RdsBackup.Help;

namespace RdsBackup.PowerShell.Tests.Help;

/// <summary>What a person gets from Get-Help, in the real engine, in both languages.</summary>
public sealed partial class GetHelpTests : IDisposable
{
    private readonly Dictionary<string, ModuleHost> _hosts = Language.All.ToDictionary(language => language.Culture, language => new ModuleHost(culture: language.Culture));

    /// <summary>Each cmdlet that has a text, in each language.</summary>
    public static TheoryData<string, string> Cmdlets => HelpFolder.CmdletsByCulture();

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Help_is_whole_and_in_the_language_of_the_person(string cmdlet, string culture)
    {
        HelpObject help = HelpOf(cmdlet, culture);
        string[] texts =
        [
            help.Text("Synopsis"), help.Text("description"), help.Text("alertSet.alert"),
            .. help.At("inputTypes.inputType").Select(input => input.Text("description")),
            help.At("returnValues.returnValue")[0].Text("description"),
            .. help.At("examples.example").Select(example => example.Text("title")),
            .. help.At("parameters.parameter").Select(parameter => parameter.Text("description")),
        ];

        Assert.All(texts, text => Assert.Equal(culture == Language.Chinese.Culture, Ideograph().IsMatch(text)));
        Assert.True(help.At("examples.example").Count >= 3, "There are fewer than three examples.");
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Help_has_the_parameters_that_the_code_has(string cmdlet, string culture)
    {
        CmdletInfo command = Command(cmdlet, culture);
        HelpObject help = HelpOf(cmdlet, culture);

        IEnumerable<string> described = help.At("parameters.parameter").Select(parameter => parameter.Text("name"));
        Assert.Equal(command.Parameters.Keys.Except(Cmdlet.CommonParameters).Order(), described.Order());
        Assert.Equal(command.ParameterSets.Count, help.At("syntax.syntaxItem").Count);
        foreach (HelpObject parameter in help.At("parameters.parameter"))
        {
            ParameterMetadata code = command.Parameters[parameter.Text("name")];
            bool fromPipeline = code.ParameterSets.Values.Any(set => set.ValueFromPipeline || set.ValueFromPipelineByPropertyName);
            Assert.Equal(code.Aliases.Count == 0 ? "none" : string.Join(", ", code.Aliases), parameter.Text("aliases"));
            Assert.Equal(fromPipeline, parameter.Text("pipelineInput").StartsWith("True", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Help_describes_every_property_of_what_is_written(string cmdlet, string culture)
    {
        PSTypeName[] types = [.. Command(cmdlet, culture).OutputType];
        HelpObject[] outputs = [.. HelpOf(cmdlet, culture).At("returnValues.returnValue")];

        Assert.Equal(types.Select(type => type.Type.Name), outputs.Select(output => output.Text("type.name").Split('.')[^1]));
        foreach ((PSTypeName type, HelpObject output) in types.Zip(outputs).Where(pair => pair.First.Name.StartsWith("RdsBackup.", StringComparison.Ordinal)))
        {
            string text = output.Text("description");
            Assert.All(type.Type.GetProperties(), property => Assert.Matches($@"(?m)^- {property.Name} <.+>: \S", text));
        }
    }

    [Theory]
    [InlineData("en-US", "Lists the backup sets", "Ids of backup sets", "The newest usable backup of every instance")]
    [InlineData("zh-CN", "列出 ApsaraDB RDS 实例的备份集", "备份集 ID 或通配模式", "每个实例最新的可用备份")]
    public void Get_Help_shows_it_as_people_ask_for_it(string culture, string synopsis, string parameter, string example)
    {
        Assert.Contains(synopsis, Shown("Get-Help Get-AliyunRdsBackup", culture), StringComparison.Ordinal);
        Assert.Contains(parameter, Shown("Get-Help Get-AliyunRdsBackup -Parameter BackupId", culture), StringComparison.Ordinal);
        Assert.Contains(example, Shown("Get-Help Get-AliyunRdsBackup -Examples", culture), StringComparison.Ordinal);
        string full = Shown("Get-Help Get-AliyunRdsBackup -Full", culture);
        Assert.All([synopsis, parameter, example, "rds:DescribeBackups", "IsAvailable <Boolean>"], text => Assert.Contains(text, full, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        foreach (ModuleHost host in _hosts.Values)
        {
            host.Dispose();
        }
    }

    private HelpObject HelpOf(string cmdlet, string culture) => new(Assert.Single(_hosts[culture].Run("Get-Help $args[0] -Full", cmdlet)));

    private CmdletInfo Command(string name, string culture) => (CmdletInfo)Assert.Single(_hosts[culture].Run("Get-Command $args[0]", name)).BaseObject;

    private string Shown(string command, string culture)
    {
        ModuleHost host = _hosts[culture];
        int before = host.Screen.Text.Length;
        host.Run($"{command} | Out-Default");
        return host.Screen.Text[before..];
    }

    [GeneratedRegex(@"[\u4E00-\u9FFF]")]
    private static partial Regex Ideograph();
}
