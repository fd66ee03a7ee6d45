using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Engine = System.Management.Automation.PowerShell;

namespace RdsBackup.Help;

/// <summary>The module as the build laid it out, imported into the real engine.</summary>
internal static class BuiltModule
{
    /// <summary>The cmdlets it exports.</summary>
    public static IReadOnlyList<CmdletFacts> Import(string manifest)
    {
        using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using Engine engine = Engine.Create(runspace);
        engine.AddScript("$ErrorActionPreference = 'Stop'; (Import-Module $args[0] -PassThru).ExportedCmdlets.Values").AddArgument(manifest);
        return [.. engine.Invoke<CmdletInfo>().Select(cmdlet => new CmdletFacts(cmdlet))];
    }
}
