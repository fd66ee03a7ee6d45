using System.Management.Automation.Runspaces;
using RdsBackup.Help;
using Engine = System.Management.Automation.PowerShell;

namespace RdsBackup.PowerShell.Tests.Help;

/// <summary>Every example of the help is run on a fresh sandbox, and has to show what the help shows.</summary>
public sealed class HelpExampleTests
{
    /// <summary>Each cmdlet that has a text, in each language.</summary>
    public static TheoryData<string, string> Cmdlets => HelpFolder.CmdletsByCulture;

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public async Task Every_example_shows_what_the_help_shows(string cmdlet, string culture)
    {
        HelpSource source = HelpFolder.Sources.Single(source => source.Name == cmdlet);
        await using CloudHost host = await CloudHost.StartSeededAsync(culture);
        host.UseS3();
        Show(host, source.Setup);
        List<string> differences = [];
        foreach ((int index, HelpExample example) in source.Examples.Index())
        {
            string expected = example.Output(Language.All.Single(language => language.Culture == culture));
            string actual = Show(host, example.Command);
            await RecordAsync($"{cmdlet}.{index + 1}.{culture}.txt", actual);
            if (Placeholders.Mask(expected) != Placeholders.Mask(actual))
            {
                differences.Add($"{source.File}({example.Line}): '{example.Titles[Language.English]}' shows now:\n{actual}");
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
    }

    // What a person would see: output, errors, warnings and -WhatIf on one console.
    private static string Show(CloudHost host, string command)
    {
        int before = host.Module.Screen.Text.Length;
        using Engine engine = host.Module.Start(command);
        engine.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        engine.AddCommand("Out-Default").Invoke();
        IEnumerable<string> lines = host.Module.Screen.Text[before..].ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd());
        return string.Join('\n', lines).Trim('\n');
    }

    // To be copied into the text when it has changed.
    private static Task RecordAsync(string name, string output)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "examples");
        Directory.CreateDirectory(folder);
        return File.WriteAllTextAsync(Path.Combine(folder, name), output, TestContext.Current.CancellationToken);
    }
}
