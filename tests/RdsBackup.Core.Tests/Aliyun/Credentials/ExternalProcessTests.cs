using System.Runtime.Versioning;
using RdsBackup.Aliyun.Credentials;
using static RdsBackup.Core.Tests.Aliyun.Credentials.CredentialTexts;

namespace RdsBackup.Core.Tests.Aliyun.Credentials;

[UnsupportedOSPlatform("windows")]
public sealed class ExternalProcessTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public ExternalProcessTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The programs are shell scripts.");

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task A_program_prints_an_AccessKey()
    {
        WriteProfile(Script($$"""echo '{"mode":"AK","access_key_id":"k","access_key_secret":"{{Secret}}"}'"""));
        Assert.Equal(new AliyunCredentials("k", Secret), await _machine.GetAsync("p"));
    }

    [Fact]
    public async Task A_program_prints_a_token_with_its_end_and_takes_quoted_arguments()
    {
        string script = _machine.WriteFile("my scripts/lend.sh", $$"""
            echo '{"mode":"StsToken","access_key_id":"'"$1"'","access_key_secret":"{{Secret}}","sts_token":"{{Token}}","expiration":"2026-01-15T09:00:00Z"}'
            """);
        WriteProfile($"/bin/sh \"{script}\" \"two words\"");
        Assert.Equal(
            new AliyunCredentials("two words", Secret, Token, new DateTimeOffset(2026, 1, 15, 9, 0, 0, TimeSpan.Zero)),
            await _machine.GetAsync("p"));
    }

    [Fact]
    public async Task A_program_whose_path_has_spaces_may_be_quoted()
    {
        string script = _machine.WriteFile("my scripts/lend.sh", $$"""
            #!/bin/sh
            echo '{"mode":"AK","access_key_id":"k","access_key_secret":"{{Secret}}"}'
            """);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        WriteProfile($"\"{script}\"");
        Assert.Equal("k", (await _machine.GetAsync("p")).AccessKeyId);
    }

    [Theory]
    [InlineData("echo $0 s3cr3t-0f-th3-k3y; echo s3cr3t-0f-th3-k3y >&2; exit 3", "AliyunCredentialProcessFailed", "exit code 3")]
    [InlineData("echo s3cr3t-0f-th3-k3y", "AliyunCredentialSourceUnreadable", "'{'")]
    [InlineData("""echo '{"mode":"AK","access_key_secret":"s3cr3t-0f-th3-k3y"}'""", "AliyunCredentialSourceUnreadable", "'access_key_id'")]
    [InlineData("""echo '{"mode":"StsToken","access_key_id":"k","access_key_secret":"s3cr3t-0f-th3-k3y"}'""", "AliyunCredentialSourceUnreadable", "'sts_token'")]
    public async Task What_a_failing_program_prints_is_never_shown(string body, string id, string part)
    {
        WriteProfile(Script(body));
        RdsBackupException error = await _machine.FailureAsync("p");
        Assert.Equal(id, error.ErrorId);
        Assert.Contains(part, error.Message);
        Assert.Contains("config.json (p)", error.Message);
        AssertNoSecret(error);
        AssertNoSecret(_machine.Log);
    }

    [Fact]
    public async Task A_program_that_does_not_exist_is_an_error_without_its_arguments()
    {
        WriteProfile($"/none/lend --key {Secret}");
        RdsBackupException error = await _machine.FailureAsync("p");
        Assert.Equal("AliyunCredentialProcessNotStarted", error.ErrorId);
        AssertNoSecret(error);
    }

    [Fact]
    public async Task A_program_that_hangs_is_killed_after_a_minute()
    {
        (Task<AliyunCredentials> call, int processId) = await StartHangingAsync(TestContext.Current.CancellationToken);
        _machine.Time.Advance(TimeSpan.FromMinutes(1));
        RdsBackupException error = await Assert.ThrowsAsync<RdsBackupException>(() => call);
        Assert.Equal("AliyunCredentialProcessTimeout", error.ErrorId);
        await AssertEndedAsync(processId);
    }

    [Fact]
    public async Task A_program_is_killed_when_its_only_caller_gives_up()
    {
        using var cancellation = new CancellationTokenSource();
        (Task<AliyunCredentials> call, int processId) = await StartHangingAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await AssertEndedAsync(processId);
    }

    // The script says its process id through a named pipe, so that the test knows it runs.
    private async Task<(Task<AliyunCredentials> Call, int ProcessId)> StartHangingAsync(CancellationToken cancellationToken)
    {
        string pipe = Path.Combine(_machine.HomeFolder, "pipe");
        using (var make = System.Diagnostics.Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        WriteProfile(Script($"echo $$ > '{pipe}'; exec sleep 600"));
        Task<AliyunCredentials> call = _machine.Chain("p").GetAsync(cancellationToken).AsTask();
        string line = await File.ReadAllTextAsync(pipe, TestContext.Current.CancellationToken);
        return (call, int.Parse(line, System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async Task AssertEndedAsync(int processId)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(processId);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        }
        catch (ArgumentException)
        {
            // Ended already.
        }
    }

    private string Script(string body) => $"/bin/sh {_machine.WriteFile("lend.sh", body + "\n")}";

    private void WriteProfile(string command) => _machine.WriteConfig(
        $$"""{"profiles":[{"name":"p","mode":"External","process_command":{{System.Text.Json.JsonSerializer.Serialize(command)}}}]}""");
}
