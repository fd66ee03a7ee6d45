using System.Management.Automation;
using Microsoft.Extensions.Time.Testing;
using RdsBackup.PowerShell.Tests;

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

    public void Dispose() => _host.Dispose();
}

/// <summary>Reports every 100 ms of a clock of its own, for 1.1 s.</summary>
[Cmdlet(VerbsCommon.Show, "Progress")]
public sealed class ShowProgressCommand : WitnessedCmdlet
{
    private readonly FakeTimeProvider _clock = new();

    [Parameter]
    public SwitchParameter Twice { get; set; }

    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        for (int bar = 0; bar < (Twice ? 2 : 1); bar++)
        {
            using PipelineProgress progress = Pipeline.StartProgress("Showing", _clock);
            for (int elapsed = 0; elapsed <= 1100; elapsed += 100)
            {
                progress.Report(() => new ProgressUpdate($"at {elapsed} ms", Percent: 10, Remaining: TimeSpan.FromSeconds(90)));
                _clock.Advance(TimeSpan.FromMilliseconds(100));
            }
        }

        return Task.CompletedTask;
    }
}
