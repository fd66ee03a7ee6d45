using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using RdsBackup.PowerShell.Tests;
using Engine = System.Management.Automation.PowerShell;

namespace RdsBackup.PowerShell.Bridge.Tests;

/// <summary>A runspace of the real engine that knows the cmdlets of this assembly.</summary>
internal sealed class BridgeHost : IDisposable
{
    private readonly Runspace _runspace;

    public BridgeHost()
    {
        InitialSessionState session = InitialSessionState.CreateDefault2();
        foreach (Type type in typeof(BridgeHost).Assembly.GetTypes())
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet)
            {
                session.Commands.Add(new SessionStateCmdletEntry($"{cmdlet.VerbName}-{cmdlet.NounName}", type, helpFileName: null));
            }
        }

        _runspace = RunspaceFactory.CreateRunspace(Screen, session);
        _runspace.Open();
    }

    public CapturingHost Screen { get; } = new("en-US");

    public Engine Start(string script, Witness witness) => Engine.Create(_runspace).AddScript(script).AddArgument(witness);

    public ScriptRun Run(string script, Witness witness)
    {
        using Engine engine = Start(script, witness);
        return ScriptRun.Of(engine);
    }

    public void Dispose() => _runspace.Dispose();
}
