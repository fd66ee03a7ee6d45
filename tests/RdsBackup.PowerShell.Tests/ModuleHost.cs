using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Engine = System.Management.Automation.PowerShell;

namespace RdsBackup.PowerShell.Tests;

/// <summary>A runspace of the real engine with the module imported from the folder that the build lays out.</summary>
internal sealed class ModuleHost : IDisposable
{
    private readonly Runspace _runspace;

    public ModuleHost(bool import = true, string culture = "en-US")
    {
        Screen = new CapturingHost(culture);
        _runspace = RunspaceFactory.CreateRunspace(Screen, InitialSessionState.CreateDefault2());
        _runspace.Open();
        if (import)
        {
            Run("Import-Module $args[0]", ModulePath);
        }
    }

    /// <summary>The laid-out module's manifest.</summary>
    public static string ModulePath { get; } = Path.Combine(Metadata("ModuleFolder"), "RdsBackup.psd1");

    /// <summary>What a person sees and answers.</summary>
    public CapturingHost Screen { get; }

    /// <summary>Runs <paramref name="script"/>, whose <c>$args</c> are <paramref name="arguments"/>, and fails when it throws or writes an error.</summary>
    public Collection<PSObject> Run(string script, params object[] arguments)
    {
        ScriptRun run = TryRun(script, arguments);
        Assert.True(run.Failure is null, run.Failure?.ToString());
        Assert.Empty(run.Errors);
        return run.Output;
    }

    /// <summary>Runs <paramref name="script"/> and returns all its streams, and the terminating error if there was one.</summary>
    public ScriptRun TryRun(string script, params object[] arguments)
    {
        using Engine engine = Start(script, arguments);
        return ScriptRun.Of(engine);
    }

    /// <summary>What a person sees of <paramref name="command"/>, with its colours: output, errors, warnings and -WhatIf on one console.</summary>
    public string Show(string command)
    {
        int before = Screen.ColouredText.Length;
        using Engine engine = Start(command);
        engine.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        engine.AddCommand("Out-Default").Invoke();
        return Screen.ColouredText[before..];
    }

    /// <summary>An engine of this runspace with <paramref name="script"/> ready to run; for tests that stop it.</summary>
    public Engine Start(string script, params object[] arguments)
    {
        // The pipeline's thread takes them from the one that starts it, as in pwsh, whose process has those of the person.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Screen.CurrentCulture;
        Engine engine = Engine.Create(_runspace).AddScript(script);
        foreach (object argument in arguments)
        {
            engine.AddArgument(argument);
        }

        return engine;
    }

    /// <summary>What Tab offers at the end of <paramref name="typed"/>.</summary>
    public IReadOnlyList<CompletionResult> Complete(string typed)
    {
        using Engine engine = Engine.Create(_runspace);
        return CommandCompletion.CompleteInput(typed, typed.Length, options: null, engine).CompletionMatches;
    }

    public void Dispose() => _runspace.Dispose();

    internal static string Metadata(string key) =>
        typeof(ModuleHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;
}
