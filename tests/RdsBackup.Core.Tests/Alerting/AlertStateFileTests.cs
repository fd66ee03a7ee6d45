using System.Collections.Concurrent;
using RdsBackup.Alerting;
using RdsBackup.Core.Tests.Transfer;
using RdsBackup.Diagnostics;
using static RdsBackup.Core.Tests.Alerting.AlertScene;

namespace RdsBackup.Core.Tests.Alerting;

public sealed class AlertStateFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rdsbackup-state-").FullName;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly string _path;
    private readonly AlertStateFile _file;

    public AlertStateFileTests()
    {
        _path = Path.Combine(_folder, "new", "alerts.json");
        _file = new AlertStateFile(_path, TimeProvider.System, OperationLogger.For((_, line) => _log.Enqueue(line)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_written_is_read_by_the_next_run()
    {
        AlertEvent failure = Failure() with { Subject = "备份/数据|1", RegionId = "cn-hangzhou" };
        await _file.UpdateAsync(before => before.Tell(Rule(), failure).State, CopyScene.Token);

        AlertDecision decision = (await _file.ReadAsync(CopyScene.Token)).Tell(Rule(), failure, hours: 1).Decision;

        Assert.Equal(AlertOutcome.Suppressed, decision.Outcome);
        Assert.Empty(_log);
    }

    [Fact]
    public async Task Of_a_file_of_an_earlier_version_who_was_told_of_an_escalation_is_still_known()
    {
        AlertRule rule = Rule(suppressHours: 24) with { Channels = ["ops", "dba"], Escalation = new AlertEscalation { After = 3, Channels = ["ops", "dba", "managers"] } };
        Write($$"""
            {"schema":1,"revision":"x","causes":[{"rule":"night","cause":"{{Failure().Cause}}","kind":"CopyFailed","cloud":"aliyun","environment":"prod-cn",
            "instanceId":"rm-a","code":"SourceTruncated","title":"t","since":"2026-03-02T08:00:00+00:00","lastSeen":"2026-03-02T08:00:00+00:00",
            "occurrences":3,"escalatedAt":3,"told":{"ops":{"at":"2026-03-02T08:00:00+00:00","occurrence":1},"dba":{"at":"2026-03-02T08:00:00+00:00","occurrence":3} } }]}
            """);

        AlertDecision decision = (await _file.ReadAsync(CopyScene.Token)).Tell(rule, Failure(), hours: 1).Decision;

        Assert.Equal(["ops", "managers"], decision.Notices.Select(notice => notice.Channel)); // The dead channel and one that was never told.
        Assert.All(decision.Notices, notice => Assert.True(notice.IsEscalation));
    }

    [Fact]
    public async Task Where_there_is_no_file_nothing_was_told()
    {
        Assert.Empty((await _file.ReadAsync(CopyScene.Token)).Causes);
        Assert.False(File.Exists(_path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"schema\":1,\"revision\":\"x\",\"causes\":[{\"rule\":\"night\",\"ca")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"schema\":1}")]
    [InlineData("{\"schema\":1,\"revision\":\"x\",\"causes\":null}")]
    [InlineData("{\"schema\":1,\"revision\":\"x\",\"causes\":[null]}")]
    [InlineData("{\"schema\":0,\"revision\":\"x\",\"causes\":[]}")]
    [InlineData("{\"schema\":\"new\",\"revision\":\"x\",\"causes\":[]}")]
    public async Task A_file_that_is_no_state_is_kept_aside_and_a_new_one_begun(string content)
    {
        Write(content);

        Assert.Empty((await _file.ReadAsync(CopyScene.Token)).Causes);
        Assert.Equal(content, await File.ReadAllTextAsync(_path, CopyScene.Token));
        await _file.UpdateAsync(before => before.Tell(Rule(), Failure()).State, CopyScene.Token);

        Assert.Single((await _file.ReadAsync(CopyScene.Token)).Causes);
        string aside = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(_path)!, "alerts.json.corrupt-*"));
        Assert.Equal(content, await File.ReadAllTextAsync(aside, CopyScene.Token));
        Assert.Contains(_log, line => line.Contains(aside, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        const string Newer = """{"schema":2,"somethingElse":true}""";
        Write(Newer);

        RdsBackupException read = await Assert.ThrowsAsync<RdsBackupException>(() => _file.ReadAsync(CopyScene.Token));
        RdsBackupException write = await Assert.ThrowsAsync<RdsBackupException>(() => _file.UpdateAsync(before => before, CopyScene.Token));

        Assert.All([read, write], error => Assert.Equal("AlertStateNewer", error.ErrorId));
        Assert.Contains(_path, read.Message, StringComparison.Ordinal);
        Assert.NotNull(read.Recommendation);
        Assert.Equal(Newer, await File.ReadAllTextAsync(_path, CopyScene.Token));
    }

    [Fact]
    public async Task What_an_earlier_crash_left_half_written_does_not_matter()
    {
        await _file.UpdateAsync(before => before.Tell(Rule(), Failure()).State, CopyScene.Token);
        await File.WriteAllTextAsync(_path + ".new", "{\"schema\":1,", CopyScene.Token);

        await _file.UpdateAsync(before => before.Tell(Rule(), Failure("rm-b")).State, CopyScene.Token);

        Assert.Equal(2, (await _file.ReadAsync(CopyScene.Token)).Causes.Count());
    }

    [Fact]
    public async Task Writers_wait_for_each_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() =>
            new AlertStateFile(_path, TimeProvider.System, OperationLogger.For(null))
                .UpdateAsync(before => before.Tell(Rule(), Failure($"rm-{number}")).State, CopyScene.Token))));

        Assert.Equal(20, (await _file.ReadAsync(CopyScene.Token)).Causes.Count());
    }

    [Fact]
    public async Task A_lock_that_nobody_frees_is_an_error_in_the_end()
    {
        Write("");
        using FileStream held = new(_path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        AlertStateFile hasty = new(_path, new FastClock(100), OperationLogger.For(null));

        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(() => hasty.UpdateAsync(before => before, CopyScene.Token));

        Assert.Equal("AlertStateInaccessible", error.ErrorId);
        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_named_at_once()
    {
        string file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "", CopyScene.Token);
        AlertStateFile impossible = new(Path.Combine(file, "alerts.json"), TimeProvider.System, OperationLogger.For(null));

        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(() => impossible.UpdateAsync(before => before, CopyScene.Token));

        Assert.Equal("AlertStateInaccessible", error.ErrorId);
        Assert.NotNull(error.Recommendation);
    }

    private void Write(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        File.WriteAllText(_path, content);
    }
}
