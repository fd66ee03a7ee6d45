namespace RdsBackup.Sandbox.Tests;

/// <summary>The program as a person calls it: <c>run SCRIPT</c>.</summary>
public sealed class RunCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rdsbackup-run-");

    [Fact]
    public async Task A_script_finds_the_module_and_the_cloud_and_gets_its_arguments()
    {
        (int exitCode, string output, string errors) = await RunAsync(
            "param($pattern, $text) (Get-AliyunRdsInstance $pattern).InstanceId; $text; (Get-RdsBackupCopy -Bucket offsite).Count",
            "--", "rm-bp1mysql8l*", "two words");

        Assert.Equal("", errors);
        Assert.Equal(0, exitCode);
        Assert.Equal(["rm-bp1mysql8local0001", "two words", "0"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()));
    }

    [Fact]
    public async Task Amazon_RDS_is_found_through_the_environment_and_its_objects_say_where_they_were_read()
    {
        (int exitCode, string output, string errors) = await RunAsync(
            "$PSDefaultParameterValues.Remove('*-Aws*:AwsRdsEndpoint'); $one = Get-AwsRdsSnapshot orders -Latest; $one.EndpointUrl.AbsoluteUri -eq [uri]::new($env:AWS_ENDPOINT_URL_RDS).AbsoluteUri; ($one | Test-AwsRdsSnapshot).IsValid");

        Assert.Equal(("", 0), (errors, exitCode));
        Assert.Equal(["True", "True"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()));
    }

    [Fact]
    public async Task Real_files_are_served_as_backups()
    {
        DirectoryInfo instance = _folder.CreateSubdirectory("backups/rm-files");
        await File.WriteAllTextAsync(Path.Combine(instance.FullName, "data_xb.gz"), "bytes", TestContext.Current.CancellationToken);

        (_, string output, _) = await RunAsync("(Get-AliyunRdsBackup rm-files).FileName", "--backups", instance.Parent!.FullName);

        Assert.Equal("data_xb.gz", output.Trim());
    }

    [Fact]
    public async Task A_terminating_error_is_shown_and_is_the_exit_code()
    {
        (int exitCode, _, string errors) = await RunAsync("$ErrorActionPreference = 'Stop'; Get-AliyunRdsBackup rm-nope");

        Assert.Equal(1, exitCode);
        Assert.Contains("rm-nope", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_scripts_own_exit_code_is_handed_on() => Assert.Equal(3, (await RunAsync("exit 3")).ExitCode);

    [Fact]
    public async Task One_argument_stays_one() => Assert.Equal("abc", (await RunAsync("param($text) $text", "--", "abc")).Output.Trim());

    [Fact]
    public async Task An_argument_too_many_is_exit_code_1_as_in_pwsh() => Assert.Equal(1, (await RunAsync("[CmdletBinding()] param($text)", "--", "a", "b")).ExitCode);

    [Theory]
    [InlineData("--port-base", "none", "'none' is not a port")]
    [InlineData("--export-seconds", "0", "'0' is not a number of seconds")]
    [InlineData("--backups", "/no/such/folder", "does not exist")]
    [InlineData("--what", "ever", "'--what' is unknown")]
    public async Task An_option_that_makes_no_sense_is_named_with_the_usage(string option, string value, string expected)
    {
        (int exitCode, _, string errors) = await RunAsync("'never run'", option, value);

        Assert.Equal(2, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.Contains("Usage:", errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(string script, params string[] arguments)
    {
        string file = Path.Combine(_folder.FullName, "script.ps1");
        await File.WriteAllTextAsync(file, script, TestContext.Current.CancellationToken);
        return await SandboxProgram.RunAsync(["run", file, .. arguments]);
    }
}
