using System.Management.Automation;
using System.Management.Automation.Language;
using RdsBackup.PowerShell.Tests.Help;

namespace RdsBackup.PowerShell.Tests.Documentation;

/// <summary>The PowerShell of the pages: it parses, and names what exists.</summary>
public sealed class CommandBlockTests : IDisposable
{
    // Of pwsh, but not of the engine alone.
    private static readonly string[] OfPwsh =
        ["ConvertTo-Json", "Expand-Archive", "Export-Csv", "Format-List", "Format-Table", "Install-PSResource", "Select-Object", "Sort-Object"];

    // The texts of the help and the pages made of them have tests of their own, which run their examples.
    private static readonly string[] OfTheHelp = ["src/", "docs/reference/"];

    private readonly ModuleHost _host = new();

    /// <summary>Each page that has PowerShell.</summary>
    public static TheoryData<string> Pages =>
    [
        .. MarkdownPage.All.Where(page => page.Value.Blocks("powershell").Any() && !OfTheHelp.Any(folder => page.Key.StartsWith(folder, StringComparison.Ordinal)))
            .Select(page => page.Key),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Commands_and_parameters_exist(string page) => Assert.Empty(MarkdownPage.All[page].Blocks("powershell").SelectMany(Problems));

    [Theory]
    [InlineData("Get-RdsBackupCopy -Bucket", 0)]
    [InlineData("Get-RdsBackupCopy -Buket a", 1)]
    [InlineData("Get-RdsBackupCoppy -Bucket a", 1)]
    [InlineData("Get-RdsBackupCopy | Where-Object {", 1)]
    [InlineData("./build.ps1 -Task Pack", 0)]
    [InlineData("./built.ps1", 1)]
    public void What_does_not_exist_is_seen(string block, int problems) => Assert.Equal(problems, Problems(block).Count());

    public void Dispose() => _host.Dispose();

    private IEnumerable<string> Problems(string block)
    {
        ScriptBlockAst script = Parser.ParseInput(block, out _, out ParseError[] errors);
        return errors.Length > 0
            ? errors.Select(error => error.ToString())
            : script.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>().SelectMany(Unknown);
    }

    private IEnumerable<string> Unknown(CommandAst call)
    {
        string name = call.GetCommandName();
        if (name.StartsWith("./", StringComparison.Ordinal))
        {
            return File.Exists(Path.Combine(HelpFolder.Repository, name)) ? [] : [name];
        }

        if (OfPwsh.Contains(name))
        {
            return [];
        }

        return _host.Run("Get-Command $args[0] -ErrorAction Ignore", name).SingleOrDefault()?.BaseObject is CommandInfo command
            ? call.CommandElements.OfType<CommandParameterAst>()
                .Where(used => !command.Parameters.Values.Any(parameter => IsCalled(parameter, used.ParameterName))).Select(used => $"{name} -{used.ParameterName}")
            : [name];
    }

    private static bool IsCalled(ParameterMetadata parameter, string name) =>
        parameter.Aliases.Prepend(parameter.Name).Contains(name, StringComparer.OrdinalIgnoreCase);
}
