using System.Collections.ObjectModel;
using System.Management.Automation;

namespace RdsBackup.PowerShell.Tests;

/// <summary>Everything that running a script came to.</summary>
internal sealed class ScriptRun(Collection<PSObject> output, PSDataStreams streams, Exception? failure)
{
    public Collection<PSObject> Output { get; } = output;

    /// <summary>The terminating error, or null.</summary>
    public Exception? Failure { get; } = failure;

    public IReadOnlyList<ErrorRecord> Errors { get; } = [.. streams.Error];

    public IReadOnlyList<string> Warnings { get; } = [.. streams.Warning.Select(record => record.Message)];

    public IReadOnlyList<string> Verbose { get; } = [.. streams.Verbose.Select(record => record.Message)];

    public IReadOnlyList<string> Debug { get; } = [.. streams.Debug.Select(record => record.Message)];

    public IReadOnlyList<string> Information { get; } = [.. streams.Information.Select(record => record.ToString())];

    public IReadOnlyList<ProgressRecord> Progress { get; } = [.. streams.Progress];

    /// <summary>The one error, terminating or not; fails when there is another number.</summary>
    public ErrorRecord SingleError =>
        Assert.Single([.. Errors, .. Failure is IContainsErrorRecord thrown ? [thrown.ErrorRecord] : Array.Empty<ErrorRecord>()]);

    /// <summary>The text of every stream: what must hold no secret.</summary>
    public string AllText => string.Join('\n', [
        .. Output.Select(item => item?.ToString()),
        .. Errors.Select(error => $"{error} {error.Exception} {error.ErrorDetails?.RecommendedAction}"),
        .. Warnings, .. Verbose, .. Debug, .. Information,
        .. Progress.Select(progress => progress.ToString()),
        Failure?.ToString()]);
}
