using System.Management.Automation;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

/// <summary>The cmdlets typed as one pipeline, as people use them.</summary>
public sealed class ChainTests : CloudTests
{
    private const string Chain = "Get-AliyunRdsBackup -Latest | Test-AliyunRdsBackup -PassThru | Send-AliyunBackupToS3 @s3";
    private const string ToS3 =
        """
        param($endpoint, $id, $secret)
        $s3 = @{ Bucket = 'offsite'; EndpointUrl = $endpoint; AwsCredential = [PSCredential]::new($id, [Net.NetworkCredential]::new('', $secret).SecurePassword) }
        $more = $s3.Clone()
        $more.Remove('Bucket')

        """;

    [Fact]
    public async Task The_newest_valid_backups_arrive_byte_for_byte_once()
    {
        SandboxBackup backup = Prepare();

        ScriptRun run = RunWithS3(Chain);
        Assert.Equal("BackupInvalid,RdsBackup.PowerShell.TestAliyunRdsBackupCommand", run.SingleError.FullyQualifiedErrorId);
        PSObject result = Assert.Single(run.Output);
        Assert.Equal("Verified", result.Properties["Status"].Value.ToString());

        string key = (string)result.Properties["Key"].Value;
        byte[] stored = await Host.Cloud.S3.ReadObject("offsite", key);
        var source = new byte[stored.Length];
        await backup.File!.Content.ReadAsync(0, source, TestContext.Current.CancellationToken);
        Assert.Equal(backup.File.Content.Length, stored.Length);
        Assert.True(source.AsSpan().SequenceEqual(stored));

        Assert.Equal("AlreadyPresent", Assert.Single(RunWithS3(Chain).Output).Properties["Status"].Value.ToString());
        Assert.Equal(key, Assert.Single(RunWithS3("Get-RdsBackupCopy @s3").Output).Properties["Key"].Value);
    }

    [Fact]
    public void Results_and_copies_are_tables()
    {
        Prepare();

        RunWithS3($"{Chain} | Out-Default; Get-RdsBackupCopy @s3 | Out-Default");

        Assert.Matches("InstanceId +BackupId +Status +Size +Rate +Location", Host.Module.Screen.Text);
        Assert.Matches(@"rm-a +1 +Verified +2\.86 MiB +\S+ MiB/s +s3://offsite/", Host.Module.Screen.Text);
        Assert.Matches("InstanceId +BackupId +Size +Age +Verified +Location", Host.Module.Screen.Text);
    }

    [Fact]
    public void Copies_are_checked_in_the_chain_and_a_rotten_one_is_not_passed_on()
    {
        Prepare();
        string key = (string)Assert.Single(RunWithS3(Chain).Output).Properties["Key"].Value;
        const string Check = "Get-RdsBackupCopy @s3 -InstanceId rm-* | Test-RdsBackupCopy @more -Full";

        Assert.Equal("OK", Assert.Single(RunWithS3(Check).Output).Properties["Summary"].Value);
        Assert.Equal(key, Assert.Single(RunWithS3($"{Check} -PassThru").Output).Properties["Key"].Value);

        Host.Cloud.S3.Faults.Inject(new Fault { FlipByteAt = 7 }, request => request.Operation == "GetObject" && !request.Key.EndsWith(".json", StringComparison.Ordinal));
        PSObject result = Assert.Single(RunWithS3(Check).Output);
        Assert.Equal("CopyChecksumDiffers", result.Properties["Summary"].Value);
        ScriptRun passed = RunWithS3($"{Check} -PassThru");
        Assert.Empty(passed.Output);
        Assert.Equal("CopyInvalid,RdsBackup.PowerShell.TestRdsBackupCopyCommand", passed.SingleError.FullyQualifiedErrorId);
    }

    [Fact]
    public void WhatIf_names_source_bytes_and_destination_and_copies_nothing()
    {
        Prepare();

        Assert.Empty(RunWithS3($"{Chain} -WhatIf").Output);

        Assert.Contains("rm-a/1", Host.Module.Screen.Text, StringComparison.Ordinal);
        Assert.Contains("3,000,000", Host.Module.Screen.Text, StringComparison.Ordinal);
        Assert.Contains("s3://offsite/", Host.Module.Screen.Text, StringComparison.Ordinal);
        Assert.Empty(Host.Cloud.S3.Objects("offsite"));
    }

    /// <summary>An instance with a good backup and one whose backup cannot be used.</summary>
    private SandboxBackup Prepare()
    {
        Host.Cloud.S3.CreateBucket("offsite");
        SandboxBackup good = Host.AddBackup(Host.AddInstance("rm-a"), "1", TimeSpan.FromHours(2));
        SandboxInstance other = Host.AddInstance("rm-b");
        DateTimeOffset start = DateTimeOffset.UtcNow.AddHours(-2);
        other.Add(new SandboxBackup { Id = "2", Start = start, End = start.AddMinutes(1), Size = 1000 });
        return good;
    }

    private ScriptRun RunWithS3(string script) =>
        Host.TryRun(ToS3 + script, Host.Cloud.S3Endpoint.AbsoluteUri, Host.Cloud.S3.AccessKeyId, Host.Cloud.S3.SecretAccessKey);
}
