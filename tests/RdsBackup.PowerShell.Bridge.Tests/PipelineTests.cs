using System.Diagnostics;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using RdsBackup.PowerShell.Tests;
using Engine = System.Management.Automation.PowerShell;

namespace RdsBackup.PowerShell.Bridge.Tests;

public sealed class PipelineTests : IDisposable
{
    private readonly BridgeHost _host = new();
    private readonly Witness _witness = new();

    [Fact]
    public void Each_object_has_passed_downstream_before_the_next_is_produced()
    {
        ScriptRun run = _host.Run(
            """
            param($witness)
            foreach ($once in 1) {
                Get-Number $witness | ForEach-Object { $witness.Events.Enqueue("consume $_"); if ($_ -eq 3) { break } }
            }
            """,
            _witness);

        Assert.Null(run.Failure);
        Assert.Equal(["produce 1", "consume 1", "produce 2", "consume 2", "produce 3", "consume 3"], _witness.Events);
    }

    [Fact]
    public void A_break_downstream_ends_the_work_and_the_script_goes_on()
    {
        ScriptRun run = _host.Run("param($witness) foreach ($once in 1) { Get-Number $witness | ForEach-Object { $_; break } }; 'on'", _witness);

        Assert.Equal(["1", "on"], run.Output.Select(item => item.ToString()));
        Assert.Null(run.Failure);
        Assert.Empty(run.Errors);
        Assert.Equal(0, _witness.Running);
        Assert.Equal(["produce 1"], _witness.Events);
    }

    [Fact]
    public void A_command_downstream_that_wants_no_more_ends_the_work_and_the_script_goes_on()
    {
        ScriptRun run = _host.Run("param($witness) Get-Number $witness | Select-First; 'on'", _witness);

        Assert.Equal(["1", "on"], run.Output.Select(item => item.ToString()));
        Assert.Null(run.Failure);
        Assert.Empty(run.Errors);
        Assert.Equal(0, _witness.Running);
    }

