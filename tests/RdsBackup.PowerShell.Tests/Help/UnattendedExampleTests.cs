using RdsBackup.Help;

namespace RdsBackup.PowerShell.Tests.Help;

/// <summary>The examples of commands that find everything in the configuration and their credentials in the environment.</summary>
[Collection(EnvironmentVariableTests.Name)]
public sealed class UnattendedExampleTests
{
    private static readonly string[] Unattended = ["Invoke-RdsBackup", "Get-RdsBackupStatus", "Test-RdsBackupHealth", "Send-WeComAlert"];

    /// <summary>Each of them, in each language.</summary>
    public static TheoryData<string, string> Cmdlets => HelpFolder.CmdletsByCulture(IsUnattended);

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public async Task Every_example_shows_what_the_help_shows(string cmdlet, string culture)
    {
        await using HelpExamples examples = await HelpExamples.StartAsync(cmdlet, culture);
        using IDisposable variables = EnvironmentVariableTests.SignFor(examples.Cloud);
        await examples.RunAsync();
    }

    internal static bool IsUnattended(HelpSource source) => Unattended.Contains(source.Name);
}
