namespace RdsBackup.PowerShell.Tests.Documentation;

/// <summary>A person at a prompt who types what the documentation says, with a fresh sandbox in place of the clouds, in an empty folder.</summary>
internal sealed class DocumentedSession : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rdsbackup-session-");
    private readonly CloudHost _host;

    private DocumentedSession(CloudHost host, int columns)
    {
        _host = host;
        host.UseS3();
        host.Module.Screen.Columns = columns;
        host.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", _folder.FullName);
    }

    public static async Task<DocumentedSession> StartAsync(int columns) => new(await CloudHost.StartSeededAsync("en-US"), columns);

    /// <summary>What is on the screen after all of <paramref name="commands"/>, with its colours.</summary>
    public string Type(IEnumerable<string> commands) => string.Join("\n\n", commands.Select(Type));

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string Type(string command)
    {
        string shown = _host.Module.Show(command).ReplaceLineEndings("\n").Replace(_folder.FullName, "/data", StringComparison.Ordinal);
        return $"PS> {command.ReplaceLineEndings("\n>> ")}\n{string.Join('\n', shown.Split('\n').Select(line => line.TrimEnd()))}".TrimEnd('\n');
    }
}
