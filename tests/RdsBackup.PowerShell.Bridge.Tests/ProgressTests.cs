using System.Management.Automation;
using Microsoft.Extensions.Time.Testing;
using RdsBackup.PowerShell.Tests;
using RdsBackup.Transfer;

namespace RdsBackup.PowerShell.Bridge.Tests;

public sealed class ProgressTests : IDisposable
{
    private readonly BridgeHost _host = new();

    [Fact]
    public void At_most_two_updates_a_second_are_shown_and_the_bar_is_closed()
    {
        ScriptRun run = _host.Run("param($witness) Show-Progress $witness", new Witness());

        Assert.Equal(["at 0 ms", "at 500 ms", "at 1000 ms"], run.Progress.Where(record => record.RecordType == ProgressRecordType.Processing).Select(record => record.StatusDescription));
        Assert.Equal(ProgressRecordType.Completed, run.Progress[^1].RecordType);
        Assert.Equal(10, run.Progress[0].PercentComplete);
        Assert.Equal(90, run.Progress[0].SecondsRemaining);
    }

    [Fact]
    public void The_bar_is_closed_when_a_command_downstream_wants_no_more()
    {
        ScriptRun run = _host.Run("param($witness) Get-Number $witness | Select-First", new Witness());

        Assert.Equal([ProgressRecordType.Processing, ProgressRecordType.Completed], run.Progress.Select(record => record.RecordType));
    }

    [Fact]
    public void Two_bars_of_one_command_have_different_ids()
    {
        ScriptRun run = _host.Run("param($witness) Show-Progress $witness; Show-Progress $witness -Twice", new Witness());

        Assert.Equal(2, run.Progress.Select(record => record.ActivityId).Distinct().Count());
    }

    [Fact]
    public void Where_nobody_looks_on_there_is_a_line_a_minute_instead()
    {
        ScriptRun run = _host.Run("param($witness) Show-Progress $witness -Unattended -Step 1000 -Count 150", new Witness());

        Assert.Empty(run.Progress);
        Assert.Equal(["Showing: at 60000 ms, 10 %, 1m 30s left", "Showing: at 120000 ms, 10 %, 1m 30s left"], run.Information);
    }

    [Theory]
    [InlineData("-ProgressAction SilentlyContinue")]
    [InlineData("-ProgressAction Ignore")]
    [InlineData("; $ProgressPreference = 'SilentlyContinue'")]
    public void Progress_that_is_not_wanted_is_neither_a_bar_nor_a_line(string preference)
    {
        (string parameters, string variable) = preference[0] == ';' ? ("", preference[1..]) : (preference, "");
        ScriptRun attended = _host.Run($"param($witness) {variable}; Show-Progress $witness {parameters}", new Witness());
        ScriptRun unattended = _host.Run($"param($witness) {variable}; Show-Progress $witness -Unattended -Step 1000 -Count 150 {parameters}", new Witness());

        Assert.Empty(attended.Progress);
        Assert.Empty(unattended.Information);
    }

    [Fact]
    public void Copies_are_summed_up_without_what_an_earlier_run_had_moved()
    {
        ScriptRun run = _host.Run("param($witness) Show-CopyProgress $witness", new Witness());

        ProgressRecord[] all = [.. run.Progress.Where(record => record.ParentActivityId < 0 && record.RecordType == ProgressRecordType.Processing)];
        Assert.Equal(
            [
                "1 under way, 0 ended, 0 B, 0 B/s", "2 under way, 0 ended, 700 MiB of 1.95 GiB, 20.0 MiB/s",
                "1 under way, 1 ended, 700 MiB of 1.17 GiB, 10.0 MiB/s", "1 under way, 1 ended, 800 MiB, 10.0 MiB/s",
            ],
            all.Select(record => record.StatusDescription));
        Assert.Equal([-1, 35, 58, -1], all.Select(record => record.PercentComplete));
        Assert.Equal([-1, 65, 50, -1], all.Select(record => record.SecondsRemaining));
        Assert.Contains(run.Progress, record => record is { Activity: "Copying b", StatusDescription: "500 MiB of 1000 MiB, 0 B/s" });
    }

    public void Dispose() => _host.Dispose();
}

/// <summary>Reports every 100 ms of a clock of its own, for 1.1 s, unless told otherwise.</summary>
[Cmdlet(VerbsCommon.Show, "Progress")]
public sealed class ShowProgressCommand : WitnessedCmdlet
{
    private readonly FakeTimeProvider _clock = new();

    [Parameter]
    public SwitchParameter Twice { get; set; }

    [Parameter]
    public SwitchParameter Unattended { get; set; }

    [Parameter]
    public int Step { get; set; } = 100;

    [Parameter]
    public int Count { get; set; } = 12;

    internal override bool IsAttended => !Unattended;

    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        for (int bar = 0; bar < (Twice ? 2 : 1); bar++)
        {
            using PipelineProgress progress = Pipeline.StartProgress("Showing", _clock);
            for (int elapsed = 0; elapsed < Count * Step; elapsed += Step)
            {
                progress.Report(() => new ProgressUpdate($"at {elapsed} ms", Percent: 10, Remaining: TimeSpan.FromSeconds(90)));
                _clock.Advance(TimeSpan.FromMilliseconds(Step));
            }
        }

        return Task.CompletedTask;
    }
}

/// <summary>
/// Two copies at once, the second one resumed in its middle. Ten seconds later the first has 200 MiB and fails after as long; then nobody knows
/// the length of the second any more.
/// </summary>
[Cmdlet(VerbsCommon.Show, "CopyProgress")]
public sealed class ShowCopyProgressCommand : WitnessedCmdlet
{
    private const long MiB = 1024 * 1024;
    private static readonly TimeSpan While = TimeSpan.FromSeconds(10);
    private readonly FakeTimeProvider _clock = new();

    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        using CopiesProgressBar all = new(Pipeline, _clock);
        CopyProgressBar first = all.Start("a");
        using CopyProgressBar second = all.Start("b");
        first.Report(new BackupCopyProgress(0, 1000 * MiB));
        second.Report(new BackupCopyProgress(500 * MiB, 1000 * MiB, ResumedBytes: 500 * MiB));
        _clock.Advance(While);
        first.Report(new BackupCopyProgress(200 * MiB, 1000 * MiB));
        _clock.Advance(While);
        first.Dispose();
        _clock.Advance(While);
        second.Report(new BackupCopyProgress(600 * MiB, null, ResumedBytes: 500 * MiB));
        return Task.CompletedTask;
    }
}
