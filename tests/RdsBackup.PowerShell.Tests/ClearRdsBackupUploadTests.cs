using System.Management.Automation;
using RdsBackup.Sandbox;

namespace RdsBackup.PowerShell.Tests;

/// <summary>Uploads that nobody finished.</summary>
public sealed class ClearRdsBackupUploadTests : CloudTests
{
    private const string Send = "Get-AliyunRdsBackup rm-a | Send-AliyunBackupToS3 -Bucket offsite";

    [Fact]
    public void An_upload_that_a_copy_left_behind_is_removed_with_its_journal_and_a_new_copy_is_made()
    {
        Prepare();
        LeaveUpload();

        PSObject removed = Assert.Single(Host.Run("Clear-RdsBackupUpload offsite -OlderThan 0m"));

        Assert.Equal((1, true), (removed.Properties["PartCount"].Value, removed.Properties["HasJournal"].Value));
        Assert.Equal(3_000_000L, removed.Properties["Bytes"].Value);
        Assert.Empty(Host.Cloud.S3.OpenUploads("offsite"));
        Assert.Empty(Host.Cloud.S3.Objects("offsite"));
        Assert.Equal("Verified", Assert.Single(Host.Run(Send)).Properties["Status"].Value.ToString());
    }

    [Theory]
    [InlineData("Clear-RdsBackupUpload offsite")]
    [InlineData("Clear-RdsBackupUpload offsite -OlderThan 1h")]
    [InlineData("Clear-RdsBackupUpload offsite -OlderThan 0m -Prefix elsewhere/")]
    [InlineData("Clear-RdsBackupUpload offsite -OlderThan 0m -WhatIf")]
    public void What_is_young_elsewhere_or_only_looked_at_stays(string command)
    {
        Prepare();
        LeaveUpload();

        Assert.Empty(Host.Run(command));

        Assert.Single(Host.Cloud.S3.OpenUploads("offsite"));
        Assert.Single(Host.Cloud.S3.Objects("offsite"));
    }

    [Fact]
    public void WhatIf_names_the_upload_its_parts_and_bytes()
    {
        Prepare();
        LeaveUpload();

        Host.Run("Clear-RdsBackupUpload offsite -OlderThan 0m -WhatIf");

        Assert.Contains("1 parts, 3,000,000 bytes", Host.Module.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_upload_that_cannot_be_looked_at_is_one_error_and_the_others_are_removed()
    {
        Prepare();
        LeaveUpload();
        Host.AddBackup(Host.AddInstance("rm-b"), "1", TimeSpan.FromHours(2));
        LeaveUpload(Send.Replace("rm-a", "rm-b", StringComparison.Ordinal));
        Host.Cloud.S3.Faults.Add(request =>
            request.Operation == "ListParts" && request.Key.Contains("rm-a", StringComparison.Ordinal) ? Fault.Error(403, "AccessDenied") : null);

        ScriptRun run = Host.TryRun("Clear-RdsBackupUpload offsite -OlderThan 0m");

        Assert.Contains("rm-b", Assert.Single(run.Output).Properties["Key"].Value.ToString(), StringComparison.Ordinal);
        Assert.All(run.Errors, error => Assert.Contains("rm-a", error.TargetObject.ToString(), StringComparison.Ordinal));
        Assert.NotEmpty(run.Errors);
    }

    // A copy whose session ends before its completion leaves the upload for another run.
    private void LeaveUpload(string command = Send)
    {
        Host.Cloud.S3.Faults.Inject(Fault.Error(400, "ExpiredToken"), request => request.Operation == "CompleteMultipartUpload");
        _ = Host.TryRun(command).SingleError;
        Host.Cloud.S3.Faults.Clear();
        Assert.NotEmpty(Host.Cloud.S3.OpenUploads("offsite"));
    }

    private void Prepare()
    {
        Host.UseBucket();
        Host.AddBackup(Host.AddInstance("rm-a"), "1", TimeSpan.FromHours(2));
    }
}
