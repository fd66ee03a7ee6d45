using System.Collections.ObjectModel;
using System.Management.Automation;
using Engine = System.Management.Automation.PowerShell;

namespace RdsBackup.PowerShell.Tests;

/// <summary>Everything that running a script came to.</summary>
internal sealed class ScriptRun
{
    private ScriptRun(Collection<PSObject> output, PSDataStreams streams, Exception? failure)
    {
        Output = output;
        Failure = failure;
        Errors = [.. streams.Error];
        Warnings = [.. streams.Warning.Select(record => record.Message)];
        Verbose = [.. streams.Verbose.Select(record => record.Message)];
        Debug = [.. streams.Debug.Select(record => record.Message)];
        Information = [.. streams.Information.Select(record => record.ToString())];
        Progress = [.. streams.Progress];
    }

    /// <summary>Runs what <paramref name="engine"/> has ready.</summary>
    public static ScriptRun Of(Engine engine)
    {
        Collection<PSObject> output = [];
        Exception? failure = null;
        try
        {
            engine.Invoke(null, output);
        }
        catch (RuntimeException e)
        {
            failure = e;
        }

        return new ScriptRun(output, engine.Streams, failure);
    }

    public Collection<PSObject> Output { get; }

    /// <summary>The terminating error, or null.</summary>
    public Exception? Failure { get; }

    public IReadOnlyList<ErrorRecord> Errors { get; }

    public IReadOnlyList<string> Warnings { get; }

    public IReadOnlyList<string> Verbose { get; }

    public IReadOnlyList<string> Debug { get; }

    public IReadOnlyList<string> Information { get; }

    public IReadOnlyList<ProgressRecord> Progress { get; }

    /// <summary>The one error, terminating or not; fails when there is another number.</summary>
    public ErrorRecord SingleError =>
        Assert.Single([.. Errors, .. Failure is IContainsErrorRecord thrown ? [thrown.ErrorRecord] : Array.Empty<ErrorRecord>()]);

    /// <summary>The text of every stream: what must hold no secret.</summary>
    public string AllText => string.Join('\n', (string?[])[
        .. Output.Select(item => item?.ToString()),
        .. Errors.Select(error => $"{error} {error.Exception} {error.ErrorDetails?.Message}"),
        .. Warnings, .. Verbose, .. Debug, .. Information,
        .. Progress.Select(progress => progress.ToString()),
        Failure?.ToString()]);
}
