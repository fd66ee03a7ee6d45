using System.Management.Automation.Host;
using RdsBackup.Help;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests.Help;

/// <summary>The examples of one cmdlet's help, on a fresh sandbox, in a folder with a configuration (rdsbackup.json).</summary>
internal sealed class HelpExamples : IAsyncDisposable
{
    private const int Columns = 140;

    // What the engine by itself lacks of pwsh, as far as the examples use it.
    private const string StandIns =
        """
        function global:Sort-Object { $items = @($input); [Array]::Sort($items); $items }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rdsbackup-help-");
    private readonly HelpSource _source;
    private readonly Language _language;
    private readonly CloudHost _host;

    private HelpExamples(HelpSource source, Language language, CloudHost host)
    {
        _source = source;
        _language = language;
        _host = host;
    }

    public SandboxCloud Cloud => _host.Cloud;

    /// <summary>Where they run.</summary>
    public string Folder => _folder.FullName;

    /// <summary>What a person saw so far.</summary>
    public string Screen => _host.Module.Screen.Text;

    /// <summary>What is run, in its order.</summary>
    public IEnumerable<string> Commands => [_source.Setup, .. _source.Examples.Select(example => example.Command)];

    public static async Task<HelpExamples> StartAsync(string cmdlet, string culture)
    {
        HelpExamples examples = new(
            HelpFolder.Sources.Single(source => source.Name == cmdlet),
            Language.All.Single(language => language.Culture == culture),
            await CloudHost.StartSeededAsync(culture));
        examples.Prepare();
        return examples;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Runs something else in their place.</summary>
    public ScriptRun Run(string script, params object[] arguments) => _host.TryRun(script, arguments);

    /// <summary>Runs them in their order; fails when one shows something else than the help.</summary>
    public async Task RunAsync()
    {
        Show(_source.Setup);
        List<string> differences = [];
        foreach ((int index, HelpExample example) in _source.Examples.Index())
        {
            string actual = Show(example.Command);
            await RecordAsync($"{_source.Name}.{index + 1}.{_language.Culture}.txt", actual);
            if (Placeholders.Mask(example.Output(_language)) != Placeholders.Mask(actual))
            {
                differences.Add($"{_source.File}({example.Line}): '{example.Titles[Language.English]}' shows now:\n{actual}");
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
        WriteConfiguration();
        _host.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", _folder.FullName);
        _host.Module.Screen.UI.RawUI.BufferSize = new Size(Columns, 50);
    }

    // The one beside this file, with the sandbox's addresses; its lines stay where they are.
    private void WriteConfiguration()
    {
        string configuration = File.ReadAllText(Path.Combine(HelpFolder.Repository, "tests", "RdsBackup.PowerShell.Tests", "Help", "rdsbackup.json"))
            .Replace("\"cloud\": \"aliyun\"", $"\"cloud\": \"aliyun\", \"endpoint\": \"{Cloud.AliyunEndpoint}\"", StringComparison.Ordinal)
            .Replace("\"cloud\": \"aws\"", $"\"cloud\": \"aws\", \"endpoint\": \"{Cloud.AwsRds.Endpoint}\"", StringComparison.Ordinal)
            .Replace("\"type\": \"WeCom\"", $"\"type\": \"WeCom\", \"endpoint\": \"{Cloud.WeCom.Endpoint}\"", StringComparison.Ordinal)
            .Replace("{ \"bucket\"", $"{{ \"endpoint\": \"{Cloud.S3Endpoint}\", \"bucket\"", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder.FullName, "rdsbackup.json"), configuration);
    }

    // For what an example needs to have gone wrong before.
    private void Fail(string operation, string code) => Cloud.S3.Faults.Inject(Fault.Error(400, code), request => request.Operation == operation);

    private string Show(string command)
    {
        string text = CapturingHost.WithoutColour(_host.Module.Show(command)).ReplaceLineEndings("\n").Replace(_folder.FullName, "/data", StringComparison.Ordinal);
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