    [Fact]
    public async Task Stop_during_a_network_wait_returns_within_a_second_and_leaves_nothing_running()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var witness = new Witness { Address = new Uri($"http://{listener.LocalEndpoint}/") };
        using Engine engine = _host.Start("param($witness) Get-Silence $witness", witness);
        IAsyncResult invocation = engine.BeginInvoke();
        using Socket accepted = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);

        var watch = Stopwatch.StartNew();
        engine.Stop();

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal(0, witness.Running);
        Assert.Equal(PSInvocationState.Stopped, engine.InvocationStateInfo.State);
        Assert.Throws<PipelineStoppedException>(() => engine.EndInvoke(invocation));
        Assert.Empty(engine.Streams.Error);
    }

    [Fact]
    public void An_error_preference_of_Stop_ends_the_work()
    {
        ScriptRun run = _host.Run("param($witness) 'NotFound', 'NotFound' | Test-Failure $witness -ErrorAction Stop", _witness);

        Assert.Equal("ThingFailed,RdsBackup.PowerShell.Bridge.Tests.TestFailureCommand", run.SingleError.FullyQualifiedErrorId);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("Set-Thing $witness", "Yes", true)]
    [InlineData("Set-Thing $witness -WhatIf", "Yes", false)]
    [InlineData("Set-Thing $witness -Confirm", "Yes", true)]
    [InlineData("Set-Thing $witness -Confirm", "No", false)]
    [InlineData("$ConfirmPreference = 'Low'; Set-Thing $witness", "No", false)]
    [InlineData("$ConfirmPreference = 'Low'; Set-Thing $witness -Confirm:$false", "No", true)]
    public void The_work_gets_the_users_answer(string script, string answer, bool expected)
    {
        _host.Screen.Answer = answer;

        ScriptRun run = _host.Run("param($witness) " + script, _witness);

        Assert.Equal(expected, Assert.Single(run.Output).BaseObject);
    }

    [Fact]
    public void WhatIf_names_the_action_and_the_target()
    {
        _host.Run("param($witness) Set-Thing $witness -WhatIf", _witness);

        Assert.Contains("Performing the operation \"Set\" on target \"the thing\".", _host.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prompt_that_fails_ends_the_command_with_its_own_error()
    {
        _host.Screen.Answer = "an answer that is no choice";

        ScriptRun run = _host.Run("param($witness) Set-Thing $witness -Confirm", _witness);

        Assert.Empty(run.Output);
        Assert.IsType<InvalidOperationException>(run.SingleError.Exception.GetBaseException());
    }

    [Fact]
    public void Log_lines_reach_the_stream_of_their_level_when_it_is_asked_for()
    {
        ScriptRun run = _host.Run("param($witness) $InformationPreference = 'Continue'; Write-Log $witness -Verbose -Debug", _witness);

        Assert.Equal(["a line for Debug"], run.Debug);
        Assert.Equal(["a line for Verbose"], run.Verbose);
        Assert.Equal(["a line for Information"], run.Information);
        Assert.Equal(["a line for Warning"], run.Warnings);
    }

    [Fact]
    public void Without_asking_only_warnings_are_shown()
    {
        ScriptRun run = _host.Run("param($witness) Write-Log $witness", _witness);

        Assert.Empty(run.Debug);
        Assert.Empty(run.Verbose);
        Assert.Equal(["a line for Warning"], run.Warnings);
    }

    [Theory]
    [InlineData("InvalidInput", ErrorCategory.InvalidArgument)]
    [InlineData("NotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("AlreadyExists", ErrorCategory.ResourceExists)]
    [InlineData("PermissionDenied", ErrorCategory.PermissionDenied)]
    [InlineData("Connection", ErrorCategory.ConnectionError)]
    [InlineData("Throttled", ErrorCategory.LimitsExceeded)]
    [InlineData("CorruptData", ErrorCategory.InvalidData)]
    [InlineData("NotSupported", ErrorCategory.InvalidOperation)]
    [InlineData("Service", ErrorCategory.ResourceUnavailable)]
    public void The_failure_of_one_object_is_an_error_record_and_the_next_gets_its_turn(string kind, ErrorCategory category)
    {
        ScriptRun run = _host.Run($"param($witness) '{kind}', '{kind}' | Test-Failure $witness", _witness);

        Assert.Null(run.Failure);
        Assert.Equal(2, run.Errors.Count);
        Assert.Equal([$"after {kind}", $"after {kind}"], run.Output.Select(item => item.ToString()));
        ErrorRecord error = run.Errors[0];
        Assert.Equal("ThingFailed,RdsBackup.PowerShell.Bridge.Tests.TestFailureCommand", error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Equal(kind, error.TargetObject);
        Assert.Equal("The thing failed. Mend it.", error.ToString());
    }

    [Theory]
    [InlineData("Authentication", "ThingFailed", ErrorCategory.AuthenticationError)]
    [InlineData("cancelled", "OperationCanceled", ErrorCategory.OperationStopped)]
    [InlineData("defect", "UnexpectedError", ErrorCategory.NotSpecified)]
    public void What_makes_the_whole_call_pointless_ends_the_command(string kind, string id, ErrorCategory category)
    {
        ScriptRun run = _host.Run($"param($witness) '{kind}', '{kind}' | Test-Failure $witness", _witness);

        Assert.Empty(run.Output);
        Assert.Equal($"{id},RdsBackup.PowerShell.Bridge.Tests.TestFailureCommand", run.SingleError.FullyQualifiedErrorId);
        Assert.Equal(category, run.SingleError.CategoryInfo.Category);
    }

    [Fact]
    public void An_unexpected_error_is_shown_without_secrets()
    {
        ScriptRun run = _host.Run("param($witness) 'defect' | Test-Failure $witness", _witness);

        Assert.Contains("a defect at https://host/file?***", run.SingleError.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Signature", run.SingleError.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminating_error_can_be_caught_by_the_script()
    {
        ScriptRun run = _host.Run("param($witness) try { 'defect' | Test-Failure $witness } catch { \"caught $($_.FullyQualifiedErrorId)\" }", _witness);

        Assert.Equal("caught UnexpectedError,RdsBackup.PowerShell.Bridge.Tests.TestFailureCommand", Assert.Single(run.Output).ToString());
    }

    [Fact]
    public async Task Two_runspaces_at_once_do_not_disturb_each_other()
    {
        const string Script =
            """
            param($witness)
            foreach ($once in 1) { Get-Number $witness | ForEach-Object { $_; if ($_ -eq 200) { break } } }
            """;
        using var other = new BridgeHost();
        var otherWitness = new Witness();

        ScriptRun[] runs = await Task.WhenAll(
            Task.Run(() => _host.Run(Script, _witness), TestContext.Current.CancellationToken),
            Task.Run(() => other.Run(Script, otherWitness), TestContext.Current.CancellationToken));

        foreach (ScriptRun run in runs)
        {
            Assert.Null(run.Failure);
            Assert.Equal(Enumerable.Range(1, 200), run.Output.Select(item => (int)item.BaseObject));
        }
    }

    public void Dispose() => _host.Dispose();
}
