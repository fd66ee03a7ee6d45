namespace RdsBackup.Help;

/// <summary>Something that a help text lacks or says wrongly.</summary>
/// <param name="File">The file to change.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Message">What is wrong, and what to do.</param>
internal sealed record HelpProblem(string File, int Line, string Message)
{
    /// <summary>The form in which MSBuild recognizes an error and its place.</summary>
    public override string ToString() => $"{File}({Line}): error HELP: {Message}";
}
