using System.Management.Automation;
using System.Management.Automation.Language;

namespace RdsBackup.PowerShell.Tests;

/// <summary>The Pester files need pwsh and Pester to run. What can be checked without them is checked here.</summary>
public sealed class PesterFileTests : IDisposable
{
    private static readonly string Folder =
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ModuleHost.ModulePath)!, "../../../tests/Pester"));

    private readonly ModuleHost _host = new();

    [Fact]
    public void Every_cmdlet_has_a_file()
    {
        IEnumerable<string> cmdlets = _host.Run("(Get-Command -Module RdsBackup).Name").Select(name => $"{name}.Tests.ps1");

        Assert.Empty(cmdlets.Except(Directory.GetFiles(Folder).Select(Path.GetFileName)));
    }

    [Fact]
    public void They_are_PowerShell_and_call_the_cmdlets_with_parameters_that_exist()
    {
        foreach (string file in Directory.GetFiles(Folder, "*.ps1"))
        {
            ScriptBlockAst script = Parser.ParseFile(file, out _, out ParseError[] errors);
            Assert.Empty(errors);
            foreach (CommandAst call in script.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
            {
                CheckParameters(file, call);
            }
        }
    }

    public void Dispose() => _host.Dispose();

    private void CheckParameters(string file, CommandAst call)
    {
        if (_host.TryRun("Get-Command -Module RdsBackup -Name $args[0]", call.GetCommandName() ?? "").Output is not [{ BaseObject: CmdletInfo cmdlet }])
        {
            return;
        }

        IEnumerable<string> used = call.CommandElements.OfType<CommandParameterAst>().Select(parameter => parameter.ParameterName);
        string unknown = string.Join(", ", used.Except(cmdlet.Parameters.Keys));
        Assert.True(unknown.Length == 0, $"{file}: {call} has no {unknown}");
    }
}
