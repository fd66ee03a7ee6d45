using System.Management.Automation;
using RdsBackup.Sandbox;
using Engine = System.Management.Automation.PowerShell;

namespace RdsBackup.PowerShell.Tests;

public sealed class SaveRdsBackupCopyTests : CloudTests
{
    private const string Save = "Get-RdsBackupCopy -Bucket offsite | Save-RdsBackupCopy";
    private readonly string _folder = Directory.CreateTempSubdirectory("rdsbackup-save-").FullName;

    [Fact]
    public async Task Copies_come_back_byte_for_byte_through_the_chain()
    {
        SandboxBackup backup = Prepare();

        PSObject result = Assert.Single(Host.Run($"{Save} -Destination '{_folder}'"));

        Assert.Equal("Verified", result.Properties["Status"].Value.ToString());
        string path = (string)result.Properties["Path"].Value;
        Assert.Equal([path], Directory.GetFiles(_folder));
        byte[] source = new byte[backup.File!.Content.Length];
        await backup.File.Content.ReadAsync(0, source, TestContext.Current.CancellationToken);
        byte[] saved = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        Assert.True(source.AsSpan().SequenceEqual(saved));
        Assert.Equal("AlreadyPresent", Assert.Single(Values("Status", $"{Save} -Destination '{_folder}'")));
    }

    [Fact]
    public void What_Send_returns_can_be_saved_at_once()
    {
        Prepare();

        Assert.Equal(
            "Verified",
            Assert.Single(Values("Status", $"Get-AliyunRdsBackup rm-a | Send-AliyunBackupToS3 -Bucket offsite | Save-RdsBackupCopy -Destination '{_folder}/back.xb'")));
        Assert.True(File.Exists(Path.Combine(_folder, "back.xb")));
    }

    [Fact]
    public void Paths_are_those_of_the_session()
    {
        const string NewDrive =
            "$state = $ExecutionContext.SessionState; [void]$state.Drive.New([Management.Automation.PSDriveInfo]::new('Restore', $state.Provider.GetOne('FileSystem'), $args[0], '', $null), 'Global')";
        Prepare();

        Host.Run(NewDrive, _folder);
        Host.Run($"{Save} -Destination Restore:/new/");
        Host.Run("[void]$ExecutionContext.SessionState.Path.SetLocation($args[0])", _folder);
        Host.Run($"{Save} -Destination ./here.xb");

        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "new")));
        Assert.True(File.Exists(Path.Combine(_folder, "here.xb")));
    }

    [Fact]
    public void A_destination_that_is_no_file_is_refused_before_anything_is_asked()
    {
        Prepare();
        Host.Cloud.S3.Requests.Clear();

        ErrorRecord error = Host.TryRun("Save-RdsBackupCopy offsite some.key -Destination Env:/HOME").SingleError;

        Assert.StartsWith("DestinationNotInFileSystem,RdsBackup.PowerShell.SaveRdsBackupCopyCommand", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(Host.Cloud.S3.Requests);
    }

    [Fact]
    public void WhatIf_names_bytes_and_file_and_writes_nothing()
    {
        Prepare();

        Assert.Empty(Host.Run($"{Save} -Destination '{_folder}' -WhatIf"));

        Assert.Contains("3,000,000", Host.Module.Screen.Text, StringComparison.Ordinal);
        Assert.Contains($"-> {_folder}", Host.Module.Screen.Text, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void What_cannot_be_saved_is_an_error_record_and_the_next_copy_gets_its_turn()
    {
        Prepare();
        string key = (string)Assert.Single(Host.Run("Get-RdsBackupCopy -Bucket offsite")).Properties["Key"].Value;

        ScriptRun run = Host.TryRun($"'no/such.xb', '{key}' | ForEach-Object {{ [pscustomobject]@{{ Bucket = 'offsite'; Key = $_ }} }} | Save-RdsBackupCopy -Destination '{_folder}'");

        Assert.StartsWith("CopyNotFound,", run.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ObjectNotFound, run.SingleError.CategoryInfo.Category);
        Assert.Equal("Verified", Assert.Single(run.Output).Properties["Status"].Value.ToString());
    }

    [Fact]
    public void A_file_of_that_name_stays_as_it_is_without_Force()
    {
        Prepare();
        string mine = Path.Combine(_folder, "mine");
        File.WriteAllText(mine, "mine");

        ErrorRecord error = Host.TryRun($"{Save} -Destination '{mine}'").SingleError;

        Assert.StartsWith("DestinationExists,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ResourceExists, error.CategoryInfo.Category);
        Assert.Equal("mine", File.ReadAllText(mine));
        Assert.Equal("Verified", Assert.Single(Values("Status", $"{Save} -Destination '{mine}' -Force")));
    }

    [Fact]
    public async Task Stopping_takes_less_than_a_second_and_leaves_no_file_of_that_name()
    {
        Prepare();
        TaskCompletionSource reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Host.Cloud.S3.Faults.Inject(
            new Fault
            {
                Before = token =>
                {
                    reading.TrySetResult();
                    return Task.Delay(Timeout.InfiniteTimeSpan, token);
                },
            },
            request => request.Operation == "GetObject" && request.Key.EndsWith(".qp", StringComparison.Ordinal));
        using Engine engine = Host.Module.Start($"{Save} -Destination '{_folder}'");
        IAsyncResult running = engine.BeginInvoke();
        await reading.Task.WaitAsync(TestContext.Current.CancellationToken);

        Task stopping = Task.Run(engine.Stop, TestContext.Current.CancellationToken);

        await stopping.WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.Throws<PipelineStoppedException>(() => engine.EndInvoke(running));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Saving_and_checking_every_byte_show_how_far_they_are()
    {
        Prepare();

        ScriptRun saved = Host.TryRun($"{Save} -Destination '{_folder}'");
        ScriptRun tested = Host.TryRun("Get-RdsBackupCopy -Bucket offsite | Test-RdsBackupCopy -Full");

        Assert.Contains(saved.Progress, bar => bar.Activity.StartsWith("Saving s3://offsite/", StringComparison.Ordinal));
        Assert.Contains(tested.Progress, bar => bar.Activity.StartsWith("Reading s3://offsite/", StringComparison.Ordinal));
        Assert.All([saved.Progress[^1], tested.Progress[^1]], bar => Assert.Equal(ProgressRecordType.Completed, bar.RecordType));
    }

    [Fact]
    public void Results_are_a_table()
    {
        Prepare();

        Host.Run($"{Save} -Destination '{_folder}' | Out-Default");

        Assert.Matches("InstanceId +BackupId +Status +Size +Rate +Path", Host.Module.Screen.Text);
        Assert.Matches(@"rm-a +1 +Verified +2\.86 MiB ", Host.Module.Screen.Text);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A bucket with the copy of one backup, and defaults that lead to this S3.</summary>
    private SandboxBackup Prepare()
    {
        Host.UseBucket();
        SandboxBackup backup = Host.AddBackup(Host.AddInstance("rm-a"), "1", TimeSpan.FromHours(2));
        Host.Run("Get-AliyunRdsBackup rm-a | Send-AliyunBackupToS3 -Bucket offsite");
        return backup;
    }
}
