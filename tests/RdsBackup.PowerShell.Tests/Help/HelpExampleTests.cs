namespace RdsBackup.PowerShell.Tests.Help;

/// <summary>Every example of the help is run, and has to show what the help shows.</summary>
public sealed class HelpExampleTests
{
    /// <summary>Each cmdlet that is given its credentials, in each language.</summary>
    public static TheoryData<string, string> Cmdlets => HelpFolder.CmdletsByCulture(source => !UnattendedExampleTests.IsUnattended(source));

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public async Task Every_example_shows_what_the_help_shows(string cmdlet, string culture)
    {
        await using HelpExamples examples = await HelpExamples.StartAsync(cmdlet, culture);
        await examples.RunAsync();
    }
}
