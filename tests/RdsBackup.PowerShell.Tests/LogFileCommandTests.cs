using System.Text.Json;
using System.Text.Json.Nodes;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

/// <summary>The log file, as a scheduled task asks for it: by environment variables, or in the configuration.</summary>
[Collection(EnvironmentVariableTests.Name)]
public sealed class LogFileCommandTests : CloudTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rdsbackup-log-");
    private readonly List<IDisposable> _variables = [];

    private string LogPath => Path.Combine(_folder.FullName, "logs", "rds.log");

    public override async ValueTask DisposeAsync()
    {
        _variables.ForEach(variables => variables.Dispose());
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void What_goes_to_the_streams_goes_to_the_file_and_the_lines_of_a_copy_carry_its_id()
    {
        Plant();
        LogTo(LogPath, "Debug");

        ScriptRun run = Host.TryRun("Get-AliyunRdsBackup -InstanceId rm-a -Verbose -Debug | Send-AliyunBackupToS3 -Bucket offsite -Verbose -Debug");

        List<JsonElement> lines = Lines();
        HashSet<string> messages = [.. lines.Select(line => line.GetProperty("@m").GetString()!)];
        string[] shown = [.. run.Verbose.Where(text => !text.StartsWith("Performing the operation", StringComparison.Ordinal))]; // the engine's own
        Assert.NotEmpty(shown);
        Assert.NotEmpty(run.Debug);
        Assert.Empty(shown.Concat(run.Debug).Except(messages));
        JsonElement[] ofCopies = [.. lines.Where(line => line.TryGetProperty("CopyId", out _))];
        Assert.Equal(2, ofCopies.Select(line => line.GetProperty("CopyId").GetString()).Distinct().Count());
        Assert.Single(ofCopies.Select(line => line.GetProperty("OperationId").GetString()).Distinct());
        Assert.All(lines, line => Assert.NotEqual("", line.GetProperty("Event").GetString()));
    }

    [Fact]
    public void An_error_is_a_line_named_by_its_id()
    {
        Plant();
        LogTo(LogPath, "Error");

        Host.TryRun("Get-AliyunRdsBackup -InstanceId rm-a -Latest | Send-AliyunBackupToS3 -Bucket no-such-bucket");

        JsonElement line = Assert.Single(Lines());
        Assert.StartsWith("BucketNotFound", line.GetProperty("Event").GetString(), StringComparison.Ordinal);
        Assert.Equal("Error", line.GetProperty("@l").GetString());
        Assert.Contains("no-such-bucket", line.GetProperty("@m").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_lines_of_a_nightly_run_carry_its_id()
    {
        Plant();
        _variables.Add(EnvironmentVariableTests.SignFor(Host.Cloud));
        string configuration = Path.Combine(_folder.FullName, "rdsbackup.json");
        File.WriteAllText(configuration, Configuration().ToJsonString());

        Host.Run("Invoke-RdsBackup -ConfigurationPath $args[0]", configuration);

        JsonElement[] ofRun = [.. Lines().Where(line => line.TryGetProperty("RunId", out _))];
        Assert.Single(ofRun.Select(line => line.GetProperty("RunId").GetString()).Distinct());
        Assert.Single(ofRun.Where(line => line.TryGetProperty("CopyId", out _)).Select(line => line.GetProperty("CopyId").GetString()).Distinct());
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_one_error_and_nothing_is_done()
    {
        Plant();
        File.WriteAllText(Path.Combine(_folder.FullName, "logs"), "a file where the folder would be");
        LogTo(LogPath, "Debug");

        ScriptRun run = Host.TryRun("Get-AliyunRdsBackup -InstanceId rm-a");

        Assert.StartsWith("LogFileUnusable,", run.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(LogPath, run.SingleError.ToString(), StringComparison.Ordinal);
        Assert.Empty(Host.Cloud.Aliyun.Requests);
    }

    private void Plant()
    {
        Host.UseBucket();
        SandboxInstance instance = Host.AddInstance("rm-a");
        Host.AddBackup(instance, "1", TimeSpan.FromHours(20));
        Host.AddBackup(instance, "2", TimeSpan.FromHours(2));
    }

    private void LogTo(string path, string level) => _variables.Add(EnvironmentVariableTests.Set(new Dictionary<string, string>
    {
        ["RDSBACKUP_LOG_PATH"] = path,
        ["RDSBACKUP_LOG_LEVEL"] = level,
        ["RDSBACKUP_LOG_FORMAT"] = "Json",
    }));

    private JsonObject Configuration() => new()
    {
        ["logging"] = new JsonObject { ["path"] = LogPath, ["level"] = "Debug", ["format"] = "Json" },
        ["environments"] = new JsonObject
        {
            ["prod-cn"] = new JsonObject
            {
                ["cloud"] = "aliyun",
                ["regions"] = new JsonArray("cn-hangzhou"),
                ["instances"] = new JsonArray("rm-*"),
                ["endpoint"] = Host.Cloud.AliyunEndpoint.ToString(),
                ["destination"] = new JsonObject { ["bucket"] = "offsite", ["endpoint"] = Host.Cloud.S3Endpoint.ToString() },
            },
        },
    };

    private List<JsonElement> Lines() =>
    [
        .. Directory.GetFiles(Path.GetDirectoryName(LogPath)!).SelectMany(File.ReadAllLines).Select(line => JsonDocument.Parse(line).RootElement),
    ];
}
