using System.Management.Automation;
using RdsBackup.Sandbox;
using Engine = System.Management.Automation.PowerShell;

namespace RdsBackup.PowerShell.Tests;

/// <summary>Several copies from one pipeline.</summary>
public sealed class ParallelCopyTests : CloudTests
{
    private const string Send = "Get-AliyunRdsBackup rm-a | Send-AliyunBackupToS3 -Bucket offsite";

    [Fact]
    public void As_many_copies_run_at_once_as_ThrottleLimit_says()
    {
        Prepare(backups: 3);
        TaskCompletionSource allAreStarting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int starting = 0;
        Host.Cloud.S3.Faults.Inject(
            new Fault
            {
                Before = token =>
                {
                    if (Interlocked.Increment(ref starting) == 3)
                    {
                        allAreStarting.SetResult();
                    }

                    return allAreStarting.Task.WaitAsync(token);
                },
            },
            request => request.Operation == "CreateMultipartUpload");

        ScriptRun run = Host.TryRun($"{Send} -ThrottleLimit 3");

        Assert.Equal(["Verified", "Verified", "Verified"], Statuses(run));
        Assert.Equal(6, Host.Cloud.S3.Objects("offsite").Count);
    }

    [Fact]
    public void With_a_ThrottleLimit_of_one_a_copy_starts_when_the_one_before_has_ended()
    {
        Prepare(backups: 3);

        Host.Run($"{Send} -ThrottleLimit 1");

        IEnumerable<string> steps = Host.Cloud.S3.Requests.Select(request => request.Operation).Where(operation => operation.EndsWith("MultipartUpload", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Repeat(new[] { "CreateMultipartUpload", "CompleteMultipartUpload" }, 3).SelectMany(pair => pair), steps);
    }

    [Fact]
    public void A_row_comes_when_its_copy_ends_whatever_the_others_do()
    {
        Prepare(backups: 2);
        TaskCompletionSource firstRowIsOut = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int starts = 0;
        Host.Cloud.S3.Faults.Add(request => request.Operation == "CreateMultipartUpload" && Interlocked.Increment(ref starts) == 1
            ? new Fault { Before = token => firstRowIsOut.Task.WaitAsync(token) }
            : null);

        ScriptRun run = Host.TryRun($"param($out) {Send} -ThrottleLimit 2 | ForEach-Object {{ [void]$out.TrySetResult(); $_ }}", firstRowIsOut);

        Assert.Equal(["Verified", "Verified"], Statuses(run));
    }

    [Fact]
    public void A_copy_that_fails_beside_others_is_one_error_and_does_not_end_them()
    {
        Prepare(backups: 3);
        Host.Cloud.Oss.Faults.Inject(new Fault { FlipByteAt = 1_000_000 }, request => request.Key.EndsWith("2_xb.qp", StringComparison.Ordinal));

        ScriptRun run = Host.TryRun($"{Send} -ThrottleLimit 3");

        Assert.StartsWith("ChecksumMismatch,", run.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("rm-a/2", run.SingleError.TargetObject.ToString());
        Assert.Equal(["Failed", "Verified", "Verified"], Statuses(run));
    }

    [Fact]
    public void Each_copy_has_a_bar_below_one_for_all_and_every_bar_ends()
    {
        Prepare(backups: 2);

        ScriptRun run = Host.TryRun($"{Send} -ThrottleLimit 2");

        List<ProgressRecord> bars = [.. run.Progress.Where(bar => bar.Activity.Contains("opying", StringComparison.Ordinal))];
        int parent = Assert.Single(bars.Where(bar => bar.ParentActivityId == -1).Select(bar => bar.ActivityId).Distinct());
        List<int> children = [.. bars.Where(bar => bar.ParentActivityId == parent).Select(bar => bar.ActivityId).Distinct()];
        Assert.Equal(2, children.Count);
        Assert.Equal(
            children.Append(parent).Order(),
            bars.Where(bar => bar.RecordType == ProgressRecordType.Completed).Select(bar => bar.ActivityId).Order());
    }

    [Fact]
    public async Task Stopping_stops_all_copies_in_less_than_a_second_and_leaves_them_resumable()
    {
        Prepare(backups: 2);
        TaskCompletionSource bothAreSending = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int sending = 0;
        Host.Cloud.S3.Faults.Inject(
            new Fault
            {
                Before = token =>
                {
                    if (Interlocked.Increment(ref sending) == 2)
                    {
                        bothAreSending.SetResult();
                    }

                    return Task.Delay(Timeout.InfiniteTimeSpan, token);
                },
            },
            request => request.Operation == "UploadPart",
            times: 2);
        using Engine engine = Host.Module.Start($"{Send} -ThrottleLimit 2");
        IAsyncResult running = engine.BeginInvoke();
        await bothAreSending.Task.WaitAsync(TestContext.Current.CancellationToken);

        await Task.Run(engine.Stop, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

        Assert.Throws<PipelineStoppedException>(() => engine.EndInvoke(running));
        Assert.Equal(2, Host.Cloud.S3.OpenUploads("offsite").Count);
        Assert.Equal(2, Hints());
        Assert.Equal(["Verified", "Verified"], Statuses(Host.TryRun(Send)));
        Assert.Empty(Host.Cloud.S3.OpenUploads("offsite"));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("-WarningAction SilentlyContinue", 0)]
    public async Task Stopping_between_two_input_objects_ends_the_copy_that_was_started_and_says_how_to_go_on(string wanted, int hints)
    {
        Prepare(backups: 1);
        TaskCompletionSource isSending = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource isStopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Host.Cloud.S3.Faults.Add(request => request.Operation == "UploadPart" && isSending.TrySetResult()
            ? new Fault { Before = isStopped.Task.WaitAsync }
            : null);
        using Engine engine = Host.Module.Start(
            "& { Get-AliyunRdsBackup rm-a; Start-Sleep -Seconds 3600 } | Send-AliyunBackupToS3 -Bucket offsite -ThrottleLimit 2 " + wanted);
        IAsyncResult running = engine.BeginInvoke();
        await isSending.Task.WaitAsync(TestContext.Current.CancellationToken);

        await Task.Run(engine.Stop, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

        Assert.Throws<PipelineStoppedException>(() => engine.EndInvoke(running));
        Assert.Single(Host.Cloud.S3.OpenUploads("offsite"));
        Assert.Equal(hints, Hints());
        isStopped.SetResult(); // A copy that were still running could go on now.
        Assert.Equal(["Verified"], Statuses(Host.TryRun(Send)));
        Assert.Empty(Host.Cloud.S3.OpenUploads("offsite"));
    }

    private int Hints() => Host.Module.Screen.Text.Split('\n').Count(line => line.Contains("Run the same command again", StringComparison.Ordinal));

    private static IEnumerable<string> Statuses(ScriptRun run) =>
        run.Output.Select(row => row.Properties["Status"].Value.ToString()!).Order(StringComparer.Ordinal);

    private void Prepare(int backups)
    {
        Host.UseBucket();
        SandboxInstance instance = Host.AddInstance("rm-a");
        for (int number = 1; number <= backups; number++)
        {
            Host.AddBackup(instance, $"{number}", TimeSpan.FromHours(2 * number));
        }
    }
}
