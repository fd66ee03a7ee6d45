using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using RdsBackup.Help;
using RdsBackup.Sandbox;
using Engine = System.Management.Automation.PowerShell;

namespace RdsBackup.PowerShell.Tests.Help;

/// <summary>Every example of the help is run on a fresh sandbox, in a folder with a configuration (rdsbackup.json), and has to show what the help shows.</summary>
public sealed class HelpExampleTests : IAsyncLifetime
{
    private const int Columns = 140;

    // What the engine by itself lacks of pwsh, as far as the examples use it.
    private const string StandIns =
        """
        function global:Sort-Object { $items = @($input); [Array]::Sort($items); $items }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rdsbackup-help-");
    private CloudHost _host = null!;

    /// <summary>Each cmdlet that has a text, in each language.</summary>
    public static TheoryData<string, string> Cmdlets => HelpFolder.CmdletsByCulture;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public async Task Every_example_shows_what_the_help_shows(string cmdlet, string culture)
    {
        HelpSource source = HelpFolder.Sources.Single(source => source.Name == cmdlet);
        _host = await CloudHost.StartSeededAsync(culture);
        Prepare();
        Show(source.Setup);
        List<string> differences = [];
        foreach ((int index, HelpExample example) in source.Examples.Index())
        {
            string expected = example.Output(Language.All.Single(language => language.Culture == culture));
            string actual = Show(example.Command);
            await RecordAsync($"{cmdlet}.{index + 1}.{culture}.txt", actual);
            if (Placeholders.Mask(expected) != Placeholders.Mask(actual))
            {
                differences.Add($"{source.File}({example.Line}): '{example.Titles[Language.English]}' shows now:\n{actual}");
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
    }

    private void Prepare()
    {
        _host.UseS3();
        _host.Run(StandIns);
        _host.Run("$global:PSDefaultParameterValues['Start-AwsSnapshotExport:EndpointUrl'] = $args[0]", _host.Cloud.S3Endpoint);
        _host.Run("$global:Cloud, $global:Fail = $args", _host.Cloud, (Action<string, string>)Fail);
        File.Copy(Path.Combine(HelpFolder.Repository, "tests", "RdsBackup.PowerShell.Tests", "Help", "rdsbackup.json"), Path.Combine(_folder.FullName, "rdsbackup.json"));
        _host.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", _folder.FullName);
        _host.Module.Screen.UI.RawUI.BufferSize = new Size(Columns, 50);
    }

    // For what an example needs to have gone wrong before.
    private void Fail(string operation, string code) =>
        _host.Cloud.S3.Faults.Inject(Fault.Error(400, code), request => request.Operation == operation);

    // What a person would see: output, errors, warnings and -WhatIf on one console.
    private string Show(string command)
    {
        int before = _host.Module.Screen.Text.Length;
        using Engine engine = _host.Module.Start(command);
        engine.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        engine.AddCommand("Out-Default").Invoke();
        string text = _host.Module.Screen.Text[before..].ReplaceLineEndings("\n").Replace(_folder.FullName, "/data", StringComparison.Ordinal);
        return string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).Trim('\n');
    }

    // To be copied into the text when it has changed.
    private static Task RecordAsync(string name, string output)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "examples");
        Directory.CreateDirectory(folder);
        return File.WriteAllTextAsync(Path.Combine(folder, name), output, TestContext.Current.CancellationToken);
    }
}
