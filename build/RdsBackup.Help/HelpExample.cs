namespace RdsBackup.Help;

/// <summary>A task, the command that does it, and what it shows. Tests run it on the emulated cloud.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Titles">What the task is, by language.</param>
/// <param name="Command">What to type.</param>
/// <param name="English">What appears under an English user interface; empty for nothing.</param>
/// <param name="Chinese">What appears under a Chinese one.</param>
/// <param name="Remarks">What to notice.</param>
internal sealed record HelpExample(
    int Line, IReadOnlyDictionary<Language, string> Titles, string Command, string English, string Chinese, LocalText Remarks)
{
    public string Output(Language language) => language == Language.English ? English : Chinese;
}
