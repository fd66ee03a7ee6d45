using System.Text.Json;
using Microsoft.Extensions.Logging;
using RdsBackup.Configuration;
using RdsBackup.Diagnostics;

namespace RdsBackup.Core.Tests.Diagnostics;

public sealed class LogFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rdsbackup-log-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_json_line_names_its_event_carries_its_ids_and_no_secret()
    {
        using LogFile file = Open(LogFormat.Json);
        file.Attach();
        ILogger logger = OperationLogger.For(null);

        using (logger.BeginScope(new KeyValuePair<string, object?>("CopyId", "copy-1")))
        {
            logger.LogText(LogLevel.Warning, nameof(Messages.ManifestUnreadable), "bucket", "https://host/key?Signature=HUSH");
        }

        JsonElement line = JsonDocument.Parse(Assert.Single(Lines())).RootElement;
        Assert.Equal("ManifestUnreadable", line.GetProperty("Event").GetString());
        Assert.Equal("copy-1", line.GetProperty("CopyId").GetString());
        Assert.Equal(32, line.GetProperty("OperationId").GetString()!.Length);
        Assert.Equal("bucket", line.GetProperty("Arguments")[0].GetString());
        Assert.Contains("bucket", line.GetProperty("@m").GetString());
        Assert.DoesNotContain("HUSH", line.GetRawText());
    }

    [Fact]
    public void Lines_below_the_level_are_left_out_and_a_line_stays_one_line()
    {
        using LogFile file = Open(LogFormat.Text, LogDetail.Warning);

        file.Write(LogDetail.Information, "Quiet", "not wanted");
        file.Write(LogDetail.Error, "Loud", "first\nsecond SecurityToken=HUSH");

        Assert.EndsWith("Loud: first second SecurityToken=***", Assert.Single(Lines()));
    }

    [Fact]
    public void Two_writers_share_a_file_and_each_has_its_own_id()
    {
        using LogFile one = Open(LogFormat.Json);
        using LogFile other = Open(LogFormat.Json);

        Parallel.For(0, 200, index => (index % 2 == 0 ? one : other).Write(LogDetail.Warning, "Turn", $"line {index}"));

        JsonElement[] lines = [.. Lines().Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(200, lines.Select(line => line.GetProperty("@m").GetString()).Distinct().Count());
        Assert.Equal(2, lines.Select(line => line.GetProperty("OperationId").GetString()).Distinct().Count());
    }

    [Fact]
    public void A_level_has_a_file_of_its_own_where_that_is_wanted()
    {
        using LogFile file = new();
        file.Open(new LoggingOptions { Path = Path.Combine(_folder, "rds.log"), PerLevelFiles = true });

        file.Write(LogDetail.Error, "Loud", "wrong");

        Assert.Equal(2, Lines().Length);
        Assert.Contains(Directory.GetFiles(_folder), path => Path.GetFileName(path).StartsWith("rds.error", StringComparison.Ordinal));
    }

    [Fact]
    public void A_path_that_cannot_be_written_and_a_level_that_does_not_exist_are_errors()
    {
        string blocked = Path.Combine(_folder, "file");
        File.WriteAllText(blocked, "");
        using LogFile file = new();

        RdsBackupException unusable = Assert.Throws<RdsBackupException>(() => file.Open(new LoggingOptions { Path = Path.Combine(blocked, "rds.log") }));
        RdsBackupException invalid = Assert.Throws<RdsBackupException>(
            () => LogFile.FromEnvironment(name => name == "RDSBACKUP_LOG_LEVEL" ? "Chatty" : "rds.log"));

        Assert.Equal("LogFileUnusable", unusable.ErrorId);
        Assert.Equal("LogVariableInvalid", invalid.ErrorId);
    }

    private LogFile Open(LogFormat format, LogDetail level = LogDetail.Debug)
    {
        LogFile file = new();
        file.Open(new LoggingOptions { Path = Path.Combine(_folder, "rds.log"), Format = format, Level = level });
        return file;
    }

    private string[] Lines() => [.. Directory.GetFiles(_folder).SelectMany(ReadShared)];

    private static string[] ReadShared(string path)
    {
        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')).ToArray();
    }
}
